// Checking indices and turning them into element offsets.
#include <atomic>

#include "../include/ts_index.h"
#include "dispatch.h"
#include "loop.h"

namespace ts::index {
namespace {

/// True when one of `n` elements lies outside `low ..< high`.
template <class I>
bool any_outside(const I *index, int64_t n, int64_t step, int64_t low, int64_t high) {
  bool outside = false;
  for (int64_t i = 0; i < n; ++i) {
    const int64_t value = index[i * step];
    outside |= (value < low) | (value >= high);
  }
  return outside;
}

/// The first element outside `low ..< high` in row-major order; there is one.
template <class I>
int64_t first_outside(const Loop<1> &loop, const I *index, int64_t low, int64_t high) {
  bool found = false;
  int64_t offending = 0;
  walk(loop, 0, loop.numel(), [&](const std::array<int64_t, 1> &at, int64_t n) {
    for (int64_t i = 0; i < n && !found; ++i) {
      offending = index[at[0] + i * loop.inner(0)];
      found = offending < low || offending >= high;
    }
  });
  return offending;
}

template <class I>
bool out_of_range(const ts_view *view, int64_t low, int64_t high, int64_t *offending) {
  Loop<1> loop = make_loop<1>({view});
  loop.collapse();
  const I *index = static_cast<const I *>(view->data);
  std::atomic<bool> outside{false};
  parallel_for(loop.numel(), kGrain, [&](int64_t begin, int64_t end) {
    walk(loop, begin, end, [&](const std::array<int64_t, 1> &at, int64_t n) {
      if (any_outside(index + at[0], n, loop.inner(0), low, high)) outside = true;
    });
  });
  if (outside) *offending = first_outside(loop, index, low, high);
  return outside;
}

template <class I>
void accumulate(const ts_view *out, const ts_view *view, int64_t size, int64_t stride) {
  Loop<2> loop = make_loop<2>({out, view});
  loop.collapse();
  int64_t *offsets = static_cast<int64_t *>(out->data);
  const I *index = static_cast<const I *>(view->data);
  parallel_for(loop.numel(), kGrain, [&](int64_t begin, int64_t end) {
    walk(loop, begin, end, [&](const std::array<int64_t, 2> &at, int64_t n) {
      for (int64_t i = 0; i < n; ++i) {
        const int64_t value = index[at[1] + i * loop.inner(1)];
        offsets[at[0] + i * loop.inner(0)] += (value < 0 ? value + size : value) * stride;
      }
    });
  });
}

/// Sizes and strides of a tensor with neighbouring dimensions merged.
struct Layout {
  Loop<1> loop;
  int64_t numel;

  Layout(int32_t ndim, const int64_t *sizes, const int64_t *strides) {
    const ts_view view{nullptr, TS_UINT8, ndim, sizes, strides};
    loop = make_loop<1>({&view});
    loop.collapse();
    numel = loop.numel();
  }

  int64_t offset(int64_t linear) const {
    int64_t rest = linear < 0 ? linear + numel : linear;
    int64_t sum = 0;
    for (int d = loop.ndim - 1; d > 0; --d) {
      sum += rest % loop.sizes[d] * loop.strides[0][d];
      rest /= loop.sizes[d];
    }
    return sum + rest * loop.strides[0][0];
  }
};

}  // namespace
}  // namespace ts::index

using namespace ts;
using namespace ts::index;

bool ts_index_out_of_range(
    const ts_view *index, int64_t low, int64_t high, int64_t *offending) {
  bool outside = false;
  by_index_type(index->dtype, [&](auto type) {
    outside = out_of_range<decltype(type)>(index, low, high, offending);
  });
  return outside;
}

void ts_index_accumulate_offsets(
    const ts_view *out, const ts_view *index, int64_t size, int64_t stride) {
  by_index_type(index->dtype, [&](auto type) {
    accumulate<decltype(type)>(out, index, size, stride);
  });
}

void ts_index_unravel_offsets(
    const ts_view *out, const ts_view *linear, int32_t ndim, const int64_t *sizes,
    const int64_t *strides) {
  const Layout layout(ndim, sizes, strides);
  Loop<2> loop = make_loop<2>({out, linear});
  loop.collapse();
  int64_t *offsets = static_cast<int64_t *>(out->data);
  const int64_t *numbers = static_cast<const int64_t *>(linear->data);
  parallel_for(loop.numel(), kGrain, [&](int64_t begin, int64_t end) {
    walk(loop, begin, end, [&](const std::array<int64_t, 2> &at, int64_t n) {
      for (int64_t i = 0; i < n; ++i)
        offsets[at[0] + i * loop.inner(0)] = layout.offset(numbers[at[1] + i * loop.inner(1)]);
    });
  });
}
