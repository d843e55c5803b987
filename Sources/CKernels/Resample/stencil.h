// Which input elements a grid point reads, with what weights, and how the weights change with the
// point's coordinates.
#pragma once

#include <cmath>
#include <vector>

#include "../Common/volume.h"
#include "../include/ts_resample.h"

namespace ts {

/// What one dimension contributes: elements with weights and the weights' first and second
/// derivatives with respect to the grid's coordinate. `index` is -1 outside the input.
struct AxisTaps {
  int count = 1;
  int64_t index[4] = {0};
  double weight[4] = {1}, slope[4] = {0}, bend[4] = {0};
};

/// A coordinate in pixels, and its derivative with respect to the grid's.
struct Place {
  double at, rate;
};

/// The nearest place inside; NaN, as in PyTorch, is the first pixel of an image and the last of a
/// volume.
inline Place clipped(Place p, int64_t size, const ts_grid_rule &rule) {
  const double last = static_cast<double>(size - 1);
  const bool beyond = p.at >= last || (rule.dims == 3 && p.at != p.at);
  if (beyond) return {last, 0.0};
  return p.at > 0 ? p : Place{0.0, 0.0};
}

/// Folds a coordinate back at the centres of the edge pixels, or at their outer edges.
inline Place reflected(Place p, int64_t size, bool align_corners) {
  const double low = align_corners ? 0.0 : -0.5;
  const double span = static_cast<double>(align_corners ? size - 1 : size);
  if (span == 0) return {0.0, 0.0};
  const double distance = std::fabs(p.at - low);
  const double rest = std::fmod(distance, span);
  const bool odd = std::fmod(std::floor(distance / span), 2.0) != 0;
  const double sign = (p.at < low ? -1.0 : 1.0) * (odd ? -1.0 : 1.0);
  return {(odd ? span - rest : rest) + low, p.rate * sign};
}

inline Place padded(Place p, int64_t size, const ts_grid_rule &rule) {
  if (rule.padding == TS_GRID_ZEROS) return p;
  const bool reflect = rule.padding == TS_GRID_REFLECTION;
  return clipped(reflect ? reflected(p, size, rule.align_corners) : p, size, rule);
}

/// Keys' cubic convolution with A = -3/4 and its derivatives, for distances below 1 and for those
/// from 1 to 2.
struct Cubic {
  static constexpr double A = -0.75;
  static double near(double x) { return ((A + 2) * x - (A + 3)) * x * x + 1; }
  static double near_slope(double x) { return (3 * (A + 2) * x - 2 * (A + 3)) * x; }
  static double near_bend(double x) { return 6 * (A + 2) * x - 2 * (A + 3); }
  static double far(double x) { return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A; }
  static double far_slope(double x) { return (3 * A * x - 10 * A) * x + 8 * A; }
  static double far_bend(double x) { return 6 * A * x - 10 * A; }
};

inline void cubic_weights(AxisTaps &taps, double t, double rate) {
  using K = Cubic;
  const double weight[4] = {K::far(t + 1), K::near(t), K::near(1 - t), K::far(2 - t)};
  const double slope[4] = {K::far_slope(t + 1), K::near_slope(t), -K::near_slope(1 - t),
                      -K::far_slope(2 - t)};
  const double bend[4] = {K::far_bend(t + 1), K::near_bend(t), K::near_bend(1 - t),
                     K::far_bend(2 - t)};
  for (int k = 0; k < 4; ++k) {
    taps.weight[k] = weight[k];
    taps.slope[k] = slope[k] * rate;
    taps.bend[k] = bend[k] * rate * rate;
  }
}

inline int64_t inside(int64_t index, int64_t size) {
  return index >= 0 && index < size ? index : -1;
}

inline AxisTaps cubic_taps(Place p, int64_t size, const ts_grid_rule &rule) {
  AxisTaps taps;
  const double floor = std::floor(p.at);
  taps.count = 4;
  cubic_weights(taps, p.at - floor, p.rate);
  for (int k = 0; k < 4; ++k) {
    const Place place = padded(Place{floor + (k - 1), 0.0}, size, rule);
    taps.index[k] = inside(cast<int64_t>(place.at), size);
  }
  return taps;
}

inline AxisTaps linear_taps(Place p, int64_t size) {
  AxisTaps taps;
  const double floor = std::floor(p.at);
  const int64_t index = cast<int64_t>(floor);
  taps.count = 2;
  taps.index[0] = inside(index, size);
  taps.index[1] = inside(index + 1, size);
  taps.weight[0] = (floor + 1) - p.at;
  taps.weight[1] = p.at - floor;
  taps.slope[0] = -p.rate;
  taps.slope[1] = p.rate;
  return taps;
}

/// The taps of a coordinate of type `C`, in which the place is computed, as PyTorch does: the
/// pixels that it lies between must be the same. The rest is double, for derivatives cancel.
template <class C>
AxisTaps axis_taps(C coordinate, int64_t size, const ts_grid_rule &rule) {
  const C extent = static_cast<C>(rule.align_corners ? size - 1 : size);
  const C scaled = rule.align_corners ? (coordinate + 1) / 2 * extent
                                      : ((coordinate + 1) * extent - 1) / 2;
  const Place place{scaled, extent / 2};
  if (rule.mode == TS_GRID_CUBIC) return cubic_taps(place, size, rule);
  const Place held = padded(place, size, rule);
  if (rule.mode == TS_GRID_LINEAR) return linear_taps(held, size);
  AxisTaps taps;
  taps.index[0] = inside(cast<int64_t>(std::nearbyint(held.at)), size);
  return taps;
}

/// The elements of one plane that a point reads: offsets in memory and row-major positions, with
/// weights and, up to `order`, their derivatives along x, y, z and their second derivatives.
struct Stencil {
  int count = 0;
  int64_t offset[64], position[64];
  /// What elements outside the input add, 0 · weight, and to the derivatives: NaN at places that
  /// are not finite, except for linear reads of volumes.
  double outside = 0, outside_slope[3] = {0, 0, 0};
  double weight[64], slope[3][64], bend[3][3][64];

