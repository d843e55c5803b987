#include "rows.h"
#include "../formulas/transcendental.h"
#include "../formulas/loss.h"

namespace ts {
namespace {
TS_BINARY_TRANSCENDENTAL(TS_BIND_X, TS_BIND_P)

/// The neighbour of a 16-bit float: its bits, read as sign and magnitude, change by one.
template <class T>
T step(T from, T to) {
  const float x = from, y = to;
  if (x != x || y != y) return cast<T>(x + y);
  if (x == y) return to;
  const uint16_t bits = __builtin_bit_cast(uint16_t, from);
  if (x == 0) return __builtin_bit_cast(T, static_cast<uint16_t>(y > 0 ? 0x0001 : 0x8001));
  const bool grows = (y > x) == (x > 0);
  return __builtin_bit_cast(T, static_cast<uint16_t>(grows ? bits + 1 : bits - 1));
}

template <class T>
void step_row(char *const *data, const int64_t *steps, int64_t n, const void *) {
  T *o = reinterpret_cast<T *>(data[0]);
  const T *a = reinterpret_cast<const T *>(data[1]);
  const T *b = reinterpret_cast<const T *>(data[2]);
  for (int64_t i = 0; i < n; ++i) o[i * steps[0]] = step(a[i * steps[1]], b[i * steps[2]]);
}

template <class T>
constexpr RowFunction nextafter_row() {
  if constexpr (is_half_v<T>) return step_row<T>;
  else return binary_row<nextafter_bound, T, T>;
}
}  // namespace

/// Half types step by their own neighbours, not by float's.
template <> struct BinaryRows<nextafter_bound> {
  template <class T> static constexpr RowFunction row = nextafter_row<T>();
};

#define TS_LINE(name, dtypes, cost) make_kernel<BinaryRows<name##_bound>, TS_SET_##dtypes>(cost == SIMPLE),
extern const Kernel binary_transcendental_kernels[] = {TS_BINARY_TRANSCENDENTAL(TS_LINE, TS_LINE)};
#undef TS_LINE

}  // namespace ts
