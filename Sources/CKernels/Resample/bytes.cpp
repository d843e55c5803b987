#include <vector>

#include "../Common/volume.h"
#include "../include/ts_resample.h"

namespace ts {
namespace {

/// Weights as 16-bit fixed-point numbers.
struct FixedPoint {
  std::vector<int16_t> weights;
  int32_t fraction_bits = 0;

  explicit FixedPoint(const double *weight, int64_t count) {
    const double largest = count > 0 ? *std::max_element(weight, weight + count) : 0;
    while (fraction_bits < 22 && scaled(largest, fraction_bits + 1) < (1 << 15)) ++fraction_bits;
    for (int64_t i = 0; i < count; ++i) {
      weights.push_back(static_cast<int16_t>(scaled(weight[i], fraction_bits)));
    }
  }

 private:
  static int32_t scaled(double weight, int32_t bits) {
    return static_cast<int32_t>(weight * (1 << bits) + (weight < 0 ? -0.5 : 0.5));
  }
};

void resample_bytes(const Volume<uint8_t> &in, const Volume<uint8_t> &out, int32_t axis,
                    const ts_taps &taps) {
  const FixedPoint fixed(taps.weight, taps.begin[out.size[axis]]);
  const int32_t half = 1 << (fixed.fraction_bits - 1);
  for_rows(out, lanes_of(in, out), 8, [&](const Row &row) {
    for (int64_t w = 0; w < out.size[4]; ++w) {
      int64_t at[5] = {0, 0, row.d, row.h, w};
      uint8_t *to = out.plane(row.n, row.c) + out.offset(row.d, row.h, w);
      int32_t sums[max_lanes];
      std::fill(sums, sums + row.lanes, half);
      const int64_t o = at[axis];
      for (int64_t k = taps.begin[o]; k < taps.begin[o + 1]; ++k) {
        at[axis] = taps.index[k];
        const uint8_t *from = in.plane(row.n, row.c) + in.offset(at[2], at[3], at[4]);
        const int32_t weight = fixed.weights[static_cast<size_t>(k)];
        for (int64_t l = 0; l < row.lanes; ++l) sums[l] += weight * from[l * in.stride[1]];
      }
      for (int64_t l = 0; l < row.lanes; ++l) {
        const int32_t value = sums[l] >> fixed.fraction_bits;
        to[l * out.stride[1]] = static_cast<uint8_t>(std::clamp(value, 0, 255));
      }
    }
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_resample_bytes(const ts_view *in, const ts_view *out, int32_t axis,
                                 const ts_taps *taps) {
  ts::resample_bytes(ts::Volume<uint8_t>(*in), ts::Volume<uint8_t>(*out), axis, *taps);
}