  template <class T>
  Stencil(const Volume<T> &in, const T *point, const ts_grid_rule &rule, int order)
      : order_(order), spreads_(rule.mode == TS_GRID_CUBIC || rule.dims == 2) {
    AxisTaps axes[3];
    for (int a = 0; a < rule.dims; ++a) {
      axes[a] = axis_taps(static_cast<acc_t<T>>(point[a]), in.size[4 - a], rule);
    }
    for (int k = 0; k < axes[2].count; ++k) {
      for (int j = 0; j < axes[1].count; ++j) {
        for (int i = 0; i < axes[0].count; ++i) add(in, axes, i, j, k);
      }
    }
  }

 private:
  int order_;
  bool spreads_;

  template <class T>
  void add(const Volume<T> &in, const AxisTaps *axes, int i, int j, int k) {
    const int tap[3] = {i, j, k};
    const int64_t x = axes[0].index[i], y = axes[1].index[j], z = axes[2].index[k];
    if (x < 0 || y < 0 || z < 0) {
      if (!spreads_) return;
      outside += product(axes, tap, -1, -1) * 0;
      for (int a = 0; a < 3; ++a) outside_slope[a] += product(axes, tap, a, -1) * 0;
      return;
    }
    offset[count] = in.offset(z, y, x);
    position[count] = (z * in.size[3] + y) * in.size[4] + x;
    weight[count] = product(axes, tap, -1, -1);
    for (int a = 0; a < 3 && order_ > 0; ++a) {
      slope[a][count] = product(axes, tap, a, -1);
      for (int b = 0; b < 3 && order_ > 1; ++b) bend[a][b][count] = product(axes, tap, a, b);
    }
    ++count;
  }

  /// The product of the three weights, differentiated along `a` and `b` unless negative.
  static double product(const AxisTaps *axes, const int *tap, int a, int b) {
    double result = 1;
    for (int d = 0; d < 3; ++d) {
      const int order = (d == a) + (d == b);
      const AxisTaps &taps = axes[d];
      const double *factor = order == 0 ? taps.weight : order == 1 ? taps.slope : taps.bend;
      result *= factor[tap[d]];
    }
    return result;
  }
};

/// The points of a grid [N, D, H, W, dims] and what is read at them.
template <class T>
class Grid {
 public:

  Grid(const ts_view &in, const ts_view &grid, const ts_grid_rule &rule)
      : in_(in), points_(static_cast<T *>(grid.data)), rule_(rule),
        size_{grid.sizes[0], grid.sizes[1], grid.sizes[2], grid.sizes[3]} {}

  const Volume<T> &in() const { return in_; }
  int dims() const { return rule_.dims; }
  int64_t points() const { return size_[1] * size_[2] * size_[3]; }
  int64_t batch() const { return size_[0]; }

  Stencil stencil(int64_t n, int64_t p, int order) const {
    return Stencil(in_, points_ + (n * points() + p) * rule_.dims, rule_, order);
  }

  /// Calls `body(n, p)` for every point, on several threads.
  template <class F>
  void for_points(F &&body) const {
    for_planes(batch(), points(), 16 * in_.size[1] + 64, body);
  }

 private:
  Volume<T> in_;
  T *points_;
  ts_grid_rule rule_;
  int64_t size_[4];
};

/// Σ weight · plane over a stencil.
template <class T>
double weighted_sum(const Stencil &stencil, const double *weight, const T *plane) {
  double sum = 0;
  for (int t = 0; t < stencil.count; ++t) {
    sum += weight[t] * static_cast<double>(plane[stencil.offset[t]]);
  }
  return sum;
}

/// target = Σ over points of g · the weights that `weights(stencil, n, p, weight)` writes, at the
/// elements that the points read. A plane is one thread's work, in the points' order.
template <class T, class F>
void scatter_points(const Grid<T> &grid, const Volume<T> &g, const Volume<T> &target, int order,
                    F &&weights) {
  const int64_t size = target.plane_size(), block = 8;
  const int64_t blocks = (target.size[1] + block - 1) / block;
  for_planes(target.size[0], blocks, 1 << 14, [&](int64_t n, int64_t b) {
    const int64_t first = b * block, end = std::min(first + block, target.size[1]);
    std::vector<double> sums(static_cast<size_t>((end - first) * size), 0.0);
    for (int64_t p = 0; p < grid.points(); ++p) {
      const Stencil stencil = grid.stencil(n, p, order);
      double weight[64];
      weights(stencil, n, p, weight);
      for (int64_t c = first; c < end; ++c) {
        const double by = static_cast<double>(g.plane(n, c)[g.offset_of(p)]);
        double *plane = sums.data() + (c - first) * size;
        for (int t = 0; t < stencil.count; ++t) plane[stencil.position[t]] += by * weight[t];
      }
    }
    for (int64_t c = first; c < end; ++c) {
      const double *plane = sums.data() + (c - first) * size;
      T *to = target.plane(n, c);
      for (int64_t i = 0; i < size; ++i) to[target.offset_of(i)] = cast<T>(plane[i]);
    }
  });
}

}  // namespace ts
