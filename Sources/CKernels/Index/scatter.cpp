// target[p + offsets[p] * scale] = combine(target element, source[p]).
#include "../include/ts_index.h"
#include "dispatch.h"
#include "loop.h"

namespace ts::index {
namespace {

enum { kSource, kTarget, kOffset };

struct Set {
  template <class T>
  static T combine(T, T b) { return b; }
};

struct Add {
  template <class T>
  static T combine(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) return a + b;
    else if constexpr (std::is_same_v<T, bool>) return a || b;
    else return static_cast<T>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  }
};

struct Multiply {
  template <class T>
  static T combine(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) return a * b;
    else if constexpr (std::is_same_v<T, bool>) return a && b;
    else return static_cast<T>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
  }
};

// NaN wins: the comparison keeps a NaN in `a`, the second test lets one in from `b`.
struct Max {
  template <class T>
  static T combine(T a, T b) { return a < b || b != b ? b : a; }
};

struct Min {
  template <class T>
  static T combine(T a, T b) { return b < a || b != b ? b : a; }
};

template <class T, class Op>
struct Scatter {
  const Loop<3> &loop;
  const T *source;
  T *target;
  const int64_t *offsets;
  int64_t scale;

  void operator()(const std::array<int64_t, 3> &at, int64_t n) const {
    const int64_t from_step = loop.inner(kSource), to_step = loop.inner(kTarget);
    const int64_t offset_step = loop.inner(kOffset);
    const T *from = source + at[kSource];
    T *to = target + at[kTarget];
    const int64_t *offset = offsets + at[kOffset];
    if (offset_step == 0) return row(to + *offset * scale, to_step, from, from_step, n);
    for (int64_t i = 0; i < n; ++i) {
      T &place = to[i * to_step + offset[i * offset_step] * scale];
      place = Op::combine(place, from[i * from_step]);
    }
  }

  /// A run with one offset.
  static void row(T *to, int64_t to_step, const T *from, int64_t from_step, int64_t n) {
    if (to_step == 1 && from_step == 1) {
      for (int64_t i = 0; i < n; ++i) to[i] = Op::combine(to[i], from[i]);
    } else {
      for (int64_t i = 0; i < n; ++i)
        to[i * to_step] = Op::combine(to[i * to_step], from[i * from_step]);
    }
  }
};

/// The dimension along which threads may split: the largest one where the target moves, so that
/// no two threads meet in one element; -1 when there is none.
int parallel_dim(const Loop<3> &loop) {
  int best = -1;
  for (int d = 0; d < loop.ndim; ++d)
    if (loop.strides[kTarget][d] != 0 && (best < 0 || loop.sizes[d] > loop.sizes[best])) best = d;
  return best;
}

template <class T, class Op>
void scatter(const Loop<3> &loop, const Scatter<T, Op> &op) {
  const int64_t total = loop.numel();
  const int dim = parallel_dim(loop);
  if (dim < 0 || total <= kGrain) return walk(loop, 0, total, op);
  const int64_t slice = total / loop.sizes[dim];
  // Neighbours along the innermost dimension share cache lines: a task gets several whole ones.
  const int64_t least = dim == loop.ndim - 1 ? 256 / int64_t(sizeof(T)) : 1;
  const int64_t grain = std::max<int64_t>(least, kGrain / slice);
  parallel_for(loop.sizes[dim], grain, [&](int64_t begin, int64_t end) {
    Loop<3> part = loop;
    part.sizes[dim] = end - begin;
    const Scatter<T, Op> moved{
        part, op.source + begin * loop.strides[kSource][dim],
        op.target + begin * loop.strides[kTarget][dim],
        op.offsets + begin * loop.strides[kOffset][dim], op.scale};
    walk(part, 0, part.numel(), moved);
  });
}

}  // namespace
}  // namespace ts::index

using namespace ts;
using namespace ts::index;

void ts_scatter(
    const ts_view *target, const ts_view *offsets, int64_t scale, const ts_view *source,
    enum ts_scatter_mode mode) {
  Loop<3> loop = make_loop<3>({source, target, offsets});
  loop.sort(kTarget);
  loop.collapse();
  auto run = [&](auto type, auto op) {
    using T = decltype(type);
    if (loop.numel() == 0) return;
    scatter(loop, Scatter<T, decltype(op)>{
        loop, static_cast<const T *>(source->data), static_cast<T *>(target->data),
        static_cast<const int64_t *>(offsets->data), scale});
  };
  auto arithmetic = [&](auto op) {
    by_arithmetic(target->dtype, [&](auto type) { run(type, op); });
  };
  switch (mode) {
    case TS_SCATTER_SET: return by_width(target->dtype, [&](auto type) { run(type, Set{}); });
    case TS_SCATTER_ADD: return arithmetic(Add{});
    case TS_SCATTER_MULTIPLY: return arithmetic(Multiply{});
    case TS_SCATTER_MAX: return arithmetic(Max{});
    case TS_SCATTER_MIN: return arithmetic(Min{});
  }
}
