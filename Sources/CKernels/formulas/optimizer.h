// Steps of optimizers for one element, in an arithmetic `A` that says where results are rounded.
#pragma once

#include "arithmetic.h"

namespace ts::formula {

// The operations of a step, each rounded by `R` to what the tensors' dtype holds. In float32 sums of
// products are rounded as PyTorch's kernels round them, which is more often than `addcmul` and
// `addcdiv` of the library do.
template <class T, class R> struct StepArithmetic {
  R round;

  TS_FN_MEMBER T scaled(T a, double s) const { return round(mul(a, T(s))); }
  TS_FN_MEMBER T add_scaled(T a, T b, double s) const {
    return round(formula::add_scaled(a, b, Params{{s}, {}}));
  }
  // a + s · b · c.
  TS_FN_MEMBER T add_product(T a, T b, T c, double s) const {
    if constexpr (is_same<T, float> && R::keeps) {
      return formula::addcmul(a, mul(b, T(s)), c, Params{{1}, {}});
    } else {
      return round(formula::addcmul(a, b, c, Params{{s}, {}}));
    }
  }
  // a + s · b / c.
  TS_FN_MEMBER T add_quotient(T a, T b, T c, double s) const {
    if constexpr (is_same<T, float> && R::keeps) {
      return a + mul(b, T(s)) / c;
    } else {
      return round(formula::addcdiv(a, b, c, Params{{s}, {}}));
    }
  }
  TS_FN_MEMBER T lerp(T a, T b, double w) const { return round(formula::lerp(a, b, round(T(w)))); }
  TS_FN_MEMBER T sqrt(T a) const { return round(ts::sqrt(a)); }
  TS_FN_MEMBER T divided(T a, double s) const { return round(a / T(s)); }
  TS_FN_MEMBER T plus(T a, double s) const { return round(a + T(s)); }
};

// g + decay · p, of the negative gradient when maximizing.
template <class T, class A>
TS_FN T decayed(const A &arithmetic, T g, T p, bool maximize, bool decays, double decay) {
  const T towards = maximize ? -g : g;
  return decays ? arithmetic.add_scaled(towards, p, decay) : towards;
}

// b ← momentum · b + (1 − dampening) · g, first g; p ← p − lr · b, with Nesterov's momentum
// p − lr · (g + momentum · b).
template <class T, class A, class Options>
TS_FN T sgd(const A &arithmetic, T p, T g, T &b, bool first, bool nesterov, const Options &o) {
  b = first ? g : arithmetic.add_scaled(arithmetic.scaled(b, o.momentum), g, 1 - o.dampening);
  const T direction = nesterov ? arithmetic.add_scaled(g, b, o.momentum) : b;
  return arithmetic.add_scaled(p, direction, -o.lr);
}

// m ← m + (1 − β₁)(g − m), v ← β₂ v + (1 − β₂) g².
template <class T, class A, class Options>
TS_FN void adam_moments(const A &arithmetic, T g, T &m, T &v, const Options &o) {
  m = arithmetic.lerp(m, g, 1 - o.beta1);
  v = arithmetic.add_product(arithmetic.scaled(v, o.beta2), g, g, 1 - o.beta2);
}

// p − step · m / (√v / correction + ε).
template <class T, class A>
TS_FN T adam(const A &arithmetic, T p, T m, T v, double step, double correction, double eps) {
  const T scale = arithmetic.plus(arithmetic.divided(arithmetic.sqrt(v), correction), eps);
  return arithmetic.add_quotient(p, m, scale, -step);
}

// s ← s + g², p ← p − rate · g / (√s + ε).
template <class T, class A>
TS_FN T adagrad(const A &arithmetic, T p, T g, T &s, double rate, double eps) {
  s = arithmetic.add_product(s, g, g, 1);
  return arithmetic.add_quotient(p, g, arithmetic.plus(arithmetic.sqrt(s), eps), -rate);
}

}  // namespace ts::formula
