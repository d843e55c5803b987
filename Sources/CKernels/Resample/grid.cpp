#include <vector>

#include "stencil.h"

namespace ts {
namespace {

template <class T>
void sample(const Grid<T> &grid, const Volume<T> &out) {
  grid.for_points([&](int64_t n, int64_t p) {
    const auto stencil = grid.stencil(n, p, 0);
    for (int64_t c = 0; c < out.size[1]; ++c) {
      out.plane(n, c)[out.offset_of(p)] =
          cast<T>(stencil.outside + weighted_sum(stencil, stencil.weight, grid.in().plane(n, c)));
    }
  });
}

/// Σ over channels of g · the derivative of what the point reads.
template <class T>
void backward_to_grid(const Grid<T> &grid, const Volume<T> &g, T *to_grid) {
  grid.for_points([&](int64_t n, int64_t p) {
    const auto stencil = grid.stencil(n, p, 1);
    for (int a = 0; a < grid.dims(); ++a) {
      double sum = 0;
      for (int64_t c = 0; c < g.size[1]; ++c) {
        const double slope = weighted_sum(stencil, stencil.slope[a], grid.in().plane(n, c));
        const double by = static_cast<double>(g.plane(n, c)[g.offset_of(p)]);
        sum += by * (stencil.outside_slope[a] + slope);
      }
      to_grid[(n * grid.points() + p) * grid.dims() + a] = cast<T>(sum);
    }
  });
}

template <class T>
void backward(const Grid<T> &grid, const Volume<T> &g, const ts_view *to_in,
              const ts_view *to_grid) {
  if (to_grid) backward_to_grid(grid, g, static_cast<T *>(to_grid->data));
  if (!to_in) return;
  scatter_points(grid, g, Volume<T>(*to_in), 0,
                 [](const Stencil &stencil, int64_t, int64_t, double *weight) {
                   std::copy(stencil.weight, stencil.weight + stencil.count, weight);
                 });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_grid_sample(const ts_view *in, const ts_view *grid, const ts_view *out,
                              const ts_grid_rule *rule) {
  TS_DISPATCH_FLOATING(in->dtype, T, {
    ts::sample(ts::Grid<T>(*in, *grid, *rule), ts::Volume<T>(*out));
  });
}

TS_EXPORT void ts_grid_sample_backward(const ts_view *g, const ts_view *in, const ts_view *grid,
                                       const ts_view *to_in, const ts_view *to_grid,
                                       const ts_grid_rule *rule) {
  TS_DISPATCH_FLOATING(in->dtype, T, {
    ts::backward(ts::Grid<T>(*in, *grid, *rule), ts::Volume<T>(*g), to_in, to_grid);
  });
}
