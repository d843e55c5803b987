#include <type_traits>

#include "../Common/volume.h"
#include "../include/ts_pool.h"

namespace ts {
namespace {

template <class T>
class Mean {
 public:
  using Sum = std::conditional_t<is_floating_v<T>, double, int64_t>;

  Mean(const ts_view &in, const ts_view &out, const ts_windows *axes, bool divide_input)
      : in_(in), out_(out), axes_(axes), divide_input_(divide_input) {}

  void operator()() const {
    for_rows(out_, lanes_of(in_, out_), 8, [self = this](const Row &row) {
      TS_MULTIVERSION({ self->run(row); });
    });
  }

 private:
  Volume<T> in_, out_;
  const ts_windows *axes_;
  bool divide_input_;

  TS_INLINE Sum divisor(int64_t d, int64_t h, int64_t w) const {
    return static_cast<Sum>(axes_[0].divisor[d] * axes_[1].divisor[h] * axes_[2].divisor[w]);
  }

  TS_INLINE void run(const Row &row) const {
    const T *plane = in_.plane(row.n, row.c);
    for (int64_t w = 0; w < out_.size[4]; ++w) {
      Sum sums[max_lanes] = {};
      add_window(plane, row, w, sums);
      const Sum by = divide_input_ ? Sum{1} : divisor(row.d, row.h, w);
      T *to = out_.plane(row.n, row.c) + out_.offset(row.d, row.h, w);
      const Sum *from = sums;
      const int64_t lanes = row.lanes, step = out_.stride[1];
      for (int64_t l = 0; l < lanes; ++l) to[l * step] = cast<T>(from[l] / by);
    }
  }

  TS_INLINE void add_window(const T *plane, const Row &row, int64_t w, Sum *sums) const {
    const int64_t x0 = axes_[2].start[w], x1 = x0 + axes_[2].count[w];
    const int64_t y0 = axes_[1].start[row.h], y1 = y0 + axes_[1].count[row.h];
    const int64_t z0 = axes_[0].start[row.d], z1 = z0 + axes_[0].count[row.d];
    for (int64_t z = z0; z < z1; ++z) {
      for (int64_t y = y0; y < y1; ++y) add_run(plane, row.lanes, z, y, x0, x1, sums);
    }
  }

  TS_INLINE void add_run(const T *plane, int64_t lanes, int64_t z, int64_t y, int64_t x0,
                         int64_t x1, Sum *sums) const {
    const int64_t step = in_.stride[1];
    for (int64_t x = x0; x < x1; ++x) {
      const T *from = plane + in_.offset(z, y, x);
      const Sum by = divide_input_ ? divisor(z, y, x) : Sum{1};
      if (by == 1) {
        for (int64_t l = 0; l < lanes; ++l) sums[l] += cast<Sum>(from[l * step]);
      } else {
        for (int64_t l = 0; l < lanes; ++l) sums[l] += cast<Sum>(from[l * step]) / by;
      }
    }
  }
};

}  // namespace
}  // namespace ts

TS_EXPORT void ts_pool_mean(const ts_view *in, const ts_view *out, const ts_windows *axes,
                            bool divide_input) {
  TS_DISPATCH_NUMERIC(in->dtype, T, { ts::Mean<T>(*in, *out, axes, divide_input)(); });
}
