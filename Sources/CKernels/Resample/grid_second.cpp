// The gradient of the gradient of grid sampling. With w the weights of a point, ∂ₐ their
// derivatives along the grid's coordinates, v the gradient of the input's gradient and u that of
// the grid's, and sums over the elements that the point reads:
//   for g      Σ w v + Σₐ uₐ ∂ₐw x
//   for x      g Σₐ uₐ ∂ₐw
//   for grid b Σ over channels of g (Σ ∂_b w v + Σₐ uₐ ∂ₐ∂_b w x)
#include <optional>

#include "stencil.h"

namespace ts {
namespace {

template <class T>
class Second {
 public:
  Second(const Grid<T> &grid, const Volume<T> &g, const ts_view *of_in, const ts_view *of_grid)
      : grid_(grid), g_(g), of_in_(of_in ? std::optional(Volume<T>(*of_in)) : std::nullopt),
        of_grid_(of_grid ? static_cast<const T *>(of_grid->data) : nullptr) {}

  void to_g(const Volume<T> &out) const {
    grid_.for_points([&](int64_t n, int64_t p) {
      const auto stencil = grid_.stencil(n, p, 1);
      double along[64];
      directional(stencil, n, p, along);
      for (int64_t c = 0; c < out.size[1]; ++c) {
        double sum = weighted_sum(stencil, along, grid_.in().plane(n, c));
        if (of_in_) sum += moved(stencil, stencil.weight, n, c);
        out.plane(n, c)[out.offset_of(p)] = cast<T>(sum);
      }
    });
  }

  void to_in(const Volume<T> &out) const {
    scatter_points(grid_, g_, out, 1,
                   [this](const Stencil &stencil, int64_t n, int64_t p, double *weight) {
                     directional(stencil, n, p, weight);
                   });
  }

  void to_grid(T *out) const {
    grid_.for_points([&](int64_t n, int64_t p) {
      const auto stencil = grid_.stencil(n, p, 2);
      for (int b = 0; b < grid_.dims(); ++b) {
        out[(n * grid_.points() + p) * grid_.dims() + b] = cast<T>(component(stencil, n, p, b));
      }
    });
  }

 private:
  Grid<T> grid_;
  Volume<T> g_;
  std::optional<Volume<T>> of_in_;
  const T *of_grid_;

  double direction(int64_t n, int64_t p, int a) const {
    if (!of_grid_) return 0.0;
    return static_cast<double>(of_grid_[(n * grid_.points() + p) * grid_.dims() + a]);
  }

  /// Σ weight · v, whose memory may be laid out unlike the input's.
  double moved(const Stencil &stencil, const double *weight, int64_t n, int64_t c) const {
    const T *plane = of_in_->plane(n, c);
    double sum = 0;
    for (int t = 0; t < stencil.count; ++t) {
      sum += weight[t] * static_cast<double>(plane[of_in_->offset_of(stencil.position[t])]);
    }
    return sum;
  }

  /// Σₐ uₐ ∂ₐw.
  void directional(const Stencil &stencil, int64_t n, int64_t p, double *weight) const {
    std::fill(weight, weight + stencil.count, 0.0);
    for (int a = 0; a < grid_.dims(); ++a) {
      const double by = direction(n, p, a);
      for (int t = 0; t < stencil.count; ++t) weight[t] += by * stencil.slope[a][t];
    }
  }

  double component(const Stencil &stencil, int64_t n, int64_t p, int b) const {
    double along[64] = {};
    for (int a = 0; a < grid_.dims(); ++a) {
      const double by = direction(n, p, a);
      for (int t = 0; t < stencil.count; ++t) along[t] += by * stencil.bend[a][b][t];
    }
    double sum = 0;
    for (int64_t c = 0; c < g_.size[1]; ++c) {
      double inner = weighted_sum(stencil, along, grid_.in().plane(n, c));
      if (of_in_) inner += moved(stencil, stencil.slope[b], n, c);
      sum += static_cast<double>(g_.plane(n, c)[g_.offset_of(p)]) * inner;
    }
    return sum;
  }
};

}  // namespace
}  // namespace ts

TS_EXPORT void ts_grid_sample_second(const ts_view *of_in, const ts_view *of_grid,
                                     const ts_view *g, const ts_view *in, const ts_view *grid,
                                     const ts_view *to_g, const ts_view *to_in,
                                     const ts_view *to_grid, const ts_grid_rule *rule) {
  TS_DISPATCH_FLOATING(in->dtype, T, {
    const ts::Second<T> second(ts::Grid<T>(*in, *grid, *rule), ts::Volume<T>(*g), of_in, of_grid);
    if (to_g) second.to_g(ts::Volume<T>(*to_g));
    if (to_in) second.to_in(ts::Volume<T>(*to_in));
    if (to_grid) second.to_grid(static_cast<T *>(to_grid->data));
  });
}
