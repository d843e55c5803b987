// Poisson and gamma numbers: each element draws until a proposal is accepted.
#include <cmath>
#include <limits>

#include "fill.h"

namespace ts {
namespace {

/// Products of uniform numbers until they fall below e^-rate.
int64_t poisson_product(ts_generator &g, double rate) {
  const double limit = std::exp(-rate);
  double product = 1.0;
  for (int64_t k = 0;; ++k) {
    product *= next53(g);
    if (product <= limit) return k;
  }
}

double log_gamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

/// Hörmann's transformed rejection with squeeze (PTRS), for rate ≥ 10.
int64_t poisson_rejection(ts_generator &g, double rate) {
  const double root = std::sqrt(rate), log_rate = std::log(rate);
  const double b = 0.931 + 2.53 * root;
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = next53(g) - 0.5;
    const double v = next53(g);
    const double us = 0.5 - std::fabs(u);
    const int64_t k = static_cast<int64_t>(std::floor((2 * a / us + b) * u + rate + 0.43));
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const double proposal = std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b);
    const double count = static_cast<double>(k);
    if (proposal <= -rate + count * log_rate - log_gamma(count + 1)) return k;
  }
}

int64_t poisson(ts_generator &g, double rate) {
  if (rate == 0) return 0;
  return rate < 10 ? poisson_product(g, rate) : poisson_rejection(g, rate);
}

/// Marsaglia and Tsang: a cubed normal, squeezed; a shape below 1 is raised by one and scaled.
template <class T>
T gamma(ts_generator &g, T alpha) {
  if (alpha == 0) return T{0};
  double scale = 1;
  if (alpha < 1) {
    scale = std::pow(1 - next53(g), static_cast<double>(T{1} / alpha));
    alpha = static_cast<T>(alpha + T{1});
  }
  const double d = static_cast<double>(static_cast<T>(alpha - static_cast<T>(1.0f / 3.0f)));
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    double x, y;
    do {
      x = next_normal(g);
      y = 1.0 + c * x;
    } while (y <= 0);
    const double v = y * y * y;
    const double u = 1 - next53(g);
    const double square = x * x;
    const bool squeezed = u < 1.0 - static_cast<double>(0.0331f) * square * square;
    if (squeezed || std::log(u) < 0.5 * square + d * (1.0 - v + std::log(v)))
      return static_cast<T>(scale * d * v);
  }
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_random_poisson(ts_generator *g, const ts_view *out, const ts_view *rate) {
  TS_DISPATCH_FLOATING(out->dtype, T, {
    ts::for_each_run<T, T>(*out, *rate, [=](ts::Run<T> run, ts::Run<const T> in) {
      for (int64_t i = 0; i < run.count; ++i) {
        const double expected = static_cast<double>(static_cast<ts::acc_t<T>>(in.data[i * in.step]));
        run.data[i * run.step] = ts::cast<T>(ts::poisson(*g, expected));
      }
    });
  });
}

TS_EXPORT void ts_random_gamma(ts_generator *g, const ts_view *out, const ts_view *alpha) {
  TS_DISPATCH_BLAS(out->dtype, T, {
    ts::for_each_run<T, T>(*out, *alpha, [=](ts::Run<T> run, ts::Run<const T> in) {
      for (int64_t i = 0; i < run.count; ++i) {
        const T sample = ts::gamma<T>(*g, in.data[i * in.step]);
        run.data[i * run.step] = std::max(std::numeric_limits<T>::min(), sample);
      }
    });
  });
}
