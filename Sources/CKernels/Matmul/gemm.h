// One matrix product per element type: `out = beta * out + alpha * (a @ b)`.
#ifndef TS_MATMUL_GEMM_H
#define TS_MATMUL_GEMM_H

#include "../Common/half.h"
#include "matrix.h"

namespace ts {

/// Products up to this many multiplications run as plain loops: a BLAS call costs more.
constexpr int64_t small_product = 256;

/// Products up to this many multiplications run on one thread; batches of them are spread over
/// the threads instead.
constexpr int64_t threaded_product = 64 * 64 * 64;

void gemm(Matrix<float> out, Matrix<float> a, Matrix<float> b, float alpha, float beta);
void gemm(Matrix<double> out, Matrix<double> a, Matrix<double> b, double alpha, double beta);

/// Half types: operands widened to float, products summed in float, one rounding at the end.
void gemm(Matrix<_Float16> out, Matrix<_Float16> a, Matrix<_Float16> b, float alpha, float beta);
void gemm(Matrix<bfloat16> out, Matrix<bfloat16> a, Matrix<bfloat16> b, float alpha, float beta);

/// Integers, modulo 2^bits: signed types share the unsigned loop of their width.
void gemm(Matrix<uint8_t> out, Matrix<uint8_t> a, Matrix<uint8_t> b, uint8_t alpha, uint8_t beta);
void gemm(Matrix<uint16_t> out, Matrix<uint16_t> a, Matrix<uint16_t> b, uint16_t alpha,
          uint16_t beta);
void gemm(Matrix<uint32_t> out, Matrix<uint32_t> a, Matrix<uint32_t> b, uint32_t alpha,
          uint32_t beta);
void gemm(Matrix<uint64_t> out, Matrix<uint64_t> a, Matrix<uint64_t> b, uint64_t alpha,
          uint64_t beta);

}  // namespace ts

#endif
