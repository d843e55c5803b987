#include "../Common/volume.h"
#include "../include/ts_resample.h"

namespace ts {
namespace {

template <class T>
class Weighted {
 public:
  using C = acc_t<T>;

  Weighted(const ts_view &in, const ts_view &out, const ts_taps *axes)
      : in_(in), out_(out), axes_(axes) {}

  void operator()() const {
    for_rows(out_, lanes_of(in_, out_), 4, [this](const Row &row) {
      for (int64_t w = 0; w < out_.size[4]; ++w) write(row, w);
    });
  }

 private:
  Volume<T> in_, out_;
  const ts_taps *axes_;

  void write(const Row &row, int64_t w) const {
    C sums[max_lanes];
    bool empty = true;
    for (int64_t i = axes_[0].begin[row.d]; i < axes_[0].begin[row.d + 1]; ++i) {
      for (int64_t j = axes_[1].begin[row.h]; j < axes_[1].begin[row.h + 1]; ++j) {
        for (int64_t k = axes_[2].begin[w]; k < axes_[2].begin[w + 1]; ++k) {
          add(row, i, j, k, sums, empty);
          empty = false;
        }
      }
    }
    T *to = out_.plane(row.n, row.c) + out_.offset(row.d, row.h, w);
    for (int64_t l = 0; l < row.lanes; ++l) {
      to[l * out_.stride[1]] = empty ? T(0.0f) : cast<T>(sums[l]);
    }
  }

  /// The first term is stored, not added to zero, which would lose the sign of a zero.
  void add(const Row &row, int64_t i, int64_t j, int64_t k, C *sums, bool first) const {
    const int64_t z = axes_[0].index[i], y = axes_[1].index[j], x = axes_[2].index[k];
    const C weight =
        static_cast<C>(axes_[0].weight[i] * axes_[1].weight[j] * axes_[2].weight[k]);
    const T *from = in_.plane(row.n, row.c) + in_.offset(z, y, x);
    const int64_t step = in_.stride[1];
    for (int64_t l = 0; l < row.lanes; ++l) {
      const C term = static_cast<C>(weight * static_cast<C>(from[l * step]));
      sums[l] = first ? term : static_cast<C>(sums[l] + term);
    }
  }
};

}  // namespace
}  // namespace ts

TS_EXPORT void ts_resample(const ts_view *in, const ts_view *out, const ts_taps *axes) {
  TS_SWITCH_(in->dtype, TS_CASES_FLOAT_(T, { ts::Weighted<T>(*in, *out, axes)(); })
                            TS_CASES_HALF_(T, { ts::Weighted<T>(*in, *out, axes)(); })
                                TS_CASE_(TS_UINT8, uint8_t, T,
                                         { ts::Weighted<T>(*in, *out, axes)(); }));
}
