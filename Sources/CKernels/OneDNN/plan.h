// How a convolution is cut into parts, each of them a smaller convolution that one thread computes:
// images, rows of the outermost dimension, and slabs of channels. Chosen by the sizes alone, so
// that results do not depend on the number of threads.
#ifndef TS_ONEDNN_PLAN_H
#define TS_ONEDNN_PLAN_H

#include <algorithm>
#include <vector>

#include "../Convolution/geometry.h"

namespace ts::onednn {

enum class Kind : int { forward, input_gradient, weight_gradient };

/// A part: its sizes, and where it starts in the planes and channels of the whole.
struct Part {
  ts_conv conv;
  int64_t in_position, out_position;
  int64_t in_channel, out_channel;
};

struct Plan {
  /// Groups of consecutive images; every part is computed for each of them.
  int64_t image_groups;
  int64_t slabs, rows;
  /// `rows` parts for each slab, in order.
  std::vector<Part> parts;
};

namespace planning {

/// Tasks that keep the cores of a large machine busy.
constexpr int64_t wanted_tasks = 32;
/// Images of a part and the weights of a slab, in bytes, that stay in a core's cache.
constexpr int64_t image_budget = int64_t{1} << 20, weight_budget = int64_t{2} << 20;
/// Operations of the least part that is worth a task.
constexpr double least_work = 2e6;

inline int64_t pieces(int64_t total, int64_t size) { return (total + size - 1) / size; }

inline int64_t least_divisor(int64_t number, int64_t least) {
  int64_t divisor = std::clamp<int64_t>(least, 1, number);
  while (number % divisor != 0) ++divisor;
  return divisor;
}

inline double work(const conv::Geometry &g) {
  return 2.0 * g.batch * g.out_channels * g.depth() * g.positions();
}

/// The outermost dimension that has an extent; rows are cut along it.
inline int row_axis(const ts_conv &conv) {
  int axis = 0;
  while (axis < 2 && conv.in[axis] == 1 && conv.out[axis] == 1) ++axis;
  return axis;
}

/// Most slabs: of 64 channels; of 16 where each is a group of its own; of whole groups.
inline int64_t most_slabs(Kind kind, const conv::Geometry &g) {
  if (g.groups > 1) return !g.is_depthwise() ? g.groups : g.groups % 16 ? 1 : g.groups / 16;
  const int64_t channels = kind == Kind::input_gradient ? g.in_channels : g.out_channels;
  return channels % 64 ? 1 : channels / 64;
}

/// Images of a part. Small planes are joined until the weights are worth reading; for the gradient
/// of weights until adding up its result costs little.
inline int64_t images(Kind kind, const conv::Geometry &g) {
  const bool sums = kind == Kind::weight_gradient;
  const int64_t by_positions = pieces(sums ? 1024 : 128, g.positions());
  const int64_t by_work = static_cast<int64_t>(least_work * g.batch / work(g)) + 1;
  const int64_t wanted = std::max(by_positions, by_work);
  const int64_t most =
      sums ? g.batch : std::max<int64_t>(g.batch * most_slabs(kind, g) * 2 / wanted_tasks, 1);
  return least_divisor(g.batch, std::min(wanted, most));
}

/// Cuts rows `begin ..< end` of the result out of `part`, with the rows that they need of the
/// other side; false where they need none or the rest cannot be described as a convolution.
inline bool cut_rows(Kind kind, int axis, int64_t begin, int64_t end, Part &part) {
  ts_conv &c = part.conv;
  const int64_t step = c.stride[axis], pad = c.padding[axis];
  const int64_t reach = (c.kernel[axis] - 1) * c.dilation[axis] + 1;
  const bool of_input = kind == Kind::input_gradient;
  int64_t low, high;
  if (of_input) {
    low = std::max<int64_t>(0, pieces(std::max<int64_t>(begin + pad - reach + 1, 0), step));
    high = std::min(c.out[axis], (end - 1 + pad) / step + 1);
    c.padding[axis] = pad + begin - low * step;
  } else {
    low = std::max<int64_t>(0, begin * step - pad);
    high = std::min(c.in[axis], (end - 1) * step - pad + reach);
    c.padding[axis] = pad - begin * step + low;
  }
  (of_input ? c.in : c.out)[axis] = end - begin;
  (of_input ? c.out : c.in)[axis] = high - low;
  int64_t inner_in = 1, inner_out = 1;
  for (int d = axis + 1; d < 3; ++d) inner_in *= c.in[d], inner_out *= c.out[d];
  part.in_position = (of_input ? begin : low) * inner_in;
  part.out_position = (of_input ? low : begin) * inner_out;
  return high > low && c.padding[axis] >= 0;
}

/// Cuts slab `index` of `count` out of `part`.
inline void cut_channels(Kind kind, int64_t index, int64_t count, Part &part) {
  ts_conv &c = part.conv;
  const bool inputs = c.groups > 1 || kind == Kind::input_gradient;
  const bool outputs = c.groups > 1 || kind != Kind::input_gradient;
  if (c.groups > 1) c.groups /= count;
  if (inputs) part.in_channel = index * (c.in_channels /= count);
  if (outputs) part.out_channel = index * (c.out_channels /= count);
}

/// Rows that one part takes of `extent`, for as many parts as are wanted.
inline int64_t rows_of_part(const conv::Geometry &g, int axis, int64_t extent, int64_t others) {
  const int64_t bytes =
      4 * (g.in_channels * g.in_positions() + g.out_channels * g.positions()) * g.batch;
  const int64_t for_cache = pieces(bytes, image_budget), for_cores = pieces(wanted_tasks, others);
  const int64_t by_work = static_cast<int64_t>(work(g) / least_work) + 1;
  const int64_t wanted = std::max(for_cache, std::min(for_cores, by_work));
  const int64_t reach = (g.kernel[axis] - 1) * g.dilation[axis] + 1;
  return std::max(pieces(extent, wanted), std::max<int64_t>(4, reach));
}

}  // namespace planning

/// The plan for a convolution; in one piece along the rows when `cuts_rows` is false.
inline Plan make_plan(Kind kind, const ts_conv &conv, bool cuts_rows) {
  using namespace planning;
  const int axis = row_axis(conv);
  Part whole{conv, 0, 0, 0, 0};
  whole.conv.batch = images(kind, conv::Geometry(conv));
  const conv::Geometry g(whole.conv);
  Plan plan{conv.batch / g.batch, 1, 1, {}};
  const int64_t extent = kind == Kind::input_gradient ? g.in[axis] : g.out[axis];
  const int64_t most = most_slabs(kind, g), weight_bytes = 4 * g.out_channels * g.depth();
  plan.slabs = least_divisor(most, std::min(most, pieces(weight_bytes, weight_budget)));
  const int64_t height =
      cuts_rows ? rows_of_part(g, axis, extent, plan.image_groups * plan.slabs) : extent;
  plan.rows = pieces(extent, height);
  const int64_t missing = pieces(wanted_tasks / 2, plan.image_groups * plan.rows);
  plan.slabs = least_divisor(most, std::min(most, std::max(plan.slabs, missing)));
  for (int64_t i = 0; i < plan.slabs * plan.rows; ++i) {
    Part part = whole;
    const int64_t begin = i % plan.rows * height;
    cut_channels(kind, i / plan.rows, plan.slabs, part);
    if (plan.rows > 1 && !cut_rows(kind, axis, begin, std::min(begin + height, extent), part)) {
      return make_plan(kind, conv, false);
    }
    plan.parts.push_back(part);
  }
  return plan;
}

}  // namespace ts::onednn

#endif
