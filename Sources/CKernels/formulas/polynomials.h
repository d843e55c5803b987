// Classical orthogonal polynomials of degree n at x by their recurrences, in double.
#pragma once

#include "math.h"

namespace ts::special {

// p(k+1) = 2 x p(k) - p(k-1) from p(0) = 1, p(1) = first: the four Chebyshev kinds.
TS_LONG_FN double chebyshev_recurrence(double x, double first, long long n) {
  if (n == 0) return 1;
  double before = 1, value = first;
  for (long long k = 2; k <= n && !is_nan(value); ++k) {
    const double next = 2 * x * value - before;
    before = value;
    value = next;
  }
  return value;
}

// Whether the trigonometric form is used: many steps of the recurrence would cost accuracy.
TS_LONG_FN bool is_oscillating(double x, long long n) { return n > 30 && ts::fabs(x) < 1; }

TS_LONG_FN double chebyshev_t(double x, long long n) {
  if (n < 0) return 0;
  if (ts::fabs(x) == 1) return x > 0 || n % 2 == 0 ? 1 : -1;
  if (is_oscillating(x, n)) return ts::cos(n * ts::acos(x));
  return chebyshev_recurrence(x, x, n);
}

TS_LONG_FN double chebyshev_u(double x, long long n) {
  if (n < 0) return 0;
  if (ts::fabs(x) == 1) return x > 0 || n % 2 == 0 ? n + 1.0 : -(n + 1.0);
  if (is_oscillating(x, n)) {
    const double angle = ts::acos(x);
    return ts::sin((n + 1) * angle) / ts::sin(angle);
  }
  return chebyshev_recurrence(x, 2 * x, n);
}

TS_LONG_FN double chebyshev_v(double x, long long n) {
  if (n < 0) return 0;
  if (ts::fabs(x) == 1) return x > 0 ? 1 : (n % 2 == 0 ? 2.0 * n + 1 : -(2.0 * n + 1));
  if (is_oscillating(x, n)) {
    const double angle = ts::acos(x);
    return ts::cos((n + 0.5) * angle) / ts::cos(0.5 * angle);
  }
  return chebyshev_recurrence(x, 2 * x - 1, n);
}

TS_LONG_FN double chebyshev_w(double x, long long n) {
  if (n < 0) return 0;
  if (ts::fabs(x) == 1) return x > 0 ? 2.0 * n + 1 : (n % 2 == 0 ? 1 : -1);
  if (is_oscillating(x, n)) {
    const double angle = ts::acos(x);
    return ts::sin((n + 0.5) * angle) / ts::sin(0.5 * angle);
  }
  return chebyshev_recurrence(x, 2 * x + 1, n);
}

// `scale` is 2 for the physicists' polynomials and 1 for the probabilists'.
TS_LONG_FN double hermite(double x, long long n, double scale, long long limit) {
  if (n < 0) return 0;
  if (n == 0) return 1;
  if (n > limit) return not_a_number;
  double before = 1, value = scale * x;
  for (long long k = 1; k < n && !is_nan(value); ++k) {
    const double next = scale * (x * value - k * before);
    before = value;
    value = next;
  }
  return value;
}

TS_LONG_FN double laguerre(double x, long long n) {
  if (n < 0) return 0;
  if (n == 0 || x == 0) return 1;
  double before = 1, value = 1 - x;
  for (long long k = 1; k < n && !is_nan(value); ++k) {
    const double next = ((2 * k + 1 - x) * value - k * before) / (k + 1);
    before = value;
    value = next;
  }
  return value;
}

TS_LONG_FN double legendre(double x, long long n) {
  if (n < 0) return 0;
  if (ts::fabs(x) == 1) return x > 0 || n % 2 == 0 ? 1 : -1;
  if (n == 0) return 1;
  double before = 1, value = x;
  for (long long k = 1; k < n && !is_nan(value); ++k) {
    const double next = ((2 * k + 1) * x * value - k * before) / (k + 1);
    before = value;
    value = next;
  }
  return value;
}

}  // namespace ts::special

namespace ts::formula {
template <class T> TS_FN long long degree(T n) {
  const T limit = T(1000000000);
  return n != n ? -1 : (long long)(n > limit ? limit : (n < -limit ? -limit : n));
}
#define TS_POLYNOMIAL(name, value) \
  template <class T> TS_FN T name(T at, T order) { \
    const double x = double(at);                   \
    const long long n = degree(order);             \
    return T(value);                               \
  }
TS_POLYNOMIAL(chebyshev_t, special::chebyshev_t(x, n))
TS_POLYNOMIAL(chebyshev_u, special::chebyshev_u(x, n))
TS_POLYNOMIAL(chebyshev_v, special::chebyshev_v(x, n))
TS_POLYNOMIAL(chebyshev_w, special::chebyshev_w(x, n))
TS_POLYNOMIAL(shifted_chebyshev_t, special::chebyshev_t(2 * x - 1, n))
TS_POLYNOMIAL(shifted_chebyshev_u, special::chebyshev_u(2 * x - 1, n))
TS_POLYNOMIAL(shifted_chebyshev_v, special::chebyshev_v(2 * x - 1, n))
TS_POLYNOMIAL(shifted_chebyshev_w, special::chebyshev_w(2 * x - 1, n))
TS_POLYNOMIAL(hermite_h, special::hermite(x, n, 2, is_same<T, double> ? 512 : 128))
TS_POLYNOMIAL(hermite_he, special::hermite(x, n, 1, is_same<T, double> ? 512 : 128))
TS_POLYNOMIAL(laguerre_l, special::laguerre(x, n))
TS_POLYNOMIAL(legendre_p, special::legendre(x, n))
#undef TS_POLYNOMIAL
}  // namespace ts::formula
