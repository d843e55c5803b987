// Exponentials, logarithms, trigonometric and hyperbolic functions. Float computes in double.
#pragma once

#include "math.h"

namespace ts::formula {

#define TS_SAME_AS_MATH(name) \
  template <class T> TS_FN T name(T x) { return ts::name(x); }
TS_SAME_AS_MATH(exp)
TS_SAME_AS_MATH(exp2)
TS_SAME_AS_MATH(expm1)
TS_SAME_AS_MATH(log)
TS_SAME_AS_MATH(log2)
TS_SAME_AS_MATH(log10)
TS_SAME_AS_MATH(log1p)
TS_SAME_AS_MATH(sin)
TS_SAME_AS_MATH(cos)
TS_SAME_AS_MATH(tan)
TS_SAME_AS_MATH(asin)
TS_SAME_AS_MATH(acos)
TS_SAME_AS_MATH(atan)
TS_SAME_AS_MATH(sinh)
TS_SAME_AS_MATH(cosh)
TS_SAME_AS_MATH(asinh)
TS_SAME_AS_MATH(acosh)
TS_SAME_AS_MATH(atanh)
#undef TS_SAME_AS_MATH

// 1 - 2 / (e^2x + 1) where that is exact to rounding, so that 1 - tanh^2 keeps its digits.
template <class T> TS_FN T tanh(T x) {
  const double a = fabs(double(x));
  if (!(a > 1)) return ts::tanh(x);
  return ts::copysign(T(1 - 2 / (ts::exp(2 * a) + 1)), x);
}

// sin(pi x) / (pi x); 1 at 0.
template <class T> TS_FN T sinc(T x) {
  const double angle = pi * double(x);
  return x == T(0) ? T(1) : T(ts::sin(angle) / angle);
}

// 1 / (1 + e^-x).
template <class T> TS_FN T sigmoid(T x) { return T(1.0 / (1.0 + ts::exp(-double(x)))); }

// log(z / (1 - z)), z = x clamped to [f[0], 1 - f[0]] unless f[0] is negative; near 1/2 through
// log1p, where the quotient is near 1.
template <class T> TS_FN T logit(T x, const Params &p) {
  const T eps = T(p.f[0]);
  const double z = double(eps < T(0) ? x : clamped(x, eps, T(1) - eps));
  if (z > 0.25 && z < 0.75) return T(ts::log1p((2 * z - 1) / (1 - z)));
  return T(ts::log(z / (1 - z)));
}

template <class T> TS_FN T atan2(T y, T x) { return ts::atan2(y, x); }
template <class T> TS_FN T hypot(T x, T y) { return ts::hypot(x, y); }
template <class T> TS_FN T nextafter(T x, T y) { return ts::nextafter(x, y); }

// x 2^n for whole n.
template <class T> TS_FN T ldexp(T x, T n) {
  return T(ts::ldexp(double(x), int(clamped(double(n), -5000.0, 5000.0))));
}

// log(e^a + e^b).
template <class T> TS_FN T logaddexp(T a, T b) {
  if (a == b && is_inf(a)) return a;
  const double x = double(a), y = double(b);
  return T((x > y ? x : y) + ts::log1p(ts::exp(-fabs(x - y))));
}

// log2(2^a + 2^b).
template <class T> TS_FN T logaddexp2(T a, T b) {
  if (a == b && is_inf(a)) return a;
  constexpr double log2_e = 1.44269504088896340735992468100189214;
  const double x = double(a), y = double(b);
  return T((x > y ? x : y) + ts::log1p(ts::exp2(-fabs(x - y))) * log2_e);
}

// x log(y), 0 where x is 0 unless y is NaN.
template <class T> TS_FN T xlogy(T x, T y) {
  if (is_nan(y)) return y;
  return x == T(0) ? T(0) : T(double(x) * ts::log(double(y)));
}
template <class T> TS_FN T xlog1py(T x, T y) {
  if (is_nan(y)) return y;
  return x == T(0) ? T(0) : T(double(x) * ts::log1p(double(y)));
}

}  // namespace ts::formula
