// float and double products: BLAS on the operands as they lie, plain loops for tiny ones.
#include "../Common/parallel.h"
#include "blas.h"
#include "gemm.h"
#include "ts_runtime.h"

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

template <typename T>
void gemm_small(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  for (int64_t i = 0; i < out.rows; ++i)
    for (int64_t j = 0; j < out.columns; ++j) {
      T sum = 0;
      for (int64_t k = 0; k < a.columns; ++k) sum += a.at(i, k) * b.at(k, j);
      T &target = out.at(i, j);
      target = beta == T(0) ? alpha * sum : alpha * sum + beta * target;
    }
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

/// Cuts [0, size) into `parts` ranges whose inner borders are multiples of the kernels' tiles.
struct Cuts {
  int64_t size, step;

  Cuts(int64_t size, int64_t parts)
      : size(size), step(std::max<int64_t>(((size + parts - 1) / parts + 63) / 64 * 64, 64)) {}

  int64_t count() const { return (size + step - 1) / step; }
  int64_t begin(int64_t i) const { return i * step; }
  int64_t end(int64_t i) const { return std::min(size, (i + 1) * step); }
};

/// One BLAS call; `out` is row-major, the operands are row- or column-major.
template <typename T>
void gemm_call(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  bool ta = !a.is_row_major(), tb = !b.is_row_major();
  int lda = (ta ? a.transposed() : a).leading(), ldb = (tb ? b.transposed() : b).leading();
  blas::gemm(ta, tb, int(out.rows), int(out.columns), int(a.columns), alpha, a.data, lda, b.data,
             ldb, beta, out.data, out.leading());
}

/// Gives each thread a block of `out`. Every element is one sum over k in the same order wherever
/// the borders fall, so the number of threads does not show in the result.
template <typename T>
void gemm_split(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  int64_t rows = 1, columns = 1, threads = ts_get_num_threads();
  if (out.rows * out.columns * a.columns <= threaded_product) threads = 1;
  while (rows * columns < threads) (out.rows * columns >= out.columns * rows ? rows : columns) *= 2;
  Cuts vertical(out.rows, rows), horizontal(out.columns, columns);
  parallel_for(vertical.count() * horizontal.count(), 1, [=](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part) {
      int64_t i = part / horizontal.count(), j = part % horizontal.count();
      Matrix<T> strip = a.rows_between(vertical.begin(i), vertical.end(i));
      Matrix<T> panel = b.columns_between(horizontal.begin(j), horizontal.end(j));
      Matrix<T> block = out.rows_between(vertical.begin(i), vertical.end(i));
      block = block.columns_between(horizontal.begin(j), horizontal.end(j));
      gemm_call(block, strip, panel, alpha, beta);
    }
  });
}

/// The general product; `out` is row-major.
template <typename T>
void gemm_rows(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, T beta) {
  if (!a.is_row_major() && !a.is_column_major()) {
    Packed<T> packed(a);
    return gemm_rows(out, packed.matrix, b, alpha, beta);
  }
  if (!b.is_row_major() && !b.is_column_major()) {
    Packed<T> packed(b);
    return gemm_rows(out, a, packed.matrix, alpha, beta);
  }
  gemm_split(out, a, b, alpha, beta);
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
