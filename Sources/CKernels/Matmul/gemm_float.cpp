// float and double products: BLAS on the operands as they lie, plain loops for tiny ones.
#include "../Common/dispatch.h"
#include "../Common/parallel.h"
#include "blas.h"
#include "gemm.h"
#include "panel_gemm.h"

#include <memory>

namespace ts {
namespace {

/// `out *= beta`, where 0 erases whatever was there.
template <typename T>
void scale(Matrix<T> out, T beta) {
  if (beta == T(1)) return;
  for (int64_t i = 0; i < out.rows; ++i)
    for (int64_t j = 0; j < out.columns; ++j)
      out.at(i, j) = beta == T(0) ? T(0) : beta * out.at(i, j);
}

/// Sums with fused products where the processor has them, as BLAS does: a product that overflows
/// on its own must not, or must, in both alike.
template <typename T>
void gemm_small(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  TS_MULTIVERSION({
    for (int64_t i = 0; i < out.rows; ++i)
      for (int64_t j = 0; j < out.columns; ++j) {
        T sum = 0;
        for (int64_t k = 0; k < a.columns; ++k)
          sum += a.data[i * a.row_stride + k * a.column_stride] *
                 b.data[k * b.row_stride + j * b.column_stride];
        T &target = out.data[i * out.row_stride + j * out.column_stride];
        target = beta == T(0) ? alpha * sum : alpha * sum + beta * target;
      }
  });
}

/// A row-major copy, for operands that no BLAS flag describes.
template <typename T>
struct Packed {
  std::unique_ptr<T[]> storage;
  Matrix<T> matrix;

  explicit Packed(Matrix<T> source)
      : storage(new T[source.rows * source.columns]),
        matrix{storage.get(), source.rows, source.columns, source.columns, 1} {
    copy(source, matrix);
  }

  static void copy(Matrix<T> source, Matrix<T> target) {
    for (int64_t i = 0; i < source.rows; ++i)
      for (int64_t j = 0; j < source.columns; ++j) target.at(i, j) = source.at(i, j);
  }
};

/// An inner product in fixed blocks: the same sum whatever the number of threads.
template <typename T>
T dot(Matrix<T> row, Matrix<T> column) {
  constexpr int64_t block = 8192;
  double sum = 0;
  for (int64_t start = 0; start < row.columns; start += block) {
    int64_t count = std::min(block, row.columns - start);
    sum += blas::dot(int(count), &row.at(0, start), int(row.column_stride), &column.at(start, 0),
                     int(column.row_stride));
  }
  return T(sum);
}

/// A BLAS vector increment: any stride but 0, and free when there is one element.
inline bool is_increment(int64_t stride, int64_t count) { return stride > 0 || count <= 1; }

/// `out` [m, 1] from a matrix and a column; false when the strides suit no BLAS call.
template <typename T>
bool gemv(Matrix<T> out, Matrix<T> a, Matrix<T> x, T alpha, T beta) {
  if (!is_increment(x.row_stride, x.rows) || !is_increment(out.row_stride, out.rows)) return false;
  bool transposed = !a.is_row_major();
  if (transposed && !a.is_column_major()) return false;
  int incx = x.rows <= 1 ? 1 : int(x.row_stride), incy = out.rows <= 1 ? 1 : int(out.row_stride);
  int lda = (transposed ? a.transposed() : a).leading(), k = int(a.columns);
  int64_t grain = std::max<int64_t>(65536 / k, 64);
  parallel_for(out.rows, grain, [=](int64_t begin, int64_t end) {
    int m = int(end - begin);
    blas::gemv(transposed, transposed ? k : m, transposed ? m : k, alpha, &a.at(begin, 0), lda,
               x.data, incx, beta, &out.at(begin, 0), incy);
  });
  return true;
}

/// One BLAS call; `out` is row-major, the operands are row- or column-major.
template <typename T>
void gemm_call(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  bool ta = !a.is_row_major(), tb = !b.is_row_major();
  int lda = (ta ? a.transposed() : a).leading(), ldb = (tb ? b.transposed() : b).leading();
  blas::gemm(ta, tb, int(out.rows), int(out.columns), int(a.columns), alpha, a.data, lda, b.data,
             ldb, beta, out.data, out.leading());
}

/// Few rows or columns: the longer side is cut into pieces of fixed size for the pool.
template <typename T>
void gemm_narrow(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  const int64_t line = std::max<int64_t>(std::min(out.rows, out.columns) * a.columns, 1);
  const int64_t grain = (threaded_product / line + 64) / 64 * 64;
  if (out.rows < out.columns)
    parallel_for(out.columns, grain, [=](int64_t begin, int64_t end) {
      gemm_call(out.columns_between(begin, end), a, b.columns_between(begin, end), alpha, beta);
    });
  else
    parallel_for(out.rows, grain, [=](int64_t begin, int64_t end) {
      gemm_call(out.rows_between(begin, end), a.rows_between(begin, end), b, alpha, beta);
    });
}

/// The general product; `out` is row-major.
template <typename T>
void gemm_rows(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  constexpr int64_t narrow = 12;
  const bool is_narrow = std::min(out.rows, out.columns) < narrow;
  if (!is_narrow && alpha != T(0) && out.rows * out.columns * a.columns > threaded_product) {
    if (beta != T(0)) scale(out, beta);
    if (panel_gemm(out, a, b, alpha, beta != T(0))) return;
    beta = beta == T(0) ? T(0) : T(1);
  }
  if (!a.is_row_major() && !a.is_column_major()) {
    Packed<T> packed(a);
    return gemm_rows(out, packed.matrix, b, alpha, beta);
  }
  if (!b.is_row_major() && !b.is_column_major()) {
    Packed<T> packed(b);
    return gemm_rows(out, a, packed.matrix, alpha, beta);
  }
  gemm_narrow(out, a, b, alpha, beta);
}

template <typename T>
bool gemm_vector(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  if (out.rows == 1 && out.columns == 1) {
    if (!is_increment(a.column_stride, a.columns) || !is_increment(b.row_stride, b.rows))
      return false;
    T sum = alpha * dot(a, b);
    out.data[0] = beta == T(0) ? sum : sum + beta * out.data[0];
    return true;
  }
  if (out.columns == 1) return gemv(out, a, b, alpha, beta);
  if (out.rows == 1)
    return gemv(out.transposed(), b.transposed(), a.transposed(), alpha, beta);
  return false;
}

template <typename T>
void gemm_blas(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  if (out.rows == 0 || out.columns == 0) return;
  if (a.columns == 0) return scale(out, beta);
  if (out.rows * out.columns * a.columns <= small_product)
    return gemm_small(out, a, b, alpha, beta);
  if (gemm_vector(out, a, b, alpha, beta)) return;
  if (out.is_row_major()) return gemm_rows(out, a, b, alpha, beta);
  if (out.is_column_major())
    return gemm_rows(out.transposed(), b.transposed(), a.transposed(), alpha, beta);
  Packed<T> packed(out);
  gemm_rows(packed.matrix, a, b, alpha, beta);
  Packed<T>::copy(packed.matrix, out);
}

}  // namespace

void gemm(Matrix<float> out, Matrix<float> a, Matrix<float> b, float alpha, float beta) {
  gemm_blas(out, a, b, alpha, beta);
}

void gemm(Matrix<double> out, Matrix<double> a, Matrix<double> b, double alpha, double beta) {
  gemm_blas(out, a, b, alpha, beta);
}

}  // namespace ts
