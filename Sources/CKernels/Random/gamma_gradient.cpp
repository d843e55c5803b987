// dx/dα of a gamma number x of shape α at fixed probability: −(∂P/∂α) / p, where P is the
// regularised lower incomplete gamma function and p = x^(α−1) e^(−x) / Γ(α).
#include <cmath>

#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../formulas/gamma.h"
#include "../include/ts_random.h"

namespace ts {
namespace {

constexpr int most_terms = 1000000;

/// P / p = x/α · S with S = Σ x^n / ((α+1)…(α+n)); for x ≤ α + 1.
double gradient_by_series(double alpha, double x) {
  double term = 1, sum = 1, slope = 0, harmonic = 0;
  for (int n = 1; n < most_terms; ++n) {
    term *= x / (alpha + n);
    harmonic += 1 / (alpha + n);
    sum += term;
    slope -= term * harmonic;
    if (term * harmonic < 1e-17 * std::fabs(slope) && term < 1e-17 * sum) break;
  }
  return -(x / alpha) * (sum * (std::log(x) - special::digamma(alpha + 1)) + slope);
}

/// A number and its derivative with respect to α.
struct Dual {
  double value, slope;
};
Dual operator+(Dual a, Dual b) { return {a.value + b.value, a.slope + b.slope}; }
Dual operator*(Dual a, Dual b) {
  return {a.value * b.value, a.slope * b.value + a.value * b.slope};
}
Dual inverse(Dual a) { return {1 / a.value, -a.slope / (a.value * a.value)}; }

/// (1 − P) / p = x · F with the continued fraction
/// F = 1/(x+1−α − 1(1−α)/(x+3−α − 2(2−α)/(x+5−α − …))), by Lentz's method; for x > α + 1.
double gradient_by_fraction(double alpha, double x) {
  Dual b{x + 1 - alpha, -1};
  Dual d = inverse(b);
  Dual c{1e300, 0}, fraction = d;
  for (int n = 1; n < most_terms; ++n) {
    const Dual a{-n * (n - alpha), static_cast<double>(n)};
    b.value += 2;
    d = inverse(b + a * d);
    c = b + a * inverse(c);
    const Dual factor = c * d;
    fraction = fraction * factor;
    if (std::fabs(factor.value - 1) < 1e-16 && std::fabs(factor.slope) < 1e-16) break;
  }
  return x * (fraction.value * (std::log(x) - special::digamma(alpha)) + fraction.slope);
}

double gradient(double alpha, double x) {
  if (alpha > 1e8) return 1 + (x - alpha) / (2 * alpha);
  return x <= alpha + 1 ? gradient_by_series(alpha, x) : gradient_by_fraction(alpha, x);
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_random_gamma_gradient(const ts_view *out, const ts_view *alpha,
                                        const ts_view *sample) {
  int64_t n = 1;
  for (int d = 0; d < out->ndim; ++d) n *= out->sizes[d];
  TS_DISPATCH_BLAS(out->dtype, T, {
    T *target = static_cast<T *>(out->data);
    const T *shapes = static_cast<const T *>(alpha->data);
    const T *samples = static_cast<const T *>(sample->data);
    ts::parallel_for(n, 256, [=](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i)
        target[i] = static_cast<T>(ts::gradient(shapes[i], samples[i]));
    });
  });
}
