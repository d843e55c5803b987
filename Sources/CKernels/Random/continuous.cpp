// Distributions whose inverse is a formula: one u53 an element, computed in double.
#include <cmath>

#include "box_muller.h"
#include "fill.h"

namespace ts {
namespace {

template <class T>
void exponential(ts_generator &g, const ts_view &out, double lambda) {
  const double scale = -1.0 / lambda;
  fill_from<double, T>(g, out, [=](double u) { return cast<T>(scale * std::log1p(-u)); });
}

template <class T>
void cauchy(ts_generator &g, const ts_view &out, double median, double sigma) {
  fill_from<double, T>(g, out, [&](double u) {
    return cast<T>(multiply_add(g, sigma, std::tan(M_PI * (u - 0.5)), median));
  });
}

template <class T>
void geometric(ts_generator &g, const ts_view &out, double p) {
  const double scale = std::log1p(-p);
  fill_from<double, T>(
      g, out, [=](double u) { return cast<T>(std::ceil(std::log(u) / scale)); });
}

template <class T>
void slopes(ts_generator &g, const ts_view &out, const ts_view &in, double lower, double upper) {
  using A = acc_t<T>;
  const double low = static_cast<A>(lower), high = static_cast<A>(upper);
  for_each_run<T, T>(out, in, [&](Run<T> run, Run<const T> x) {
    for (int64_t i = 0; i < run.count; ++i) {
      const bool negative = static_cast<A>(x.data[i * x.step]) <= 0;
      const double slope = negative ? next53(g) * (high - low) + low : 1.0;
      run.data[i * run.step] = cast<T>(static_cast<A>(slope));
    }
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_random_exponential(ts_generator *g, const ts_view *out, double lambda) {
  TS_DISPATCH_FLOATING(out->dtype, T, { ts::exponential<T>(*g, *out, lambda); });
}

TS_EXPORT void ts_random_cauchy(ts_generator *g, const ts_view *out, double median,
                                double sigma) {
  TS_DISPATCH_FLOATING(out->dtype, T, { ts::cauchy<T>(*g, *out, median, sigma); });
}

TS_EXPORT void ts_random_geometric(ts_generator *g, const ts_view *out, double p) {
  TS_DISPATCH_NUMERIC(out->dtype, T, { ts::geometric<T>(*g, *out, p); });
}

TS_EXPORT void ts_random_slopes(ts_generator *g, const ts_view *out, const ts_view *in,
                                double lower, double upper) {
  TS_DISPATCH_FLOATING(out->dtype, T, { ts::slopes<T>(*g, *out, *in, lower, upper); });
}
