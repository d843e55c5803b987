#include "program.h"

#include <cmath>

#include "../Common/dispatch.h"
#include "vector_math.h"

namespace ts {
namespace {

template <class D, class F>
void each(D *x, int64_t n, F f) {
  TS_MULTIVERSION({
    for (int64_t i = 0; i < n; ++i) x[i] = f(x[i], i);
  });
}

#define TS_FORMULA [=](double v, [[maybe_unused]] int64_t i) TS_INLINE

TS_FN double square(double v) { return v * v; }

void map_power(double *x, int64_t n, double p) {
  for (int64_t i = 0; i < n; ++i) x[i] = std::pow(std::fabs(x[i]), p);
}

}  // namespace

template <>
void apply_map(const Program &program, double *x, int64_t n, const double *c, bool one) {
  const double first = c ? c[0] : 0;
  switch (program.map) {
    case Map::none: return;
    case Map::skip_nan: return each(x, n, TS_FORMULA { return v != v ? 0.0 : v; });
    case Map::nonzero: return each(x, n, TS_FORMULA { return v != 0 ? 1.0 : 0.0; });
    case Map::magnitude: return each(x, n, TS_FORMULA { return __builtin_fabs(v); });
    case Map::square: return each(x, n, TS_FORMULA { return square(v); });
    case Map::power: return map_power(x, n, program.power);
    case Map::centred:
      if (one) return each(x, n, TS_FORMULA { return v - first; });
      return each(x, n, TS_FORMULA { return v - c[i]; });
    case Map::centred_square:
      if (one) return each(x, n, TS_FORMULA { return square(v - first); });
      return each(x, n, TS_FORMULA { return square(v - c[i]); });
    case Map::centred_exp:
      if (one) return each(x, n, TS_FORMULA { return vector_exp(v - first); });
      return each(x, n, TS_FORMULA { return vector_exp(v - c[i]); });
  }
}

template <>
void apply_map(const Program &program, int64_t *x, int64_t n, const double *, bool) {
  if (program.map != Map::nonzero) return;
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] != 0;
}

template <>
void apply_finish(const Program &program, double *x, int64_t n, const double *centre) {
  const double k = program.scale;
  for (int64_t i = 0; i < n; ++i) {
    switch (program.finish) {
      case Finish::none: break;
      case Finish::nonzero: x[i] = x[i] != 0; break;
      case Finish::scale: x[i] /= k; break;
      case Finish::root: x[i] = std::sqrt(x[i]); break;
      case Finish::scaled_root: x[i] = std::sqrt(x[i] / k); break;
      case Finish::power: x[i] = std::pow(x[i], 1 / program.power); break;
      case Finish::log_plus_centre: x[i] = std::log(x[i]) + centre[i]; break;
    }
  }
}

template <>
void apply_finish(const Program &program, int64_t *x, int64_t n, const double *) {
  if (program.finish != Finish::nonzero) return;
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] != 0;
}

}  // namespace ts
