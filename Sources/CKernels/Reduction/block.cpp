#include "block.h"

#include "../Common/dispatch.h"
#include "../Common/half.h"

namespace ts {
namespace {

template <class T, class D>
void load(const void *base, int64_t offset, int64_t stride, int64_t n, D *out) {
  const T *p = static_cast<const T *>(base) + offset;
  if (stride == 1) {
    TS_MULTIVERSION({
      for (int64_t i = 0; i < n; ++i) out[i] = cast<D>(p[i]);
    });
  } else {
    for (int64_t i = 0; i < n; ++i) out[i] = cast<D>(p[i * stride]);
  }
}

template <class T, class D>
void store(void *base, int64_t offset, int64_t stride, int64_t n, const D *in) {
  T *p = static_cast<T *>(base) + offset;
  if (stride == 1 && n > 1) {
    TS_MULTIVERSION({
      for (int64_t i = 0; i < n; ++i) p[i] = cast<T>(in[i]);
    });
  } else {
    for (int64_t i = 0; i < n; ++i) p[i * stride] = cast<T>(in[i]);
  }
}

}  // namespace

template <class D>
Load<D> load_for(int32_t dtype) {
  TS_DISPATCH_ALL(dtype, T, { return load<T, D>; });
  return nullptr;
}

template <class D>
Store<D> store_for(int32_t dtype) {
  TS_DISPATCH_ALL(dtype, T, { return store<T, D>; });
  return nullptr;
}

template Load<float> load_for<float>(int32_t);
template Store<float> store_for<float>(int32_t);
template Load<double> load_for<double>(int32_t);
template Load<int64_t> load_for<int64_t>(int32_t);
template Store<double> store_for<double>(int32_t);
template Store<int64_t> store_for<int64_t>(int32_t);

}  // namespace ts
