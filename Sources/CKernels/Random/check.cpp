// Checks of parameters that are tensors.
#include <cmath>

#include "fill.h"

namespace ts {
namespace {

template <class T>
bool all_within(const ts_view &values, double low, double high) {
  bool inside = true;
  for_each_run<const T>(values, [&](Run<const T> run) {
    for (int64_t i = 0; i < run.count; ++i) {
      const double x = static_cast<double>(static_cast<acc_t<T>>(run.data[i * run.step]));
      inside = inside && x >= low && x <= high;
    }
  });
  return inside;
}

template <class T>
int32_t row_flaw(const T *row, int64_t step, int64_t n) {
  acc_t<T> sum = 0;
  for (int64_t i = 0; i < n; ++i) {
    const auto x = static_cast<acc_t<T>>(row[i * step]);
    if (!(x >= 0)) return 1;
    if (!std::isfinite(x)) return 2;
    sum += x;
  }
  return sum > 0 ? 0 : 3;
}

template <class T>
int32_t category_flaw(const ts_view &p) {
  for (int64_t row = 0; row < p.sizes[0]; ++row) {
    const T *start = static_cast<const T *>(p.data) + row * p.strides[0];
    if (const int32_t flaw = row_flaw(start, p.strides[1], p.sizes[1])) return flaw;
  }
  return 0;
}

}  // namespace
}  // namespace ts

TS_EXPORT bool ts_random_all_within(const ts_view *values, double low, double high) {
  TS_DISPATCH_ALL(values->dtype, T, { return ts::all_within<T>(*values, low, high); });
  return true;
}

TS_EXPORT int32_t ts_random_category_flaw(const ts_view *p) {
  TS_DISPATCH_FLOATING(p->dtype, T, { return ts::category_flaw<T>(*p); });
  return 0;
}
