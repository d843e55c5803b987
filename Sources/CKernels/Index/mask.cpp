// Writes and reads selected by a mask, in row-major order.
#include <type_traits>
#include <vector>

#include "../include/ts_index.h"
#include "dispatch.h"
#include "loop.h"

namespace ts::index {
namespace {

/// Elements per block of a masked read: the count of each block places the next one.
constexpr int64_t kBlock = 65536;

int64_t count_set(const uint8_t *mask, int64_t step, int64_t n) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) count += mask[i * step] != 0;
  return count;
}

/// Where the selected elements of each block begin in the result.
std::vector<int64_t> block_starts(const Loop<2> &loop, const uint8_t *mask) {
  const int64_t total = loop.numel(), blocks = (total + kBlock - 1) / kBlock;
  std::vector<int64_t> starts(blocks + 1, 0);
  parallel_for(blocks, 1, [&](int64_t first, int64_t last) {
    for (int64_t b = first; b < last; ++b)
      walk(loop, b * kBlock, std::min(total, (b + 1) * kBlock),
           [&](const std::array<int64_t, 2> &at, int64_t n) {
             starts[b + 1] += count_set(mask + at[1], loop.inner(1), n);
           });
  });
  for (int64_t b = 0; b < blocks; ++b) starts[b + 1] += starts[b];
  return starts;
}

/// Visits set mask elements in row-major order, in parallel over blocks:
/// `visit(offset of the operand, number of the element among the set ones)`.
template <class Visit>
void for_each_set(const ts_view *operand, const ts_view *view, Visit &&visit) {
  Loop<2> loop = make_loop<2>({operand, view});
  loop.collapse();
  const uint8_t *mask = static_cast<const uint8_t *>(view->data);
  const std::vector<int64_t> starts = block_starts(loop, mask);
  const int64_t total = loop.numel();
  parallel_for(int64_t(starts.size()) - 1, 1, [&](int64_t first, int64_t last) {
    for (int64_t b = first; b < last; ++b) {
      int64_t number = starts[b];
      walk(loop, b * kBlock, std::min(total, (b + 1) * kBlock),
           [&](const std::array<int64_t, 2> &at, int64_t n) {
             for (int64_t i = 0; i < n; ++i)
               if (mask[at[1] + i * loop.inner(1)]) visit(at[0] + i * loop.inner(0), number++);
           });
    }
  });
}

int64_t stride_of(const ts_view *v) { return v->ndim == 0 ? 0 : v->strides[0]; }

}  // namespace
}  // namespace ts::index

using namespace ts;
using namespace ts::index;

void ts_masked_write(const ts_view *target, const ts_view *mask, const ts_view *value) {
  Loop<3> loop = make_loop<3>({target, mask, value});
  loop.sort(-1);
  loop.collapse();
  const uint8_t *chosen = static_cast<const uint8_t *>(mask->data);
  by_width(target->dtype, [&](auto type) {
    using T = decltype(type);
    T *to = static_cast<T *>(target->data);
    const T *from = static_cast<const T *>(value->data);
    parallel_for(loop.numel(), kGrain, [&](int64_t begin, int64_t end) {
      walk(loop, begin, end, [&](const std::array<int64_t, 3> &at, int64_t n) {
        for (int64_t i = 0; i < n; ++i)
          if (chosen[at[1] + i * loop.inner(1)])
            to[at[0] + i * loop.inner(0)] = from[at[2] + i * loop.inner(2)];
      });
    });
  });
}

void ts_masked_select(const ts_view *out, const ts_view *input, const ts_view *mask) {
  const int64_t step = stride_of(out);
  by_width(input->dtype, [&](auto type) {
    using T = decltype(type);
    T *to = static_cast<T *>(out->data);
    const T *from = static_cast<const T *>(input->data);
    for_each_set(input, mask, [=](int64_t offset, int64_t number) {
      to[number * step] = from[offset];
    });
  });
}

void ts_masked_scatter(const ts_view *target, const ts_view *mask, const ts_view *source) {
  const int64_t step = stride_of(source);
  by_width(target->dtype, [&](auto type) {
    using T = decltype(type);
    T *to = static_cast<T *>(target->data);
    const T *from = static_cast<const T *>(source->data);
    for_each_set(target, mask, [=](int64_t offset, int64_t number) {
      to[offset] = from[number * step];
    });
  });
}

void ts_repeat_positions(const ts_view *out, const ts_view *repeats) {
  int64_t *to = static_cast<int64_t *>(out->data);
  const int64_t *counts = static_cast<const int64_t *>(repeats->data);
  const int64_t n = repeats->ndim == 0 ? 1 : repeats->sizes[0], step = stride_of(repeats);
  for (int64_t i = 0; i < n; ++i) to = std::fill_n(to, counts[i * step], i);
}
