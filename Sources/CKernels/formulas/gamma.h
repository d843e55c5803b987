// The gamma function's family: lgamma, digamma, polygamma, Hurwitz zeta, incomplete gamma.
// Everything is computed in double; float rounds once.
#pragma once

#include "math.h"

#ifndef __CUDACC_RTC__
extern "C" double lgamma_r(double, int *) noexcept;
#endif

namespace ts::special {

TS_LONG_FN double lgamma(double x) {
#ifdef __CUDACC_RTC__
  return ::lgamma(x);
#else
  int sign;
  return ::lgamma_r(x, &sign);  // lgamma itself writes a global
#endif
}

// Asymptotic series of log(x) - digamma(x) for x >= 10.
TS_LONG_FN double digamma_tail(double x) {
  const double z = 1 / (x * x);
  const double series =
      z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132 -
      z * (691.0 / 32760 - z * (1.0 / 12 - z * 3617.0 / 8160)))))));
  return 0.5 / x + series;
}

// Derivative of log gamma: reflection below 0, recurrence up to 10, asymptotic series.
TS_LONG_FN double digamma(double x) {
  if (x == 0) return ts::copysign(infinity, -x);
  if (x == -infinity) return not_a_number;
  double result = 0;
  if (x < 0) {
    const double part = x - ts::trunc(x);
    if (part == 0) return not_a_number;
    result = -pi / ts::tan(pi * part);
    x = 1 - x;
  }
  for (; x < 10; x += 1) result -= 1 / x;
  return result + (x < 1e17 ? ts::log(x) - digamma_tail(x) : ts::log(x));
}

// Sum over k >= 0 of (q + k)^-s for s > 1, q > 0: the first terms, then Euler and Maclaurin.
TS_LONG_FN double zeta_positive(double s, double q) {
  if (q == infinity) return not_a_number;  // as PyTorch: 0 * inf
  double sum = 0, term = 0;
  for (; q < 12 + 0.5 * s; q += 1) {
    term = ts::pow(q, -s);
    sum += term;
    if (term < 1e-18 * sum) return sum;
  }
  const double power = ts::pow(q, -s), z = 1 / (q * q);
  constexpr double ratio[] = {  // B(2k) / (2k)!
      0.08333333333333333333333333,   -0.001388888888888888888888889,
      0.00003306878306878306878306878, -8.267195767195767195767196e-7,
      2.087675698786809897921009e-8,  -5.284190138687493184847682e-10,
      1.338253653068467883282698e-11, -3.389680296322582866830195e-13,
      8.586062056277844564135905e-15};
  double correction = 0, factor = s / q;
  for (int k = 0; k < 9; ++k) {
    correction += ratio[k] * factor;
    factor *= (s + 2 * k + 1) * (s + 2 * k + 2) * z;
  }
  return sum + power * (q / (s - 1) + 0.5 + correction);
}

// Hurwitz zeta; below 0 only for integer s, where the terms with a negative base are a difference
// of two sums over positive ones.
TS_LONG_FN double zeta(double s, double q) {
  if (is_nan(s) || is_nan(q)) return s + q;
  if (s == 1) return infinity;
  if (s < 1) return not_a_number;
  if (q > 0) return zeta_positive(s, q);
  if (q == ts::floor(q)) return infinity;
  if (s != ts::floor(s)) return not_a_number;
  const double start = q - ts::floor(q);
  const double negative = zeta_positive(s, 1 - start) - zeta_positive(s, 1 - q);
  const bool odd = ts::fmod(s, 2.0) != 0;
  return zeta_positive(s, start) + (odd ? -negative : negative);
}

// Derivative of digamma with PyTorch's accuracy (six steps up, then three terms of the asymptotic
// series: 4e-10), which float64 results are compared with; reflection below 1/2.
TS_LONG_FN double trigamma(double x) {
  double sign = 1, result = 0;
  if (x < 0.5) {
    sign = -1;
    const double sine = ts::sin(pi * x);
    result = -(pi * pi) / (sine * sine);
    x = 1 - x;
  }
  for (int k = 0; k < 6; ++k, x += 1) result += 1 / (x * x);
  const double z = 1 / (x * x);
  const double tail = (1 + 1 / (2 * x) + z * (1.0 / 6 - z * (1.0 / 30 - z * (1.0 / 42)))) / x;
  return sign * (result + tail);
}

// The n-th derivative of digamma: (-1)^(n+1) n! zeta(n + 1, x).
TS_LONG_FN double polygamma(long long n, double x) {
  if (n == 0) return digamma(x);
  if (n == 1) return trigamma(x);
  const double factorial = n < 20 ? ts::rint(ts::tgamma(double(n + 1))) : ts::tgamma(double(n + 1));
  const double value = factorial * zeta(double(n + 1), x);
  return n % 2 == 0 ? -value : value;
}

