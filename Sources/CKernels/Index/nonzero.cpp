// Counting and listing the elements that are not zero.
#include <atomic>
#include <cstring>
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

/// Row-major coordinates of an element number, written to `row`.
inline void write_coordinates(int64_t *row, int64_t number, const ts_view *input) {
  for (int d = input->ndim - 1; d >= 0; --d) {
    row[d] = number % input->sizes[d];
    number /= input->sizes[d];
  }
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
  loop.collapse();
  int64_t *rows = static_cast<int64_t *>(out->data);
  const int64_t limit = out->sizes[0];
  int64_t found = 0;
  by_zero_test(input->dtype, [&](auto type) {
    const auto *data = static_cast<const decltype(type) *>(input->data);
    int64_t number = 0;
    walk(loop, 0, loop.numel(), [&](const std::array<int64_t, 1> &at, int64_t n) {
      for (int64_t i = 0; i < n; ++i)
        if (is_set(data[at[0] + i * loop.inner(0)]) && found < limit)
          write_coordinates(rows + found++ * input->ndim, number + i, input);
      number += n;
    });
  });
  return found;
}
