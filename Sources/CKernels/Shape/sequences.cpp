#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../include/ts_shape.h"

#include <type_traits>

namespace {

constexpr int64_t grain = 16384;

/// The scalar as an element of type T; integers are read exactly.
template <typename T>
T element(ts_scalar value) {
  if constexpr (ts::is_floating_v<T>) return ts::cast<T>(value.f);
  else return ts::cast<T>(value.i);
}

/// `a + b i`, rounded once for the wide types.
template <typename T>
ts::acc_t<T> advance(ts::acc_t<T> a, ts::acc_t<T> b, int64_t i) {
  if constexpr (ts::is_half_v<T>) {
    return a + b * static_cast<float>(i);
  } else if constexpr (std::is_same_v<T, float>) {
    return static_cast<float>(double(a) + double(b) * double(i));
  } else {
    return __builtin_fma(b, static_cast<double>(i), a);
  }
}

/// Evenly spaced values from `start` to `end`, computed from the nearer end: integers and
/// their differences are carried in double, halves in float.
template <typename T>
struct Ramp {
  using Element = std::conditional_t<ts::is_floating_v<T>, T, double>;
  using Wide = ts::acc_t<Element>;

  Wide start, end, step;
  int64_t count;

  Ramp(ts_scalar first, ts_scalar last, int64_t n)
      : start(element<T>(first)), end(element<T>(last)), step((end - start) / Wide(n - 1)),
        count(n) {}

  Wide operator[](int64_t i) const {
    return i < count / 2 ? advance<Element>(start, step, i)
                         : advance<Element>(end, -step, count - i - 1);
  }
};

/// Fills the contiguous `out` with `value(i)`.
template <typename T, typename Value>
void generate(ts_view out, Value value) {
  T *to = static_cast<T *>(out.data);
  ts::parallel_for(out.sizes[0], grain, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) to[i] = ts::cast<T>(value(i));
  });
}

}  // namespace

void ts_arange(ts_view out, ts_scalar start, ts_scalar step) {
  TS_DISPATCH_NUMERIC(out.dtype, T, {
    if constexpr (ts::is_floating_v<T>) {
      generate<T>(out, [=](int64_t i) { return start.f + step.f * double(i); });
    } else {
      generate<T>(out, [=](int64_t i) { return start.i + step.i * i; });
    }
  });
}

void ts_linspace(ts_view out, ts_scalar start, ts_scalar end) {
  TS_DISPATCH_NUMERIC(out.dtype, T, {
    const Ramp<T> ramp(start, end, out.sizes[0]);
    generate<T>(out, [=](int64_t i) { return ramp[i]; });
  });
}

void ts_logspace(ts_view out, ts_scalar start, ts_scalar end, double base) {
  TS_DISPATCH_NUMERIC(out.dtype, T, {
    const double first = ts::is_floating_v<T> ? start.f : double(element<T>(start));
    const double last = ts::is_floating_v<T> ? end.f : double(element<T>(end));
    const int64_t count = out.sizes[0];
    const double step = count > 1 ? (last - first) / double(count - 1) : 0;
    generate<T>(out, [=](int64_t i) {
      const double forward = first + step * double(i);
      const double backward = last - step * double(count - i - 1);
      return __builtin_pow(base, i < count / 2 ? forward : backward);
    });
  });
}
