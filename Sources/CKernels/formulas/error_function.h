// The error function, its complement and inverse, and the normal distribution. Everything is
// computed in double; float rounds once.
#pragma once

#include "math.h"

namespace ts::special {

constexpr double sqrt_half = 0.70710678118654752440084436210485;
constexpr double two_over_sqrt_pi = 1.1283791670955125738961589031215;

// e^(x^2) erfc(x). Near the largest x for which erfc is normal, the asymptotic series takes over.
TS_LONG_FN double erfcx(double x) {
  if (x < -26.7) return infinity;
  const double square = ts::fabs(x) < 27 ? x * x : 0;
  if (x < 25) {
    const double lost = ts::fma(x, x, -square);
    return ts::exp(square) * (1 + lost) * ts::erfc(x);
  }
  if (!(x < 1e8)) return x == infinity ? 0 : 0.5 * two_over_sqrt_pi / x;
  const double t = 0.5 / (x * x);
  const double tail = 1 - t * (1 - 3 * t * (1 - 5 * t * (1 - 7 * t * (1 - 9 * t * (1 - 11 * t)))));
  return 0.5 * two_over_sqrt_pi / x * tail;
}

// One step of Halley's method for y with erf(y) = x, x >= 0; near 1 the complement is compared.
TS_LONG_FN double erfinv_step(double y, double x) {
  const double error = x < 0.5 ? ts::erf(y) - x : (1 - x) - ts::erfc(y);
  const double newton = error / (two_over_sqrt_pi * ts::exp(-y * y));
  return y - newton / (1 + y * newton);
}

TS_LONG_FN double erfinv(double x) {
  const double a = ts::fabs(x);
  if (!(a < 1)) return a == 1 ? x * infinity : not_a_number;
  if (a < 1e-8) return x / two_over_sqrt_pi;
  const double l = ts::log((1 - a) * (1 + a)), c = 0.147;
  const double m = 2 / (pi * c) + 0.5 * l;
  double y = ts::sqrt(ts::sqrt(m * m - l / c) - m);
  for (int k = 0; k < 3; ++k) y = erfinv_step(y, a);
  return ts::copysign(y, x);
}

TS_LONG_FN double ndtr(double x) { return 0.5 * ts::erfc(-x * sqrt_half); }

TS_LONG_FN double log_ndtr(double x) {
  if (x < -1) return ts::log(0.5 * erfcx(-x * sqrt_half)) - 0.5 * x * x;
  return ts::log1p(-0.5 * ts::erfc(x * sqrt_half));
}

// Quantile of the normal distribution: erfinv in the middle, Newton on log_ndtr in the tails.
TS_LONG_FN double ndtri(double p) {
  if (!(p > 0 && p < 1)) return p == 0 ? -infinity : p == 1 ? infinity : not_a_number;
  if (p > 0.98) return -ndtri(1 - p);
  if (p > 0.02) return erfinv(2 * p - 1) / sqrt_half;
  const double target = ts::log(p);
  double x = -ts::sqrt(-2 * target - ts::log(-4 * pi * target));
  for (int k = 0; k < 5; ++k) {
    const double slope = ts::sqrt(2 / pi) / erfcx(-x * sqrt_half);
    x -= (log_ndtr(x) - target) / slope;
  }
  return x;
}

// -x log(x).
TS_LONG_FN double entr(double x) {
  if (is_nan(x)) return x;
  return x > 0 ? -x * ts::log(x) : x == 0 ? 0 : -infinity;
}

}  // namespace ts::special

namespace ts::formula {
template <class T> TS_FN T erf(T x) { return ts::erf(x); }
template <class T> TS_FN T erfc(T x) { return ts::erfc(x); }
template <class T> TS_FN T erfcx(T x) { return T(special::erfcx(double(x))); }
template <class T> TS_FN T erfinv(T x) { return T(special::erfinv(double(x))); }
template <class T> TS_FN T ndtr(T x) { return T(special::ndtr(double(x))); }
template <class T> TS_FN T log_ndtr(T x) { return T(special::log_ndtr(double(x))); }
template <class T> TS_FN T ndtri(T x) { return T(special::ndtri(double(x))); }
template <class T> TS_FN T entr(T x) { return T(special::entr(double(x))); }
}  // namespace ts::formula
