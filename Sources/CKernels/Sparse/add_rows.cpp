#include "../include/ts_sparse.h"

#include <algorithm>

#include "../Common/dispatch.h"
#include "../Common/half.h"
#include "../Common/parallel.h"

namespace ts {
namespace {

/// total + alpha · x as PyTorch's sparse kernels round it.
template <class T>
TS_FN T add_scaled(T total, T x, T alpha) {
  if constexpr (std::is_same_v<T, float>) {
    return __builtin_fmaf(alpha, x, total);
  } else if constexpr (std::is_same_v<T, double>) {
    return __builtin_fma(alpha, x, total);
  } else if constexpr (is_half_v<T>) {
    const float product = T(float(alpha) * float(x));
    return T(float(total) + product);
  } else if constexpr (std::is_same_v<T, bool>) {
    return total || (alpha && x);
  } else {
    return T(uint64_t(total) + uint64_t(alpha) * uint64_t(x));
  }
}

template <class T>
T scalar(ts_scalar value) {
  if constexpr (is_floating_v<T>) return T(static_cast<acc_t<T>>(value.f));
  else return T(value.i);
}

/// All items in the columns [begin, end).
template <class T>
void add_columns(
    T *target, const int64_t *rows, const T *source, int64_t items, int64_t width, int64_t begin,
    int64_t end, T alpha) {
  TS_MULTIVERSION({
    for (int64_t i = 0; i < items; ++i) {
      T *to = target + rows[i] * width;
      const T *from = source + i * width;
      for (int64_t j = begin; j < end; ++j) to[j] = add_scaled(to[j], from[j], alpha);
    }
  });
}

}  // namespace
}  // namespace ts

void ts_add_rows(
    int32_t dtype, void *target, const int64_t *rows, const void *source, int64_t items,
    int64_t width, ts_scalar alpha) {
  // Threads share columns, never rows, so that each element meets its items in order.
  const int64_t grain = std::max<int64_t>(64, 32768 / std::max<int64_t>(1, items));
  TS_DISPATCH_ALL(dtype, T, {
    const T factor = ts::scalar<T>(alpha);
    ts::parallel_for(width, grain, [=](int64_t begin, int64_t end) {
      ts::add_columns(
          static_cast<T *>(target), rows, static_cast<const T *>(source), items, width, begin,
          end, factor);
    });
  });
}
