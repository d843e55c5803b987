// Comparisons, logic and predicates; results are bool.
#pragma once

#include "math.h"

namespace ts::formula {

template <class T> TS_FN bool eq(T a, T b) { return a == b; }
template <class T> TS_FN bool ne(T a, T b) { return a != b; }
template <class T> TS_FN bool lt(T a, T b) { return a < b; }
template <class T> TS_FN bool le(T a, T b) { return a <= b; }
template <class T> TS_FN bool gt(T a, T b) { return a > b; }
template <class T> TS_FN bool ge(T a, T b) { return a >= b; }
template <class T> TS_FN bool logical_and(T a, T b) { return (a != T(0)) & (b != T(0)); }
template <class T> TS_FN bool logical_or(T a, T b) { return (a != T(0)) | (b != T(0)); }
template <class T> TS_FN bool logical_xor(T a, T b) { return (a != T(0)) != (b != T(0)); }

// |a - b| <= atol + rtol |b|, rtol = f[0], atol = f[1]; i[0] != 0: NaN equals NaN.
template <class T> TS_FN bool isclose(T a, T b, const Params &p) {
  if constexpr (is_floating<T>) {
    const T allowed = T(p.f[1]) + fabs(T(p.f[0]) * b);
    const T error = fabs(a - b);
    return a == b || (p.i[0] != 0 && is_nan(a) && is_nan(b)) ||
           (is_finite(error) && error <= allowed);
  } else {
    const double error = double(a > b ? a : b) - double(a > b ? b : a);
    const double size = double(b) < 0 ? -double(b) : double(b);
    return a == b || error <= p.f[1] + p.f[0] * size;
  }
}

template <class T> TS_FN bool isnan(T x) { return is_nan(x); }
template <class T> TS_FN bool isinf(T x) {
  if constexpr (is_floating<T>) return is_inf(x);
  else return false;
}
template <class T> TS_FN bool isfinite(T x) {
  if constexpr (is_floating<T>) return is_finite(x);
  else return true;
}
template <class T> TS_FN bool isposinf(T x) {
  if constexpr (is_floating<T>) return x == T(infinity);
  else return false;
}
template <class T> TS_FN bool isneginf(T x) {
  if constexpr (is_floating<T>) return x == T(-infinity);
  else return false;
}
template <class T> TS_FN bool signbit(T x) {
  if constexpr (is_floating<T>) return sign_bit(x);
  else return x < T(0);
}
template <class T> TS_FN bool logical_not(T x) { return x == T(0); }

}  // namespace ts::formula
