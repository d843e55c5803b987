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
    for_rows(out_, lanes_of(in_, out_), 4, [self = this](const Row &row) {
      TS_MULTIVERSION({
        for (int64_t w = 0; w < self->out_.size[4]; ++w) self->write(row, w);
      });
    });
  }

 private:
  Volume<T> in_, out_;
  const ts_taps *axes_;

  /// Sums along one dimension after the other, the last one first, as PyTorch does: what cancels
  /// within a row cancels before it meets other rows.
  TS_INLINE void write(const Row &row, int64_t w) const {
    C sums[max_lanes] = {}, plane[max_lanes], line[max_lanes];
    const ts_taps &a = axes_[0], &b = axes_[1];
    for (int64_t i = a.begin[row.d]; i < a.begin[row.d + 1]; ++i) {
      std::fill(plane, plane + row.lanes, C{0});
      for (int64_t j = b.begin[row.h]; j < b.begin[row.h + 1]; ++j) {
        read_line(row, a.index[i], b.index[j], w, line);
        add(plane, line, b.weight[j], row.lanes, j == b.begin[row.h]);
      }
      add(sums, plane, a.weight[i], row.lanes, i == a.begin[row.d]);
    }
    T *to = out_.plane(row.n, row.c) + out_.offset(row.d, row.h, w);
    for (int64_t l = 0; l < row.lanes; ++l) to[l * out_.stride[1]] = cast<T>(sums[l]);
  }

  TS_INLINE void read_line(const Row &row, int64_t z, int64_t y, int64_t w, C *line) const {
    const ts_taps &taps = axes_[2];
    const T *from = in_.plane(row.n, row.c) + in_.offset(z, y, 0);
    std::fill(line, line + row.lanes, C{0});
    for (int64_t k = taps.begin[w]; k < taps.begin[w + 1]; ++k) {
      C values[max_lanes];
      const T *at = from + taps.index[k] * in_.stride[4];
      for (int64_t l = 0; l < row.lanes; ++l) {
        values[l] = static_cast<C>(at[l * in_.stride[1]]);
      }
      add(line, values, taps.weight[k], row.lanes, k == taps.begin[w]);
    }
  }

  /// The first term is stored, not added to zero, which would lose the sign of a zero.
  TS_INLINE static void add(C *sums, const C *values, double weight, int64_t lanes, bool first) {
    const C by = static_cast<C>(weight);
    for (int64_t l = 0; l < lanes; ++l) {
      sums[l] = static_cast<C>(first ? by * values[l] : sums[l] + by * values[l]);
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
