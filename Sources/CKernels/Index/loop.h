// Iteration over several strided operands at once, for kernels whose order of visits matters.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "../Common/parallel.h"
#include "../include/ts_types.h"

namespace ts::index {

/// Elements a task should at least have before work is handed to another thread.
constexpr int64_t kGrain = 16384;

/// Sizes and the strides of N operands, outermost dimension first; always at least one dimension.
template <int N>
struct Loop {
  int ndim = 0;
  int64_t sizes[TS_MAX_DIMS + 1];
  int64_t strides[N][TS_MAX_DIMS + 1];

  int64_t numel() const {
    int64_t n = 1;
    for (int d = 0; d < ndim; ++d) n *= sizes[d];
    return n;
  }

  int64_t inner(int k) const { return strides[k][ndim - 1]; }

  void move(int from, int to) {
    sizes[to] = sizes[from];
    for (int k = 0; k < N; ++k) strides[k][to] = strides[k][from];
  }

  void swap(int a, int b) {
    std::swap(sizes[a], sizes[b]);
    for (int k = 0; k < N; ++k) std::swap(strides[k][a], strides[k][b]);
  }

  /// True when dimension `d` and the one inside it are a single run for every operand.
  bool mergeable(int d) const {
    for (int k = 0; k < N; ++k)
      if (strides[k][d] != strides[k][d + 1] * sizes[d + 1]) return false;
    return true;
  }

  /// Drops dimensions of size 1 and merges neighbours; the order of visits stays the same.
  void collapse() {
    int kept = 0;
    for (int d = 0; d < ndim; ++d)
      if (sizes[d] != 1) move(d, kept++);
    ndim = kept;
    for (int d = ndim - 2; d >= 0; --d) {
      if (!mergeable(d)) continue;
      const int64_t size = sizes[d] * sizes[d + 1];
      for (int i = d; i + 1 < ndim; ++i) move(i + 1, i);
      sizes[d] = size;
      --ndim;
    }
    if (ndim == 0) {
      ndim = 1;
      sizes[0] = 1;
      for (int k = 0; k < N; ++k) strides[k][0] = 0;
    }
  }

  /// True when dimension `a` should be outside `b`, judged by the first operand that tells.
  bool outside(int a, int b) const {
    for (int k = 0; k < N; ++k)
      if (strides[k][a] != strides[k][b] && strides[k][a] != 0 && strides[k][b] != 0)
        return strides[k][a] > strides[k][b];
    return true;
  }

  /// Puts small strides innermost. Dimensions along which operand `ordered` does not move keep
  /// their order among themselves (writes that meet there stay in row-major order).
  void sort(int ordered) {
    for (int i = 1; i < ndim; ++i) {
      for (int j = i; j > 0 && !outside(j - 1, j); --j) {
        const bool both =
            ordered >= 0 && strides[ordered][j - 1] == 0 && strides[ordered][j] == 0;
        if (both) break;
        swap(j - 1, j);
      }
    }
  }
};

/// The loop over the broadcast of all views, in row-major order.
template <int N>
Loop<N> make_loop(const std::array<const ts_view *, N> &views) {
  Loop<N> loop;
  for (const ts_view *v : views) loop.ndim = std::max<int>(loop.ndim, v->ndim);
  std::fill_n(loop.sizes, loop.ndim, 1);
  for (int k = 0; k < N; ++k) {
    const ts_view &v = *views[k];
    const int lead = loop.ndim - v.ndim;
    std::fill_n(loop.strides[k], lead, 0);
    for (int d = 0; d < v.ndim; ++d) {
      loop.strides[k][lead + d] = v.sizes[d] == 1 ? 0 : v.strides[d];
      if (v.sizes[d] != 1) loop.sizes[lead + d] = v.sizes[d];
    }
  }
  return loop;
}

/// Visits elements `begin ..< end` (row-major numbers) as runs along the last dimension:
/// `run(offsets of the operands, number of elements)`.
template <int N, class Run>
void walk(const Loop<N> &loop, int64_t begin, int64_t end, Run &&run) {
  if (begin >= end) return;
  int64_t at[TS_MAX_DIMS + 1];
  std::array<int64_t, N> offset{};
  int64_t rest = begin;
  for (int d = loop.ndim - 1; d >= 0; --d) {
    at[d] = rest % loop.sizes[d];
    rest /= loop.sizes[d];
    for (int k = 0; k < N; ++k) offset[k] += at[d] * loop.strides[k][d];
  }
  const int last = loop.ndim - 1;
  while (begin < end) {
    const int64_t n = std::min(loop.sizes[last] - at[last], end - begin);
    run(offset, n);
    begin += n;
    at[last] += n;
    for (int k = 0; k < N; ++k) offset[k] += n * loop.strides[k][last];
    for (int d = last; d > 0 && at[d] == loop.sizes[d]; --d) {
      at[d] = 0;
      ++at[d - 1];
      for (int k = 0; k < N; ++k)
        offset[k] += loop.strides[k][d - 1] - loop.sizes[d] * loop.strides[k][d];
    }
  }
}

}  // namespace ts::index
