// Half-precision products: panels widened to float, multiplied there, rounded once.
#include "../Common/dispatch.h"
#include "gemm.h"

#include <memory>

namespace ts {
namespace {

/// Reads one row, widened.
template <typename H>
void widen(const H *source, int64_t stride, int64_t count, float *target) {
  TS_MULTIVERSION({
    if (stride == 1)
      for (int64_t j = 0; j < count; ++j) target[j] = float(source[j]);
    else
      for (int64_t j = 0; j < count; ++j) target[j] = float(source[j * stride]);
  });
}

/// Writes one row, rounded; adds `beta` times what was there.
template <typename H>
void narrow(const float *source, H *target, int64_t stride, int64_t count, float beta) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < count; ++j) {
      float old = beta == 0 ? 0 : beta * float(target[j * stride]);
      target[j * stride] = H(source[j] + old);
    }
  });
}

/// A float copy that keeps the side on which the source is contiguous.
template <typename H>
struct Widened {
  std::unique_ptr<float[]> storage;
  Matrix<float> matrix;

  explicit Widened(Matrix<H> source) : storage(new float[source.rows * source.columns]) {
    bool transposed = source.row_stride < source.column_stride;
    Matrix<H> lines = transposed ? source.transposed() : source;
    for (int64_t i = 0; i < lines.rows; ++i)
      widen(&lines.at(i, 0), lines.column_stride, lines.columns,
            storage.get() + i * lines.columns);
    matrix = {storage.get(), lines.rows, lines.columns, lines.columns, 1};
    if (transposed) matrix = matrix.transposed();
  }
};

template <typename H>
void gemm_widened(Matrix<H> out, Matrix<H> a, Matrix<H> b, float alpha, float beta) {
  if (out.rows == 0 || out.columns == 0) return;
  Widened<H> wide_a(a), wide_b(b);
  std::unique_ptr<float[]> storage(new float[out.rows * out.columns]);
  Matrix<float> sum{storage.get(), out.rows, out.columns, out.columns, 1};
  gemm(sum, wide_a.matrix, wide_b.matrix, alpha, 0.0f);
  for (int64_t i = 0; i < out.rows; ++i)
    narrow(&sum.at(i, 0), &out.at(i, 0), out.column_stride, out.columns, beta);
}

}  // namespace

void gemm(Matrix<_Float16> out, Matrix<_Float16> a, Matrix<_Float16> b, float alpha, float beta) {
  gemm_widened(out, a, b, alpha, beta);
}

void gemm(Matrix<bfloat16> out, Matrix<bfloat16> a, Matrix<bfloat16> b, float alpha, float beta) {
  gemm_widened(out, a, b, alpha, beta);
}

}  // namespace ts
