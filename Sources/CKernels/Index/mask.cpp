// Writes and reads selected by a mask, in row-major order.
#include <type_traits>
#include <vector>

#include "../Common/dispatch.h"
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

/// Runs `body(block's loop range, number of its first set element, number after its last)` for
/// all blocks in parallel.
template <class Body>
void for_each_block(const Loop<2> &loop, const uint8_t *mask, Body &&body) {
  const std::vector<int64_t> starts = block_starts(loop, mask);
  const int64_t total = loop.numel();
  parallel_for(int64_t(starts.size()) - 1, 1, [&](int64_t first, int64_t last) {
    for (int64_t b = first; b < last; ++b)
      body(b * kBlock, std::min(total, (b + 1) * kBlock), starts[b], starts[b + 1]);
  });
}

/// to[i] = value where mask[i], all contiguous. Bit operations instead of a branch: a random mask
/// cannot be predicted.
template <class T>
void fill_run(T *to, const uint8_t *mask, T value, int64_t n) {
  TS_MULTIVERSION({
    for (int64_t i = 0; i < n; ++i) {
      const T all = static_cast<T>(-static_cast<T>(mask[i] != 0));
      to[i] = static_cast<T>((value & all) | (to[i] & ~all));
    }
  });
}

template <class T>
struct MaskedWrite {
  const Loop<3> &loop;
  T *target;
  const uint8_t *mask;
  const T *value;

  void operator()(const std::array<int64_t, 3> &at, int64_t n) const {
    T *to = target + at[0];
    const uint8_t *chosen = mask + at[1];
    const T *from = value + at[2];
    const int64_t to_step = loop.inner(0), mask_step = loop.inner(1), step = loop.inner(2);
    if (to_step == 1 && mask_step == 1 && step == 0) return fill_run(to, chosen, *from, n);
    for (int64_t i = 0; i < n; ++i)
      if (chosen[i * mask_step]) to[i * to_step] = from[i * step];
  }
};

int64_t stride_of(const ts_view *v) { return v->ndim == 0 ? 0 : v->strides[0]; }

}  // namespace
}  // namespace ts::index

using namespace ts;
using namespace ts::index;

void ts_masked_write(const ts_view *target, const ts_view *mask, const ts_view *value) {
  Loop<3> loop = make_loop<3>({target, mask, value});
  loop.sort(-1);
  loop.collapse();
  by_width(target->dtype, [&](auto type) {
    using T = decltype(type);
    const MaskedWrite<T> write{
        loop, static_cast<T *>(target->data), static_cast<const uint8_t *>(mask->data),
        static_cast<const T *>(value->data)};
    parallel_for(loop.numel(), kGrain, [&](int64_t begin, int64_t end) {
      walk(loop, begin, end, write);
    });
  });
}

void ts_masked_select(const ts_view *out, const ts_view *input, const ts_view *mask) {
  Loop<2> loop = make_loop<2>({input, mask});
  loop.collapse();
  const int64_t step = stride_of(out), in_step = loop.inner(0), mask_step = loop.inner(1);
  const uint8_t *chosen = static_cast<const uint8_t *>(mask->data);
  by_width(input->dtype, [&](auto type) {
    using T = decltype(type);
    T *to = static_cast<T *>(out->data);
    const T *from = static_cast<const T *>(input->data);
    for_each_block(loop, chosen, [&](int64_t begin, int64_t end, int64_t number, int64_t stop) {
      walk(loop, begin, end, [&](const std::array<int64_t, 2> &at, int64_t n) {
        // Every element is written, and kept when the next place moves on: no branch to predict.
        for (int64_t i = 0; i < n && number < stop; ++i) {
          to[number * step] = from[at[0] + i * in_step];
          number += chosen[at[1] + i * mask_step] != 0;
        }
      });
    });
  });
}

void ts_masked_scatter(const ts_view *target, const ts_view *mask, const ts_view *source) {
  Loop<2> loop = make_loop<2>({target, mask});
  loop.collapse();
  const int64_t step = stride_of(source), to_step = loop.inner(0), mask_step = loop.inner(1);
  const uint8_t *chosen = static_cast<const uint8_t *>(mask->data);
  by_width(target->dtype, [&](auto type) {
    using T = decltype(type);
    T *to = static_cast<T *>(target->data);
    const T *from = static_cast<const T *>(source->data);
    for_each_block(loop, chosen, [&](int64_t begin, int64_t end, int64_t number, int64_t) {
      walk(loop, begin, end, [&](const std::array<int64_t, 2> &at, int64_t n) {
        for (int64_t i = 0; i < n; ++i)
          if (chosen[at[1] + i * mask_step]) to[at[0] + i * to_step] = from[number++ * step];
      });
    });
  });
}

void ts_repeat_positions(const ts_view *out, const ts_view *repeats) {
  int64_t *to = static_cast<int64_t *>(out->data);
  const int64_t *counts = static_cast<const int64_t *>(repeats->data);
  const int64_t n = repeats->ndim == 0 ? 1 : repeats->sizes[0], step = stride_of(repeats);
  for (int64_t i = 0; i < n; ++i) to = std::fill_n(to, counts[i * step], i);
}
