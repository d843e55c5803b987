// Division with rounding, remainders and powers. Integer divisors are not 0 here: the caller has
// checked.
#pragma once

#include "arithmetic.h"

namespace ts::formula {

template <class T> TS_FN T div_trunc(T a, T b) {
  if constexpr (is_floating<T>) return ts::trunc(a / b);
  else return is_minus_one(b) ? neg(a) : T(a / b);
}

// The remainder with the dividend's sign.
template <class T> TS_FN T fmod(T a, T b) {
  if constexpr (is_floating<T>) return ts::fmod(a, b);
  else return is_minus_one(b) ? T(0) : T(a % b);
}

// The remainder with the divisor's sign.
template <class T> TS_FN T remainder(T a, T b) {
  const T rest = fmod(a, b);
  return rest != T(0) && (rest < T(0)) != (b < T(0)) ? T(rest + b) : rest;
}

// floor(a / b) as Python defines it: exact where the quotient of the rounded operands is.
template <class T> TS_FN T div_floor(T a, T b) {
  if constexpr (is_floating<T>) {
    if (b == T(0)) return a / b;
    const T rest = ts::fmod(a, b);
    T quotient = (a - rest) / b;
    if (rest != T(0) && (b < T(0)) != (rest < T(0))) quotient -= T(1);
    if (quotient == T(0)) return ts::copysign(T(0), a / b);
    const T whole = ts::floor(quotient);
    return quotient - whole > T(0.5) ? whole + T(1) : whole;
  } else {
    const T quotient = div_trunc(a, b);
    const T rest = fmod(a, b);
    return rest != T(0) && (rest < T(0)) != (b < T(0)) ? T(quotient - T(1)) : quotient;
  }
}

// a^b; an integer to a negative power is 0 unless |a| is 1 (0 to it is 0).
template <class T> TS_FN T pow(T a, T b) {
  if constexpr (is_floating<T>) {
    return ts::pow(a, b);
  } else {
    if (b < T(0)) {
      if (a == T(1)) return T(1);
      if (!is_minus_one(a)) return T(0);
      return b % T(2) == T(0) ? T(1) : T(-1);
    }
    T result = T(1);
    for (; b != T(0); b = T(b / T(2))) {
      if (b % T(2) != T(0)) result = mul(result, a);
      a = mul(a, a);
    }
    return result;
  }
}

}  // namespace ts::formula
