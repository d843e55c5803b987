// Bessel functions, ordinary and modified, and the Airy function. Everything is computed in
// double; float rounds once.
#pragma once

#include "math.h"

#ifndef __CUDACC_RTC__
extern "C" {
double j0(double) noexcept;
double j1(double) noexcept;
double y0(double) noexcept;
double y1(double) noexcept;
}
#endif

namespace ts::special {

// I_n(x) / (x/2)^n n! for n = 0 or 1 by its power series, whose terms are all positive.
TS_LONG_FN double modified_i_series(int n, double x) {
  const double quarter = 0.25 * x * x;
  double sum = 1, term = 1;
  for (int k = 1; k < 100; ++k) {
    term *= quarter / (k * double(k + n));
    sum += term;
    if (term < 1e-18 * sum) break;
  }
  return sum;
}

// sqrt(2 pi x) e^-x I_n(x) for x >= 20 by its asymptotic series.
TS_LONG_FN double modified_i_tail(int n, double x) {
  double sum = 1, term = 1;
  for (int k = 1; k < 40; ++k) {
    const double odd = 2 * k - 1;
    term *= (odd * odd - 4 * n * n) / (8 * k * x);
    sum += term;
    if (ts::fabs(term) < 1e-18) break;
  }
  return sum;
}

// I_n(x), times e^-|x| when `scaled`; n = 0 or 1.
TS_LONG_FN double modified_i(int n, double x, bool scaled) {
  const double a = ts::fabs(x), sign = n == 1 && x < 0 ? -1 : 1;
  if (is_nan(x)) return x;
  if (a < 20) {
    const double value = modified_i_series(n, a) * (n == 1 ? 0.5 * x : 1);
    return scaled ? value * ts::exp(-a) : value;
  }
  if (a == infinity) return scaled ? 0 : not_a_number;  // as PyTorch: inf * 0
  const double tail = modified_i_tail(n, a) / (ts::sqrt(2 * pi) * ts::sqrt(a));
  if (scaled) return sign * tail;
  const double half = ts::exp(0.5 * a);  // e^a alone may overflow where the result does not
  return sign * (half * tail) * half;
}

// e^x K_v(x) as the integral of exp(-x (cosh t - 1)) cosh(v t) over t > 0: the trapezoidal rule
// converges exponentially, and every term is positive.
TS_LONG_FN double modified_k_integral(double v, double x) {
  double step = 0.7 / ts::sqrt(x);
  if (step > 0.2) step = 0.2;
  double sum = 0.5;
  for (int k = 1; k < 4000; ++k) {
    const double t = k * step, half = ts::sinh(0.5 * t);
    const double term = ts::exp(-2 * x * half * half) * ts::cosh(v * t);
    sum += term;
    if (term < 1e-18 * sum) break;
  }
  return step * sum;
}

// K_0(x) for small x: -(log(x/2) + gamma) I_0(x) + sum of (x/2)^(2k) H_k / (k!)^2.
TS_LONG_FN double modified_k0_small(double x) {
  constexpr double euler = 0.57721566490153286060651209008240243;
  const double quarter = 0.25 * x * x;
  double sum = 0, term = 1, harmonic = 0;
  for (int k = 1; k < 30; ++k) {
    term *= quarter / (double(k) * k);
    harmonic += 1.0 / k;
    sum += term * harmonic;
  }
  return -(ts::log(0.5 * x) + euler) * modified_i_series(0, x) + sum;
}

// K_1(x) for small x from the Wronskian: I_0 K_1 + I_1 K_0 = 1/x.
TS_LONG_FN double modified_k1_small(double x) {
  const double i1 = 0.5 * x * modified_i_series(1, x);
  return (1 / x - i1 * modified_k0_small(x)) / modified_i_series(0, x);
}

// K_n(x), times e^x when `scaled`; n = 0 or 1.
TS_LONG_FN double modified_k(int n, double x, bool scaled) {
  if (is_nan(x) || x < 0) return not_a_number;
  if (x == 0) return infinity;
  if (x == infinity) return 0;
  if (x < 0.5) {
    const double value = n == 0 ? modified_k0_small(x) : modified_k1_small(x);
    return scaled ? value * ts::exp(x) : value;
  }
  const double value = modified_k_integral(n, x);
  return scaled ? value : value * ts::exp(-x);
}

TS_LONG_FN double spherical_j0(double x) {
  if (is_inf(x)) return 0;
  if (ts::fabs(x) < 0.5) {
    const double z = x * x;
    return 1 - z / 6 * (1 - z / 20 * (1 - z / 42 * (1 - z / 72 * (1 - z / 110 * (1 - z / 156)))));
  }
  return ts::sin(x) / x;
}

// Ai(x) for x < 0: Taylor steps of the equation y'' = x y from 0, where both values are known.
TS_LONG_FN double airy_steps(double x) {
  double at = 0, y = 0.355028053887817239260063186004183,
         slope = -0.258819403792806798405183560189203;
  const int steps = int(ts::ceil(-x * 3));
  const double h = x / steps;
  for (int step = 0; step < steps; ++step) {
    double before = 0, a = y, b = slope * h;  // terms k-3 .. k-1 of the local series
    double value = y + b, gradient = slope, power = a;
    for (int k = 2; k < 24; ++k) {
      const double term = (at * power * h * h + before * h * h * h) / (k * (k - 1.0));
      before = power;
      power = b;
      b = term;
      value += term;
      gradient += k * term / h;
    }
    y = value;
    slope = gradient;
    at = (step + 1) * h;
  }
  return y;
}

// Ai(x) for x < -9 by the asymptotic series in 1/zeta, zeta = 2/3 |x|^(3/2).
TS_LONG_FN double airy_oscillating(double x) {
  const double a = -x, zeta = 2.0 / 3 * a * ts::sqrt(a);
  double u = 1, even = 1, odd = 0;
  for (int k = 1; k < 24; ++k) {
    u *= (6.0 * k - 5) * (6.0 * k - 3) * (6.0 * k - 1) / (216.0 * k * (2.0 * k - 1)) / zeta;
    const double sign = k % 4 < 2 ? 1 : -1;
    if (k % 2 == 0) even += (k % 4 == 0 ? 1 : -1) * u;
    else odd += sign * u;
    if (u < 1e-18) break;
  }
  const double angle = zeta - 0.25 * pi;
  return (ts::cos(angle) * even + ts::sin(angle) * odd) / ts::sqrt(pi * ts::sqrt(a));
}

TS_LONG_FN double airy_ai(double x) {
  if (is_nan(x) || is_inf(x)) return not_a_number;
  if (x == 0) return 0.355028053887817239260063186004183;
  if (x < -9) return airy_oscillating(x);
  if (x < 1) {
    if (x > 0) {  // the series of the equation at 0
      const double cube = x * x * x;
      double f = 1, g = x, sf = 1, sg = x;
      for (int k = 1; k < 20; ++k) {
        f *= cube / ((3.0 * k - 1) * (3.0 * k));
        g *= cube / ((3.0 * k) * (3.0 * k + 1));
        sf += f;
        sg += g;
      }
      return 0.355028053887817239260063186004183 * sf - 0.258819403792806798405183560189203 * sg;
    }
    return airy_steps(x);
  }
  const double zeta = 2.0 / 3 * x * ts::sqrt(x);
  return ts::sqrt(x / 3) / pi * modified_k_integral(1.0 / 3, zeta) * ts::exp(-zeta);
}

}  // namespace ts::special

