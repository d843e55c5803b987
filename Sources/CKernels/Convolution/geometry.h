// Where the taps of a kernel meet the input: sizes derived from `ts_conv`, and the walk along
// output positions that both the gathering and the scattering of columns share.
#ifndef TS_CONVOLUTION_GEOMETRY_H
#define TS_CONVOLUTION_GEOMETRY_H

#include <algorithm>
#include <cstdint>

#include "../include/ts_conv.h"

namespace ts::conv {

struct Geometry : ts_conv {
  explicit Geometry(const ts_conv &conv) : ts_conv(conv) {}

  int64_t in_positions() const { return in[0] * in[1] * in[2]; }
  int64_t positions() const { return out[0] * out[1] * out[2]; }
  int64_t taps() const { return kernel[0] * kernel[1] * kernel[2]; }
  int64_t group_inputs() const { return in_channels / groups; }
  int64_t group_outputs() const { return out_channels / groups; }
  /// Products that go into one output: a row of the weight matrix.
  int64_t depth() const { return group_inputs() * taps(); }

  /// Whether the columns are the input itself: one tap that meets every position in order.
  bool is_pointwise() const {
    bool plain = taps() == 1;
    for (int d = 0; d < 3; ++d) plain = plain && stride[d] == 1 && padding[d] == 0;
    return plain;
  }

  /// Whether every output channel reads a single one of several input channels.
  bool is_depthwise() const { return group_inputs() == 1 && groups > 1; }

  bool has_padding() const { return padding[0] > 0 || padding[1] > 0 || padding[2] > 0; }

  /// Input coordinate under tap `k` of output coordinate 0.
  int64_t start(int d, int64_t k) const { return k * dilation[d] - padding[d]; }

  /// First output coordinate along the last dimension whose input under tap `k` exists, and the
  /// one after the last such.
  int64_t first_inside(int64_t k) const {
    const int64_t gap = -start(2, k);
    return gap <= 0 ? 0 : (gap + stride[2] - 1) / stride[2];
  }
  int64_t end_inside(int64_t k) const {
    const int64_t room = in[2] - 1 - start(2, k);
    return room < 0 ? 0 : std::min(out[2], room / stride[2] + 1);
  }
};

/// One tap of the kernel.
struct Tap {
  int64_t k[3];

  Tap(const Geometry &g, int64_t number)
      : k{number / (g.kernel[1] * g.kernel[2]), number / g.kernel[2] % g.kernel[1],
          number % g.kernel[2]} {}
};

/// Offset in the input plane of the row under a tap of output row `row`; -1 outside.
inline int64_t row_offset(const Geometry &g, const Tap &tap, int64_t row) {
  const int64_t z = row / g.out[1] * g.stride[0] + g.start(0, tap.k[0]);
  const int64_t y = row % g.out[1] * g.stride[1] + g.start(1, tap.k[1]);
  if (z < 0 || z >= g.in[0] || y < 0 || y >= g.in[1]) return -1;
  return (z * g.in[1] + y) * g.in[2];
}

/// Visits output positions `begin ..< end` under one tap in order: `inside(i, n, offset)` for `n`
/// positions from `begin + i` whose inputs start at `offset` of the plane, stride[2] apart;
/// `outside(i, n)` for those in the padding.
template <class Inside, class Outside>
void walk(const Geometry &g, const Tap &tap, int64_t begin, int64_t end, Inside &&inside,
          Outside &&outside) {
  const int64_t first = g.first_inside(tap.k[2]), last = g.end_inside(tap.k[2]);
  for (int64_t p = begin; p < end;) {
    const int64_t x = p % g.out[2], n = std::min(g.out[2] - x, end - p), at = p - begin;
    const int64_t row = row_offset(g, tap, p / g.out[2]);
    const int64_t low = row < 0 ? x + n : std::clamp(first, x, x + n);
    const int64_t high = std::clamp(last, low, x + n);
    if (low > x) outside(at, low - x);
    if (high > low) {
      inside(at + low - x, high - low, row + low * g.stride[2] + g.start(2, tap.k[2]));
    }
    if (x + n > high) outside(at + high - x, x + n - high);
    p += n;
  }
}

}  // namespace ts::conv

#endif
