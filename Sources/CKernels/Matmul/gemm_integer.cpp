// Integer products modulo 2^bits: rows of `b` scaled and added into rows of `out`.
#include "../Common/dispatch.h"
#include "../Common/parallel.h"
#include "gemm.h"

#include <type_traits>
#include <vector>

namespace ts {
namespace {

/// What T is multiplied in: uint16_t would become a signed int, whose overflow is undefined.
template <typename T>
using Wide = std::common_type_t<T, uint32_t>;

/// `target += factor * source`, the inner loop of the product.
template <typename T>
void add_scaled(T *target, const T *source, Wide<T> factor, int64_t count) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < count; ++j) target[j] = T(target[j] + factor * source[j]);
  });
}

template <typename T>
std::vector<T> packed_rows(Matrix<T> source) {
  std::vector<T> rows(source.rows * source.columns);
  for (int64_t i = 0; i < source.rows; ++i)
    for (int64_t j = 0; j < source.columns; ++j) rows[i * source.columns + j] = source.at(i, j);
  return rows;
}

/// One row of the result, summed in `sum` while blocks of `b`'s rows stay in cache.
template <typename T>
void multiply_row(Matrix<T> out, Matrix<T> a, const T *b, int64_t i, T alpha, T beta, T *sum) {
  std::fill(sum, sum + out.columns, T(0));
  for (int64_t k = 0; k < a.columns; ++k)
    add_scaled(sum, b + k * out.columns, a.at(i, k), out.columns);
  for (int64_t j = 0; j < out.columns; ++j) {
    T &target = out.at(i, j);
    target = T(Wide<T>(alpha) * sum[j] + Wide<T>(beta) * target);
  }
}

template <typename T>
void gemm_modular(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  std::vector<T> copy;
  const T *rows = b.data;
  bool contiguous = b.column_stride == 1 && b.row_stride == b.columns;
  if (!contiguous) {
    copy = packed_rows(b);
    rows = copy.data();
  }
  int64_t row_cost = std::max<int64_t>(out.columns * a.columns, 1);
  parallel_for(out.rows, std::max<int64_t>(65536 / row_cost, 1), [&](int64_t begin, int64_t end) {
    std::vector<T> sum(out.columns);
    for (int64_t i = begin; i < end; ++i) multiply_row(out, a, rows, i, alpha, beta, sum.data());
  });
}

}  // namespace

#define TS_INTEGER_GEMM(T)                                                   \
  void gemm(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {      \
    gemm_modular(out, a, b, alpha, beta);                                    \
  }

TS_INTEGER_GEMM(uint8_t)
TS_INTEGER_GEMM(uint16_t)
TS_INTEGER_GEMM(uint32_t)
TS_INTEGER_GEMM(uint64_t)

}  // namespace ts
