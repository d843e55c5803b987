// Activations and their slopes: `x_slope(g, x)` is g · f'(x), the gradient in one pass, with
// PyTorch's choice at kinks. Smooth functions compute in double, on the side where e^x is small.
#pragma once

#include "math.h"

namespace ts::formula {

// 1 / (1 + e^-x), as double.
template <class T> TS_FN double logistic(T x) { return 1 / (1 + ts::exp(-double(x))); }

// The slope of the logistic function; even, and exact to rounding on both sides.
template <class T> TS_FN double logistic_slope(T x) {
  const double e = ts::exp(-ts::fabs(double(x)));
  return e / ((1 + e) * (1 + e));
}

// log(1 + e^x), as double.
TS_FN double log_one_plus_exp(double x) {
  return (x > 0 ? x : 0.0) + ts::log1p(ts::exp(-ts::fabs(x)));
}

// ---- piecewise linear ----

// f[0], for integers i[0]: where x is at most that, f[1] or i[1].
template <class T> TS_FN T threshold(T x, const Params &p) {
  if constexpr (is_floating<T>) return x <= T(p.f[0]) ? T(p.f[1]) : x;
  else return x <= T(p.i[0]) ? T(p.i[1]) : x;
}
template <class T> TS_FN T threshold_slope(T g, T x, const Params &p) {
  return x <= T(p.f[0]) ? T(0) : g;
}

// Slope of x clamped to [f[0], f[1]]: 0 at the bounds.
template <class T> TS_FN T hardtanh_slope(T g, T x, const Params &p) {
  return x <= T(p.f[0]) || x >= T(p.f[1]) ? T(0) : g;
}

// x f[0] where x is not positive.
template <class T> TS_FN T leaky_relu(T x, const Params &p) {
  return x > T(0) ? x : T(double(x) * p.f[0]);
}
template <class T> TS_FN T leaky_relu_slope(T g, T x, const Params &p) {
  return x > T(0) ? g : T(double(g) * p.f[0]);
}

// 0 within [-f[0], f[0]].
template <class T> TS_FN T hardshrink(T x, const Params &p) {
  return x >= T(-p.f[0]) && x <= T(p.f[0]) ? T(0) : x;
}
// The same, with what lies outside moved towards 0 by f[0]; NaN stays.
template <class T> TS_FN T softshrink(T x, const Params &p) {
  const T moved = x > T(0) ? x - T(p.f[0]) : x + T(p.f[0]);
  return x > T(p.f[0]) || x < T(-p.f[0]) ? moved : x * T(0);
}
template <class T> TS_FN T shrink_slope(T g, T x, const Params &p) {
  return x >= T(-p.f[0]) && x <= T(p.f[0]) ? T(0) : g;
}

// x + 3 clamped to [0, 6], over 6.
template <class T> TS_FN T hardsigmoid(T x) {
  return T(clamped(double(x) + 3, 0.0, 6.0) / 6);
}
template <class T> TS_FN T hardsigmoid_slope(T g, T x) {
  return x > T(-3) && x < T(3) ? T(double(g) / 6) : T(0);
}

template <class T> TS_FN T hardswish(T x) {
  return T(double(x) * clamped(double(x) + 3, 0.0, 6.0) / 6);
}
template <class T> TS_FN T hardswish_slope(T g, T x) {
  const T between = T(double(g) * (double(x) / 3 + 0.5));
  return x <= T(-3) ? T(0) : (x >= T(3) ? g : between);
}

// ---- exponential ----

// f[1] x above 0, f[0] (e^(f[2] x) - 1) below.
template <class T> TS_FN T elu(T x, const Params &p) {
  if (x < T(0)) return T(p.f[0] * ts::expm1(double(x) * p.f[2]));
  return T(double(x) * p.f[1]);
}
template <class T> TS_FN T elu_slope(T g, T x, const Params &p) {
  if (x <= T(0)) return T(double(g) * p.f[2] * p.f[0] * ts::exp(double(x) * p.f[2]));
  return T(double(g) * p.f[1]);
}
// The same from the result y.
template <class T> TS_FN T elu_slope_of_result(T g, T y, const Params &p) {
  if (y <= T(0)) return T(double(g) * p.f[2] * (double(y) + p.f[0]));
  return T(double(g) * p.f[1]);
}

// log(1 + e^(f[0] x)) / f[0]; x itself where f[0] x is above f[1].
template <class T> TS_FN T softplus(T x, const Params &p) {
  const double z = double(x) * p.f[0];
  return z > p.f[1] ? x : T(log_one_plus_exp(z) / p.f[0]);
}
template <class T> TS_FN T softplus_slope(T g, T x, const Params &p) {
  const double z = double(x) * p.f[0];
  return z > p.f[1] ? g : T(double(g) * logistic(z));
}

// log(1 / (1 + e^-x)).
template <class T> TS_FN T logsigmoid(T x) {
  const double z = double(x);
  return T((z < 0 ? z : 0.0) - ts::log1p(ts::exp(-ts::fabs(z))));
}
template <class T> TS_FN T logsigmoid_slope(T g, T x) {
  return T(double(g) * logistic(-double(x)));
}

// ---- gates ----

// a / (1 + e^-b), and its derivative by b without the factor a.
template <class T> TS_FN T glu(T a, T b) { return T(double(a) * logistic(b)); }
template <class T> TS_FN T sigmoid_slope(T g, T x) { return T(double(g) * logistic_slope(x)); }

template <class T> TS_FN T silu(T x) { return T(double(x) * logistic(x)); }
template <class T> TS_FN T silu_slope(T g, T x) {
  return T(double(g) * (logistic(x) + double(x) * logistic_slope(x)));
}

// x tanh(log(1 + e^x)) = x n / (n + 2) with n = e^x (e^x + 2).
template <class T> TS_FN double mish_gate(T x) {
  const double e = ts::exp(-ts::fabs(double(x)));
  const double above = (1 + 2 * e) / (1 + 2 * e + 2 * e * e), n = e * (e + 2);
  return x > T(0) ? above : n / (n + 2);
}
template <class T> TS_FN T mish(T x) { return T(double(x) * mish_gate(x)); }
template <class T> TS_FN T mish_slope(T g, T x) {
  const double e = ts::exp(-ts::fabs(double(x))), n = e * (e + 2), m = 1 + 2 * e + 2 * e * e;
  // 1 - tanh^2 of either side: 4 (n + 1) / (n + 2)^2, numerator and denominator over e^4x.
  const double sech = x > T(0) ? 4 * e * e * (1 + e) * (1 + e) / (m * m)
                               : 4 * (n + 1) / ((n + 2) * (n + 2));
  return T(double(g) * (mish_gate(x) + double(x) * sech * logistic(x)));
}

// ---- GELU ----

constexpr double sqrt_half = 0.707106781186547524400844362104849039;
constexpr double inverse_sqrt_two_pi = 0.398942280401432677939946059934381868;

// x Φ(x), Φ the distribution function of the standard normal; in double through erf, so that 0 is
// reached below -8.3 as in PyTorch.
template <class T> TS_FN double normal_cdf(T x) {
  return 0.5 * (1 + ts::erf(double(x) * sqrt_half));
}
template <class T> TS_FN T gelu(T x) { return T(double(x) * normal_cdf(x)); }
template <class T> TS_FN T gelu_slope(T g, T x) {
  const double z = double(x);
  return T(double(g) * (normal_cdf(x) + z * inverse_sqrt_two_pi * ts::exp(-0.5 * z * z)));
}

// x (1 + tanh(u)) / 2 = x / (1 + e^-2u) with u = √(2/π) (x + 0.044715 x³).
constexpr double gelu_cubic = 0.044715;
constexpr double gelu_scale = 1.59576912160573071175978423973127;  // 2 √(2/π)
TS_FN double gelu_angle(double x) { return gelu_scale * (x + gelu_cubic * x * x * x); }
template <class T> TS_FN T gelu_tanh(T x) {
  return T(double(x) * logistic(gelu_angle(double(x))));
}
template <class T> TS_FN T gelu_tanh_slope(T g, T x) {
  const double z = double(x), u = gelu_angle(z);
  const double inner = gelu_scale * (1 + 3 * gelu_cubic * z * z);
  return T(double(g) * (logistic(u) + z * logistic_slope(u) * inner));
}

template <class T> TS_FN T tanhshrink(T x) { return T(double(x) - ts::tanh(double(x))); }

// x w where x is not positive.
template <class T> TS_FN T prelu(T x, T w) { return x > T(0) ? x : x * w; }

}  // namespace ts::formula