// log(1 + x) - x without cancellation.
TS_LONG_FN double log1p_minus(double x) {
  if (x < -0.4 || x > 0.6) return ts::log1p(x) - x;
  const double r = x / (2 + x), square = r * r;
  double sum = 0, power = square * r;
  for (int k = 3; k < 60; k += 2) {
    const double term = power / k;
    sum += term;
    if (ts::fabs(term) < 1e-18 * ts::fabs(sum)) break;
    power *= square;
  }
  return 2 * sum - r * x;
}

// x^a e^-x / gamma(a + 1).
TS_LONG_FN double igamma_prefix(double a, double x) {
  if (a < 10 && x > 1000) return 0;
  if (a < 10) return ts::pow(x, a) * ts::exp(-x) / (ts::tgamma(a) * a);
  if (a > 1e300) return ts::exp(a * ts::log(x) - x - lgamma(a + 1));
  const double z = 1 / (a * a);
  const double stirling =
      (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188 -
      z * (691.0 / 360360 - z / 156)))))) / a;
  return ts::exp(a * log1p_minus((x - a) / a) - stirling) / ts::sqrt(2 * pi * a);
}

// Lower part by its power series; quick when x < a + 1.
TS_LONG_FN double igamma_series(double a, double x) {
  double sum = 1, term = 1;
  for (double k = 1; k < 1e6; k += 1) {
    term *= x / (a + k);
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return igamma_prefix(a, x) * sum;
}

// Upper part by Lentz's evaluation of its continued fraction; quick when x > a + 1.
TS_LONG_FN double igammac_fraction(double a, double x) {
  double b = x + 1 - a, c = infinity, d = 1 / b, product = d;
  for (double k = 1; k < 1e6; k += 1) {
    const double numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const double change = c * d;
    product *= change;
    if (ts::fabs(change - 1) < 1e-16) break;
  }
  return igamma_prefix(a, x) * a * product;
}

// 1 - P for small a and x, where P is near 1: -(x^a / gamma(a+1) - 1) - x^a (series from k = 1).
TS_LONG_FN double igammac_small(double a, double x) {
  const double power = a * ts::log(x) - lgamma(a + 1);
  double sum = 0, term = 1;
  for (double k = 1; k < 200; k += 1) {
    term *= -x / k;
    const double part = term / (a + k);
    sum += part;
    if (ts::fabs(part) < 1e-18 * ts::fabs(sum)) break;
  }
  return -ts::expm1(power) - ts::exp(power) * a * sum;
}

// Upper part for large a and x near a: Temme's uniform expansion in eta, eta^2 / 2 = mu -
// log(1 + mu), mu = x / a - 1. Beyond |eta| = 0.04 both parts are 0 or 1 for a >= 1e6.
TS_LONG_FN double igammac_uniform(double a, double x, bool upper) {
  const double mu = (x - a) / a;
  const double eta = ts::copysign(ts::sqrt(-2 * log1p_minus(mu)), mu);
  const double c0 = -1.0 / 3 + eta * (1.0 / 12 + eta * (-2.0 / 135 + eta * (1.0 / 864 + eta *
                    (1.0 / 2835 - eta * 139.0 / 777600))));
  const double c1 = -1.0 / 540 - eta / 288;
  const double rest =
      ts::exp(-0.5 * a * eta * eta) / ts::sqrt(2 * pi * a) * (c0 + c1 / a);
  const double z = eta * ts::sqrt(0.5 * a);
  return upper ? 0.5 * ts::erfc(z) + rest : 0.5 * ts::erfc(-z) - rest;
}

// Regularised lower (or, `upper`, its complement) incomplete gamma function.
TS_LONG_FN double incomplete_gamma(double a, double x, bool upper) {
  if (x < 0 || a < 0) return not_a_number;
  if (a == 0) return x > 0 ? (upper ? 0 : 1) : not_a_number;
  if (x == 0) return upper ? 1 : 0;
  if (a == infinity) return x == infinity ? not_a_number : (upper ? 1 : 0);
  if (x == infinity) return upper ? 0 : 1;
  if (is_nan(a) || is_nan(x)) return not_a_number;
  if (a >= 1e6 && ts::fabs(x - a) < 0.04 * a) return igammac_uniform(a, x, upper);
  if (x > 1.1 && x > a) {
    const double q = igammac_fraction(a, x);
    return upper ? q : 1 - q;
  }
  if (upper && x <= 1.1 && a < 1) return igammac_small(a, x);
  const double p = igamma_series(a, x);
  return upper ? 1 - p : p;
}

}  // namespace ts::special

namespace ts::formula {
template <class T> TS_FN T lgamma(T x) { return T(special::lgamma(double(x))); }
template <class T> TS_FN T digamma(T x) { return T(special::digamma(double(x))); }
// The order is i[0].
template <class T> TS_FN T polygamma(T x, const Params &p) {
  return T(special::polygamma(p.i[0], double(x)));
}
template <class T> TS_FN T zeta(T s, T q) { return T(special::zeta(double(s), double(q))); }
template <class T> TS_FN T igamma(T a, T x) {
  return T(special::incomplete_gamma(double(a), double(x), false));
}
template <class T> TS_FN T igammac(T a, T x) {
  return T(special::incomplete_gamma(double(a), double(x), true));
}
}  // namespace ts::formula
