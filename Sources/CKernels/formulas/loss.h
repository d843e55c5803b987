// Losses of one prediction and its target.
#pragma once

#include "math.h"

namespace ts::formula {

// (a - b)^2.
template <class T> TS_FN T squared_error(T a, T b) { return (a - b) * (a - b); }

// d^2 / (2 beta) for d = |a - b| < beta, else d - beta / 2; beta = f[0].
template <class T> TS_FN T smooth_l1(T a, T b, const Params &p) {
  const T beta = T(p.f[0]), d = fabs(a - b);
  return d < beta ? T(0.5) * d * d / beta : d - T(0.5) * beta;
}

// d^2 / 2 for d = |a - b| <= delta, else delta (d - delta / 2); delta = f[0].
template <class T> TS_FN T huber(T a, T b, const Params &p) {
  const T delta = T(p.f[0]), d = fabs(a - b);
  return d <= delta ? T(0.5) * d * d : delta * (d - T(0.5) * delta);
}

// -(y log x + (1 - y) log(1 - x)), each logarithm at least -100.
template <class T> TS_FN T binary_cross_entropy(T x, T y) {
  const T yes = ts::log(x), no = ts::log1p(-x);
  const T least = T(-100);
  return (y - T(1)) * (no < least ? least : no) - y * (yes < least ? least : yes);
}

}  // namespace ts::formula
