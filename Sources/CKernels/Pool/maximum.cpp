#include <limits>
#include <vector>

#include "../Common/volume.h"
#include "../include/ts_pool.h"

namespace ts {
namespace {

template <class T>
constexpr acc_t<T> least() {
  using C = acc_t<T>;
  if constexpr (is_floating_v<T>) {
    return -std::numeric_limits<C>::infinity();
  } else {
    return std::numeric_limits<C>::lowest();
  }
}

template <class T>
class Maximum {
 public:
  using C = acc_t<T>;

  Maximum(const ts_view &in, const ts_view &out, const ts_view &indices)
      : in_(in), out_(out), indices_(indices) {}

  void operator()(const ts_windows *axes) const {
    const int64_t lanes = indices_.stride[1] == 1 ? lanes_of(in_, out_) : 1;
    for_rows(out_, lanes, 8, [&](const Row &row) { run(row, axes); });
  }

  /// One row of outputs.
  void run(const Row &row, const ts_windows *axes) const {
    const Maximum *self = this;
    const Row at = row;
    TS_MULTIVERSION({
      for (int64_t w = 0; w < self->out_.size[4]; ++w) self->window(at, w, axes);
    });
  }

  const Volume<T> &in() const { return in_; }
  const Volume<T> &out() const { return out_; }

 private:
  Volume<T> in_, out_;
  Volume<int64_t> indices_;

  int64_t position(int64_t z, int64_t y, int64_t x) const {
    return (z * in_.size[3] + y) * in_.size[4] + x;
  }

  TS_INLINE void window(const Row &row, int64_t w, const ts_windows *axes) const {
    const ts_windows &a = axes[0], &b = axes[1], &c = axes[2];
    const int64_t z0 = a.start[row.d], y0 = b.start[row.h], x0 = c.start[w];
    C best[max_lanes];
    int64_t at[max_lanes];
    std::fill(best, best + row.lanes, least<T>());
    std::fill(at, at + row.lanes, position(z0, y0, x0));
    for (int64_t i = 0; i < a.count[row.d]; ++i) {
      for (int64_t j = 0; j < b.count[row.h]; ++j) {
        for (int64_t k = 0; k < c.count[w]; ++k) {
          compare(row, z0 + i * a.step, y0 + j * b.step, x0 + k * c.step, best, at);
        }
      }
    }
    store(row, w, best, at);
  }

  TS_INLINE void compare(const Row &row, int64_t z, int64_t y, int64_t x, C *best,
                         int64_t *at) const {
    const T *from = in_.plane(row.n, row.c) + in_.offset(z, y, x);
    const int64_t step = in_.stride[1], here = position(z, y, x);
    for (int64_t l = 0; l < row.lanes; ++l) {
      const C value = static_cast<C>(from[l * step]);
      const bool wins = value > best[l] || value != value;
      best[l] = wins ? value : best[l];
      at[l] = wins ? here : at[l];
    }
  }

  TS_INLINE void store(const Row &row, int64_t w, const C *best, const int64_t *at) const {
    T *to = out_.plane(row.n, row.c) + out_.offset(row.d, row.h, w);
    int64_t *index = indices_.plane(row.n, row.c) + indices_.offset(row.d, row.h, w);
    for (int64_t l = 0; l < row.lanes; ++l) {
      to[l * out_.stride[1]] = cast<T>(best[l]);
      index[l * indices_.stride[1]] = at[l];
    }
  }
};

/// Where the windows of one dimension start: ⌊(i + u) α⌋ − ⌊u α⌋ with α = (in − k) / (out − 1), the
/// last one at the end. Computed in the input's dtype, as PyTorch does; samples outside [0, 1)
/// cannot push a window over the edge.
template <class T>
std::vector<int64_t> fractional_starts(T sample, int64_t in, int64_t out, int64_t kernel) {
  using C = acc_t<T>;
  constexpr int64_t farthest = int64_t{1} << 40;
  std::vector<int64_t> starts(static_cast<size_t>(out));
  if (out > 1) {
    const T alpha = cast<T>(static_cast<C>(cast<T>(static_cast<C>(in - kernel))) /
                            static_cast<C>(cast<T>(static_cast<C>(out - 1))));
    const auto scaled = [&](T place) {
      const T product = cast<T>(static_cast<C>(place) * static_cast<C>(alpha));
      return std::clamp(cast<int64_t>(static_cast<C>(product)), -farthest, farthest);
    };
    const int64_t first = scaled(sample);
    for (int64_t i = 0; i < out - 1; ++i) {
      const T place = cast<T>(static_cast<C>(cast<T>(static_cast<C>(i))) + static_cast<C>(sample));
      starts[static_cast<size_t>(i)] =
          std::clamp<int64_t>(scaled(place) - first, 0, in - kernel);
    }
  }
  if (out > 0) starts[static_cast<size_t>(out - 1)] = in - kernel;
  return starts;
}

template <class T>
void fractional(const Maximum<T> &maximum, const ts_view &samples, const int64_t *kernel) {
  const Volume<T> &in = maximum.in(), &out = maximum.out();
  for_planes(out.size[0], out.size[1], out.plane_size() * 8, [&](int64_t n, int64_t c) {
    const T *sample = static_cast<T *>(samples.data) + n * samples.strides[0] +
                      c * samples.strides[1];
    std::vector<int64_t> starts[3], counts[3];
    ts_windows axes[3];
    for (int a = 0; a < 3; ++a) {
      const int64_t size = out.size[2 + a];
      const T here = sample[a * samples.strides[2]];
      starts[a] = fractional_starts(here, in.size[2 + a], size, kernel[a]);
      counts[a].assign(static_cast<size_t>(size), kernel[a]);
      axes[a] = ts_windows{starts[a].data(), counts[a].data(), nullptr, 1};
    }
    for (int64_t d = 0; d < out.size[2]; ++d) {
      for (int64_t h = 0; h < out.size[3]; ++h) maximum.run(Row{n, c, 1, d, h}, axes);
    }
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_pool_max(const ts_view *in, const ts_view *out, const ts_view *indices,
                           const ts_windows *axes) {
  TS_DISPATCH_NUMERIC(in->dtype, T, { ts::Maximum<T>(*in, *out, *indices)(axes); });
}

TS_EXPORT void ts_pool_fractional_max(const ts_view *in, const ts_view *out,
                                      const ts_view *indices, const ts_view *samples,
                                      const int64_t *kernel) {
  TS_DISPATCH_FLOATING(in->dtype, T, {
    ts::fractional(ts::Maximum<T>(*in, *out, *indices), *samples, kernel);
  });
}