namespace ts::formula {
#define TS_IN_DOUBLE(name, value) \
  template <class T> TS_FN T name(T v) { const double x = double(v); return T(value); }
TS_IN_DOUBLE(bessel_j0, ::j0(x))
TS_IN_DOUBLE(bessel_j1, ::j1(x))
TS_IN_DOUBLE(bessel_y0, x < 0 ? not_a_number : ::y0(x))
TS_IN_DOUBLE(bessel_y1, x < 0 ? not_a_number : ::y1(x))
TS_IN_DOUBLE(i0, special::modified_i(0, x, false))
TS_IN_DOUBLE(i1, special::modified_i(1, x, false))
TS_IN_DOUBLE(i0e, special::modified_i(0, x, true))
TS_IN_DOUBLE(i1e, special::modified_i(1, x, true))
TS_IN_DOUBLE(modified_k0, special::modified_k(0, x, false))
TS_IN_DOUBLE(modified_k1, special::modified_k(1, x, false))
TS_IN_DOUBLE(scaled_k0, special::modified_k(0, x, true))
TS_IN_DOUBLE(scaled_k1, special::modified_k(1, x, true))
TS_IN_DOUBLE(spherical_j0, special::spherical_j0(x))
TS_IN_DOUBLE(airy_ai, special::airy_ai(x))
#undef TS_IN_DOUBLE
}  // namespace ts::formula
