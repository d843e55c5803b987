// Arithmetic, rounding, extrema and sign. Integers wrap, as two's complement does.
#pragma once

#include "math.h"

namespace ts::formula {

// ---- one operand ----

template <class T> TS_FN T neg(T x) {
  if constexpr (is_floating<T>) return -x;
  else return T(0u - Unsigned<T>(x));
}

template <class T> TS_FN bool is_minus_one(T x) { return is_signed<T> && x == T(-1); }

template <class T> TS_FN T abs(T x) {
  if constexpr (is_floating<T>) return fabs(x);
  else return x < T(0) ? neg(x) : x;
}

// (x > 0) - (x < 0); 0 for NaN.
template <class T> TS_FN T sign(T x) {
  if constexpr (is_bool<T>) return x;
  else return T(int(x > T(0)) - int(x < T(0)));
}

template <class T> TS_FN T square(T x) {
  if constexpr (is_floating<T>) return x * x;
  else return T(1u * Unsigned<T>(x) * Unsigned<T>(x));
}

template <class T> TS_FN T floor(T x) { return ts::floor(x); }
template <class T> TS_FN T ceil(T x) { return ts::ceil(x); }
template <class T> TS_FN T trunc(T x) { return ts::trunc(x); }
template <class T> TS_FN T round(T x) { return ts::rint(x); }  // ties to even
template <class T> TS_FN T frac(T x) { return x - ts::trunc(x); }
template <class T> TS_FN T reciprocal(T x) { return T(1) / x; }
template <class T> TS_FN T sqrt(T x) { return ts::sqrt(x); }
template <class T> TS_FN T rsqrt(T x) { return T(1.0 / ts::sqrt(double(x))); }
template <class T> TS_FN T relu(T x) { return x < T(0) ? T(0) : x; }  // NaN stays
template <class T> TS_FN T deg2rad(T x) { return T(double(x) * (pi / 180)); }
template <class T> TS_FN T rad2deg(T x) { return T(double(x) * (180 / pi)); }

// round(x * 10^d) / 10^d with d = i[0]; f[0] = 10^|d|.
template <class T> TS_FN T round_decimals(T x, const Params &p) {
  const T power = T(p.f[0]);
  return p.i[0] < 0 ? ts::rint(x / power) * power : ts::rint(x * power) / power;
}

// NaN -> f[0], +inf -> f[1], -inf -> f[2].
template <class T> TS_FN T nan_to_num(T x, const Params &p) {
  const T finite = x == T(infinity) ? T(p.f[1]) : (x == T(-infinity) ? T(p.f[2]) : x);
  return is_nan(x) ? T(p.f[0]) : finite;
}

// The bounds are f[0] and f[1], for integers i[0] and i[1]; NaN stays, and the upper bound wins.
template <class T> TS_FN T bound(const Params &p, int k) {
  if constexpr (is_floating<T>) return T(p.f[k]);
  else return T(p.i[k]);
}
template <class T> TS_FN T clamp_min(T x, const Params &p) {
  const T low = bound<T>(p, 0);
  return x < low || is_nan(low) ? low : x;
}
template <class T> TS_FN T clamp_max(T x, const Params &p) {
  const T high = bound<T>(p, 1);
  return x > high || is_nan(high) ? high : x;
}
template <class T> TS_FN T clamp(T x, const Params &p) { return clamp_max(clamp_min(x, p), p); }

// ---- two operands ----

template <class T> TS_FN T add(T a, T b) {
  if constexpr (is_bool<T>) return a || b;
  else if constexpr (is_floating<T>) return a + b;
  else return T(1u * Unsigned<T>(a) + Unsigned<T>(b));
}

template <class T> TS_FN T sub(T a, T b) {
  if constexpr (is_floating<T>) return a - b;
  else return T(1u * Unsigned<T>(a) - Unsigned<T>(b));
}

template <class T> TS_FN T mul(T a, T b) {
  if constexpr (is_bool<T>) return a && b;
  else if constexpr (is_floating<T>) return a * b;
  else return T(1u * Unsigned<T>(a) * Unsigned<T>(b));
}

// a + alpha * b, alpha = f[0] or i[0]; rounded once in float.
template <class T> TS_FN T add_scaled(T a, T b, const Params &p) {
  if constexpr (is_same<T, float>) return float(double(a) + double(float(p.f[0])) * double(b));
  else if constexpr (is_floating<T>) return fma(T(p.f[0]), b, a);
  else return add(a, mul(T(p.i[0]), b));
}

template <class T> TS_FN T div(T a, T b) { return a / b; }

template <class T> TS_FN T maximum(T a, T b) { return is_nan(a) || a > b ? a : b; }
template <class T> TS_FN T minimum(T a, T b) { return is_nan(a) || a < b ? a : b; }
// fmax and fmin take the other operand when one is NaN.
template <class T> TS_FN T fmax(T a, T b) { return is_nan(b) || a >= b ? a : b; }
template <class T> TS_FN T fmin(T a, T b) { return is_nan(b) || a <= b ? a : b; }

// 0 for negative a and NaN, b for 0, 1 for positive a.
template <class T> TS_FN T heaviside(T a, T b) { return a == T(0) ? b : T(a > T(0)); }
template <class T> TS_FN T copysign(T a, T b) { return ts::copysign(a, b); }

// ---- three operands ----

template <class T> TS_FN T clamp_tensor(T x, T low, T high) {
  const T raised = is_nan(x) || is_nan(low) ? x + low : (x < low ? low : x);
  return is_nan(raised) || is_nan(high) ? T(raised + high) : (raised > high ? high : raised);
}

// a + f[0] * b * c.
template <class T> TS_FN T addcmul(T a, T b, T c, const Params &p) {
  if constexpr (is_same<T, float>) return float(double(a) + p.f[0] * double(b) * double(c));
  else if constexpr (is_floating<T>) return a + T(p.f[0]) * b * c;
  else return add(a, mul(mul(T(p.i[0]), b), c));
}

// a + f[0] * b / c.
template <class T> TS_FN T addcdiv(T a, T b, T c, const Params &p) {
  if constexpr (is_same<T, float>) return float(double(a) + p.f[0] * double(b) / double(c));
  else return a + T(p.f[0]) * b / c;
}

// a + w (b - a), from the nearer end.
template <class T> TS_FN T lerp(T a, T b, T w) {
  return fabs(w) < T(0.5) ? a + w * (b - a) : b - (b - a) * (T(1) - w);
}

}  // namespace ts::formula
