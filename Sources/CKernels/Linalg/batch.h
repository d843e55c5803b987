// What every LAPACK entry point shares: matrices of a batch, workspaces, the walk over the batch.
#ifndef TS_LINALG_BATCH_H
#define TS_LINALG_BATCH_H

#include "../Common/half.h"
#include "../Common/parallel.h"
#include "ts_linalg.h"
#include "ts_runtime.h"

#include <algorithm>
#include <vector>

namespace ts {

/// A batch of column-major matrices.
template <typename T>
struct Matrices {
  T *data;
  int rows, columns;

  explicit Matrices(const ts_view &view)
      : data(static_cast<T *>(view.data)),
        rows(int(view.sizes[view.ndim - 2])),
        columns(int(view.sizes[view.ndim - 1])) {}

  T *operator[](int64_t i) const { return data + i * rows * columns; }
  int leading() const { return std::max(rows, 1); }
  bool empty() const { return rows == 0 || columns == 0; }
};

/// A batch of vectors, or of numbers when `dims` is 0.
template <typename T>
struct Vectors {
  T *data;
  int64_t size;

  explicit Vectors(const ts_view &view, int dims = 1)
      : data(static_cast<T *>(view.data)), size(dims ? view.sizes[view.ndim - 1] : 1) {}

  T *operator[](int64_t i) const { return data + i * size; }
};

/// The info numbers of a batch.
inline Vectors<int> infos(const ts_view &view) { return Vectors<int>(view, 0); }

/// The number of matrices in a view.
inline int64_t batch_count(const ts_view &matrices) {
  int64_t count = 1;
  for (int32_t d = 0; d < matrices.ndim - 2; ++d) count *= matrices.sizes[d];
  return count;
}

/// A LAPACK workspace: `size` is what the routine's own query answered.
template <typename T>
struct Workspace {
  std::vector<T> memory;

  explicit Workspace(double size) : memory(std::max<size_t>(size_t(size), 1)) {}

  T *data() { return memory.data(); }
  int size() const { return int(memory.size()); }
};

/// Calls `fn(begin, end)` over ranges of the batch; `cost` is roughly the arithmetic per matrix.
template <typename F>
void over_batch(int64_t count, double cost, F fn) {
  parallel_for(count, std::max<int64_t>(int64_t(20000 / (cost + 1)), 1), fn);
}

/// A cubic cost, for `over_batch`.
inline double cubic(int m, int n) { return double(m) * n * std::min(m, n); }

}  // namespace ts

#endif
