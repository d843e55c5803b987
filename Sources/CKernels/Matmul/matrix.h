// A strided matrix and the walk over a batch of them.
#ifndef TS_MATMUL_MATRIX_H
#define TS_MATMUL_MATRIX_H

#include "ts_types.h"

#include <algorithm>

namespace ts {

/// A matrix in memory: element (i, j) is `data[i * row_stride + j * column_stride]`.
template <typename T>
struct Matrix {
  T *data;
  int64_t rows, columns;
  int64_t row_stride, column_stride;

  T &at(int64_t i, int64_t j) const { return data[i * row_stride + j * column_stride]; }

  Matrix transposed() const { return {data, columns, rows, column_stride, row_stride}; }

  Matrix rows_between(int64_t begin, int64_t end) const {
    return {&at(begin, 0), end - begin, columns, row_stride, column_stride};
  }

  Matrix columns_between(int64_t begin, int64_t end) const {
    return transposed().rows_between(begin, end).transposed();
  }

  /// Rows are contiguous and do not overlap: what BLAS calls row-major.
  bool is_row_major() const {
    return (column_stride == 1 || columns <= 1) && (row_stride >= columns || rows <= 1);
  }

  bool is_column_major() const { return transposed().is_row_major(); }

  /// BLAS's leading dimension of a row-major matrix (the stride of a single row is free).
  int leading() const {
    int64_t stride = rows <= 1 ? columns : row_stride;
    return int(std::max<int64_t>({stride, columns, 1}));
  }
};

/// The matrices of a view [..., rows, columns], read along the batch dimensions of `out`.
template <typename T>
struct MatrixBatch {
  Matrix<T> first;
  int32_t dims;
  int64_t strides[TS_MAX_DIMS];
  const int64_t *sizes;

  MatrixBatch(const ts_view &view, const ts_view &out) : dims(out.ndim - 2), sizes(out.sizes) {
    int32_t last = view.ndim - 1;
    first = {static_cast<T *>(view.data), view.sizes[last - 1], view.sizes[last],
             view.strides[last - 1], view.strides[last]};
    for (int32_t d = 0; d < dims; ++d) {
      int32_t own = d + view.ndim - out.ndim;
      strides[d] = own < 0 || view.sizes[own] == 1 ? 0 : view.strides[own];
    }
  }

  /// The matrix at a position of the flattened batch.
  Matrix<T> operator[](int64_t position) const {
    Matrix<T> matrix = first;
    for (int32_t d = dims - 1; d >= 0; --d) {
      matrix.data += position % sizes[d] * strides[d];
      position /= sizes[d];
    }
    return matrix;
  }
};

}  // namespace ts

#endif
