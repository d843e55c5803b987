// Kernels that walk along one dimension and keep or reduce it: the lines of a view.
#ifndef TS_REDUCTION_LINES_H
#define TS_REDUCTION_LINES_H

#include <algorithm>

#include "../Common/parallel.h"
#include "block.h"

namespace ts {

/// Up to three views of one shape (but for the line's dimension), seen as lines along `dim`.
struct Lines {
  int64_t length;  // of the first view along dim
  int64_t count;   // number of lines
  int64_t step[3] = {0, 0, 0};  // stride along the line, for each view

  Lines(int32_t dim, const ts_view &a, const ts_view *b = nullptr, const ts_view *c = nullptr)
      : views_{&a, b, c}, dim_(dim) {
    length = a.ndim > 0 ? a.sizes[dim] : 1;
    count = 1;
    for (int i = 0; i < a.ndim; ++i) count *= i == dim ? 1 : a.sizes[i];
    for (int v = 0; v < 3; ++v) {
      if (views_[v] && a.ndim > 0) step[v] = views_[v]->strides[dim];
    }
  }

  struct Offsets {
    int64_t at[3] = {0, 0, 0};
  };

  /// Where line number `line` starts in each view.
  Offsets offsets(int64_t line) const {
    Offsets result;
    const ts_view &shape = *views_[0];
    for (int i = shape.ndim - 1; i >= 0; --i) {
      if (i == dim_) continue;
      const int64_t index = line % shape.sizes[i];
      line /= shape.sizes[i];
      for (int v = 0; v < 3; ++v) {
        if (views_[v]) result.at[v] += index * views_[v]->strides[i];
      }
    }
    return result;
  }

  /// The last dimension other than the line's: lines that differ only there sit side by side.
  int neighbour() const {
    for (int i = views_[0]->ndim - 1; i >= 0; --i) {
      if (i != dim_ && views_[0]->sizes[i] > 1) return i;
    }
    return -1;
  }

  /// Whether a walk across neighbouring lines is closer in memory than one along a line.
  bool prefers_columns() const {
    const int n = neighbour();
    return n >= 0 && views_[0]->sizes[n] >= 4 && views_[0]->strides[n] < step[0];
  }

  /// Calls fn(first line's offsets, lines, stride from line to line in each view) for groups of up
  /// to kBlock neighbouring lines, in parallel.
  template <class F>
  void for_columns(F fn) const {
    const int n = neighbour();
    const int64_t size = n < 0 ? 1 : views_[0]->sizes[n];
    const int64_t pieces = (size + kBlock - 1) / kBlock;
    Offsets across;
    for (int v = 0; v < 3; ++v) {
      if (views_[v] && n >= 0) across.at[v] = views_[v]->strides[n];
    }
    const int64_t work = std::max<int64_t>(1, std::min(size, kBlock) * length);
    const int64_t grain = std::max<int64_t>(1, 16384 / work);
    parallel_for(count / size * pieces, grain, [&](int64_t begin, int64_t end) {
      for (int64_t task = begin; task < end; ++task) {
        const int64_t first = task % pieces * kBlock;
        Offsets start = offsets(task / pieces * size);
        for (int v = 0; v < 3; ++v) start.at[v] += first * across.at[v];
        fn(start, std::min(kBlock, size - first), across);
      }
    });
  }

  /// Calls fn(offsets) for every line, in parallel.
  template <class F>
  void for_each(F fn) const {
    const int64_t grain = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, length));
    parallel_for(count, grain, [&](int64_t begin, int64_t end) {
      for (int64_t line = begin; line < end; ++line) fn(offsets(line));
    });
  }

 private:
  const ts_view *views_[3];
  int32_t dim_;
};

}  // namespace ts

#endif
