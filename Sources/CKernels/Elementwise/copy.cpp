// Copies between any two dtypes, fills, selection and frexp.
#include <string.h>

#include "rows.h"

namespace ts {
namespace {

template <class R, class T>
void copy_row(char *const *data, const int64_t *steps, int64_t n, const void *) {
  R *o = reinterpret_cast<R *>(data[0]);
  const T *a = reinterpret_cast<const T *>(data[1]);
  const int64_t so = steps[0], sa = steps[1];
  if (so == 1 && sa == 1) {
    if constexpr (std::is_same_v<R, T>) {
      memcpy(data[0], data[1], n * sizeof(T));
    } else {
      multiversion([=]() TS_INLINE {
        TS_INDEPENDENT
        for (int64_t i = 0; i < n; ++i) o[i] = cast<R>(a[i]);
      });
    }
  } else if (so == 1 && sa == 0) {
    const R value = cast<R>(*a);
    for (int64_t i = 0; i < n; ++i) o[i] = value;
  } else {
    for (int64_t i = 0; i < n; ++i) o[i * so] = cast<R>(a[i * sa]);
  }
}

template <class R>
RowFunction copy_row_from(int32_t from) {
  TS_DISPATCH_ALL(from, T, { return copy_row<R, T>; });
  return nullptr;
}

/// Copies of the same dtype move unsigned integers of the element's size.
RowFunction move_row(int32_t dtype) {
  TS_DISPATCH_BYTES(item_size(dtype), T, { return copy_row<T, T>; });
  return nullptr;
}

RowFunction find_copy_row(int32_t to, int32_t from) {
  if (to == from) return move_row(to);
  TS_DISPATCH_ALL(to, R, { return copy_row_from<R>(from); });
  return nullptr;
}

template <class T>
void where_row(char *const *data, const int64_t *steps, int64_t n, const void *) {
  T *o = reinterpret_cast<T *>(data[0]);
  const uint8_t *c = reinterpret_cast<const uint8_t *>(data[1]);
  const T *a = reinterpret_cast<const T *>(data[2]);
  const T *b = reinterpret_cast<const T *>(data[3]);
  const int64_t so = steps[0], sc = steps[1], sa = steps[2], sb = steps[3];
  if (so == 1 && sc == 1 && sa == 1 && sb == 1) {
    multiversion([=]() TS_INLINE {
      TS_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) {
        const T x = a[i], y = b[i];
        o[i] = c[i] != 0 ? x : y;
      }
    });
  } else {
    for (int64_t i = 0; i < n; ++i) o[i * so] = c[i * sc] != 0 ? a[i * sa] : b[i * sb];
  }
}

template <class T>
void frexp_row(char *const *data, const int64_t *steps, int64_t n, const void *) {
  T *m = reinterpret_cast<T *>(data[0]);
  int32_t *e = reinterpret_cast<int32_t *>(data[1]);
  const T *a = reinterpret_cast<const T *>(data[2]);
  for (int64_t i = 0; i < n; ++i) {
    int exponent = 0;
    const double value = static_cast<double>(acc_t<T>(a[i * steps[2]]));
    m[i * steps[0]] = cast<T>(static_cast<acc_t<T>>(__builtin_frexp(value, &exponent)));
    e[i * steps[1]] = exponent;
  }
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_copy(const ts_view *out, const ts_view *in) {
  const ts_view *views[] = {out, in};
  ts::iterate(views, 2, ts::find_copy_row(out->dtype, in->dtype), nullptr, ts::cheap_grain);
}

TS_EXPORT void ts_fill(const ts_view *out, ts_scalar value) {
  alignas(8) char element[8];
  ts::store_scalar(element, out->dtype, value);
  const ts_view in = {element, out->dtype, 0, nullptr, nullptr};
  ts_copy(out, &in);
}

TS_EXPORT void ts_where(const ts_view *out, const ts_view *condition, const ts_view *a,
                        const ts_view *b) {
  const ts_view *views[] = {out, condition, a, b};
  TS_DISPATCH_BYTES(ts::item_size(out->dtype), T, {
    ts::iterate(views, 4, ts::where_row<T>, nullptr, ts::cheap_grain);
  });
}

TS_EXPORT void ts_frexp(const ts_view *mantissa, const ts_view *exponent, const ts_view *in) {
  const ts_view *views[] = {mantissa, exponent, in};
  TS_DISPATCH_FLOATING(in->dtype, T, {
    ts::iterate(views, 3, ts::frexp_row<T>, nullptr, ts::costly_grain);
  });
}
