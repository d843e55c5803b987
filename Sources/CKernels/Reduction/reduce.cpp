#include "../include/ts_reduce.h"

#include <cmath>
#include <vector>

#include "program.h"

namespace ts {
namespace {

Program norm_program(double p) {
  if (p == 0) return {.map = Map::nonzero};
  if (p == 1) return {.map = Map::magnitude};
  if (p == 2) return {.map = Map::square, .finish = Finish::root};
  if (p == HUGE_VAL) return {.map = Map::magnitude, .fold = Fold::maximum};
  if (p == -HUGE_VAL) return {.map = Map::magnitude, .fold = Fold::minimum};
  return {.map = Map::power, .finish = Finish::power, .power = p};
}

Program program_for(int32_t op, double p, int64_t count) {
  switch (op) {
    case TS_REDUCE_NANSUM: return {.map = Map::skip_nan};
    case TS_REDUCE_MEAN: return {.finish = Finish::scale, .scale = static_cast<double>(count)};
    case TS_REDUCE_PROD: return {.fold = Fold::product};
    case TS_REDUCE_AMAX: return {.fold = Fold::maximum};
    case TS_REDUCE_AMIN: return {.fold = Fold::minimum};
    case TS_REDUCE_ANY: return {.map = Map::nonzero, .finish = Finish::nonzero};
    case TS_REDUCE_ALL: return {.map = Map::nonzero, .fold = Fold::product};
    case TS_REDUCE_COUNT_NONZERO: return {.map = Map::nonzero};
    case TS_REDUCE_NORM: return norm_program(p);
    default: return {};
  }
}

}  // namespace
}  // namespace ts

using namespace ts;

TS_EXPORT void ts_reduce(int32_t op, const ts_view *in, const ts_view *out, double p) {
  const Plan plan(*in, *out);
  const Program program = program_for(op, p, plan.count);
  if (is_floating(in->dtype)) {
    run_reduction<double>(program, plan, *in, sink_to<double>(*out));
  } else {
    run_reduction<int64_t>(program, plan, *in, sink_to<int64_t>(*out));
  }
}

TS_EXPORT void ts_logsumexp(const ts_view *in, const ts_view *out) {
  const Plan plan(*in, *out);
  std::vector<double> centres = reduce_to_array({.fold = Fold::maximum}, plan, *in);
  for (double &c : centres) c = std::isinf(c) ? 0 : c;
  const Program program{.map = Map::centred_exp,
                        .finish = Finish::log_plus_centre,
                        .centre = centres.data()};
  run_reduction<double>(program, plan, *in, sink_to<double>(*out));
}
