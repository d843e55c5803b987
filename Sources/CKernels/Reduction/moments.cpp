#include <algorithm>
#include <cmath>
#include <vector>

#include "../include/ts_reduce.h"
#include "program.h"

namespace ts {
namespace {

double element(const ts_view &in, int64_t offset) {
  double value = 0;
  load_for<double>(in.dtype)(in.data, offset, 1, 1, &value);
  return value;
}

void write(const Plan &plan, const std::vector<double> &values, const ts_view &out) {
  const auto store = store_for<double>(out.dtype);
  Walk walk(plan.kept, 0, 0);
  for (int64_t i = 0; i < plan.outputs; ++i, walk.next()) {
    store(out.data, walk.out, 1, 1, &values[static_cast<size_t>(i)]);
  }
}

// The mean as the first element plus the mean distance from it: exact when all are equal.
std::vector<double> means(const Plan &plan, const ts_view &in) {
  std::vector<double> first(static_cast<size_t>(plan.outputs));
  Walk walk(plan.kept, 0, 0);
  for (int64_t i = 0; plan.count > 0 && i < plan.outputs; ++i, walk.next()) {
    first[static_cast<size_t>(i)] = element(in, walk.in);
  }
  const Program program{.map = Map::centred,
                        .finish = Finish::scale,
                        .scale = static_cast<double>(plan.count),
                        .centre = first.data()};
  std::vector<double> result = reduce_to_array(program, plan, in);
  for (size_t i = 0; i < result.size(); ++i) result[i] += first[i];
  return result;
}

struct Moments {
  double mean = 0, squares = 0;
};

// Welford's recurrence, whose overflow reaches the mean as it does in PyTorch.
Moments welford(const Plan &plan, const ts_view &in, int64_t offset) {
  Moments m;
  Walk walk(plan.reduced, 0, 0);
  for (int64_t i = 0; i < plan.count; ++i, walk.next()) {
    const double x = element(in, offset + walk.in);
    const double delta = x - m.mean;
    m.mean += delta / static_cast<double>(i + 1);
    m.squares += delta * (x - m.mean);
  }
  return m;
}

// Variance and mean of the outputs whose variance is not finite.
void overflowed(const Plan &plan, const ts_view &in, double divisor, std::vector<double> &variance,
                std::vector<double> &mean) {
  Walk walk(plan.kept, 0, 0);
  for (int64_t i = 0; i < plan.outputs; ++i, walk.next()) {
    const size_t at = static_cast<size_t>(i);
    if (std::isfinite(variance[at])) continue;
    const Moments m = welford(plan, in, walk.in);
    variance[at] = m.squares / divisor;
    mean[at] = m.mean;
  }
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_moments(const ts_view *in, const ts_view *mean, const ts_view *var,
                          double correction, bool root) {
  using namespace ts;
  const Plan plan(*in, *var);
  std::vector<double> centres = means(plan, *in);
  Program program{.map = Map::centred_square,
                  .finish = root ? Finish::scaled_root : Finish::scale,
                  .scale = std::max(0.0, static_cast<double>(plan.count) - correction),
                  .centre = centres.data()};
  if (!mean) return run_reduction<double>(program, plan, *in, sink_to<double>(*var));
  program.finish = Finish::scale;
  std::vector<double> variance = reduce_to_array(program, plan, *in);
  if (plan.count > 1) overflowed(plan, *in, program.scale, variance, centres);
  for (double &v : variance) v = root ? std::sqrt(v) : v;
  write(plan, variance, *var);
  write(Plan(*in, *mean), centres, *mean);
}
