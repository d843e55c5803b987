// Counting and listing the elements that are not zero.
#include <atomic>
#include <vector>

#include "../include/ts_index.h"
#include "dispatch.h"
#include "loop.h"

namespace ts::index {
namespace {

/// Everything that tells zero from non-zero: half types have zeros 0x0000 and 0x8000.
struct half_bits {
  uint16_t bits;
};

inline bool is_set(half_bits v) { return (v.bits & 0x7fff) != 0; }

template <class T>
inline bool is_set(T v) { return v != T(0); }

template <class Body>
void by_zero_test(int32_t dtype, Body &&body) {
  if (dtype == TS_FLOAT16 || dtype == TS_BFLOAT16) return body(half_bits{});
  if (dtype == TS_BOOL) return body(uint8_t{});
  by_arithmetic(dtype, body);
}

template <class T>
int64_t count(const Loop<1> &loop, const T *data, int64_t begin, int64_t end) {
  int64_t total = 0;
  const int64_t step = loop.inner(0);
  walk(loop, begin, end, [&](const std::array<int64_t, 1> &at, int64_t n) {
    const T *from = data + at[0];
    int64_t found = 0;
    for (int64_t i = 0; i < n; ++i) found += is_set(from[i * step]);
    total += found;
  });
  return total;
}

/// Elements per block: the count of each block places the rows of the next one.
constexpr int64_t kBlock = 65536;

/// How many non-zero elements lie before each block, and in all.
template <class T>
std::vector<int64_t> block_starts(const Loop<1> &loop, const T *data) {
  const int64_t total = loop.numel(), blocks = (total + kBlock - 1) / kBlock;
  std::vector<int64_t> starts(blocks + 1, 0);
  parallel_for(blocks, 1, [&](int64_t first, int64_t last) {
    for (int64_t b = first; b < last; ++b)
      starts[b + 1] = count(loop, data, b * kBlock, std::min(total, (b + 1) * kBlock));
  });
  for (int64_t b = 0; b < blocks; ++b) starts[b + 1] += starts[b];
  return starts;
}

/// Writes the coordinates of the non-zero elements of one block from row `found` on, at most up
/// to row `limit`. `loop` has the dimensions of the input, not merged.
template <class T>
void write_block(
    const Loop<1> &loop, const T *data, int64_t block, int64_t *rows, int64_t found,
    int64_t limit) {
  const int ndim = loop.ndim;
  int64_t number = block * kBlock;
  const int64_t end = std::min(loop.numel(), number + kBlock);
  walk(loop, number, end, [&](const std::array<int64_t, 1> &at, int64_t n) {
    int64_t prefix[TS_MAX_DIMS + 1];
    int64_t rest = number;
    for (int d = ndim - 1; d >= 0; --d) {
      prefix[d] = rest % loop.sizes[d];
      rest /= loop.sizes[d];
    }
    for (int64_t i = 0; i < n; ++i) {
      if (!is_set(data[at[0] + i * loop.inner(0)]) || found >= limit) continue;
      int64_t *row = rows + found++ * ndim;
      for (int d = 0; d < ndim - 1; ++d) row[d] = prefix[d];
      row[ndim - 1] = prefix[ndim - 1] + i;
    }
    number += n;
  });
}

}  // namespace
}  // namespace ts::index

using namespace ts;
using namespace ts::index;

int64_t ts_count_nonzero(const ts_view *input) {
  Loop<1> loop = make_loop<1>({input});
  loop.collapse();
  std::atomic<int64_t> total{0};
  by_zero_test(input->dtype, [&](auto type) {
    const auto *data = static_cast<const decltype(type) *>(input->data);
    parallel_for(loop.numel(), kGrain, [&](int64_t begin, int64_t end) {
      total += count(loop, data, begin, end);
    });
  });
  return total;
}

int64_t ts_nonzero(const ts_view *out, const ts_view *input) {
  Loop<1> loop = make_loop<1>({input});
  const bool scalar = loop.ndim == 0;
  if (scalar) loop.collapse();
  int64_t *rows = static_cast<int64_t *>(out->data);
  const int64_t limit = out->sizes[0];
  int64_t found = 0;
  by_zero_test(input->dtype, [&](auto type) {
    const auto *data = static_cast<const decltype(type) *>(input->data);
    const std::vector<int64_t> starts = block_starts(loop, data);
    found = std::min(starts.back(), limit);
    if (scalar) return;  // rows of no columns
    parallel_for(int64_t(starts.size()) - 1, 1, [&](int64_t first, int64_t last) {
      for (int64_t b = first; b < last; ++b)
        if (starts[b] < limit) write_block(loop, data, b, rows, starts[b], limit);
    });
  });
  return found;
}
