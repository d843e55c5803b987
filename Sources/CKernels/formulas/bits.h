// Bit operations, shifts and integer number theory.
#pragma once

#include "arithmetic.h"

namespace ts::formula {

template <class T> TS_FN T bitwise_not(T x) {
  if constexpr (is_bool<T>) return !x;
  else return T(~x);
}
template <class T> TS_FN T bitwise_and(T a, T b) { return T(a & b); }
template <class T> TS_FN T bitwise_or(T a, T b) { return T(a | b); }
template <class T> TS_FN T bitwise_xor(T a, T b) { return T(a ^ b); }

// A count that is negative or not below the width shifts everything out.
template <class T> TS_FN T left_shift(T a, T b) {
  constexpr int width = sizeof(T) * 8;
  const bool out = b < T(0) || b >= T(width);
  return out ? T(0) : T((1u * Unsigned<T>(a)) << (out ? 0 : int(b)));
}
template <class T> TS_FN T right_shift(T a, T b) {
  constexpr int most = sizeof(T) * 8 - (is_signed<T> ? 1 : 0);
  const bool out = b < T(0) || b >= T(most);
  if (out) return is_signed<T> && a < T(0) ? T(-1) : T(0);
  return T(a >> (out ? 0 : int(b)));
}

template <class T> TS_LONG_FN T gcd(T a, T b) {
  a = abs(a);
  b = abs(b);
  while (a != T(0)) {
    const T rest = is_minus_one(a) ? T(0) : T(b % a);
    b = a;
    a = rest;
  }
  return b;
}

template <class T> TS_LONG_FN T lcm(T a, T b) {
  const T divisor = gcd(a, b);
  if (divisor == T(0)) return T(0);
  const T part = is_minus_one(divisor) ? neg(a) : T(a / divisor);
  if constexpr (sizeof(T) < sizeof(int)) return T(abs(int(part) * int(b)));
  else return abs(mul(part, b));
}

}  // namespace ts::formula
