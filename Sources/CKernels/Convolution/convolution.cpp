// Entry points: one switch over the dtype, and the choice between the two algorithms.
#include "../Matmul/gemm.h"
#include "../include/ts_runtime.h"
#include "direct.h"
#include "general.h"

namespace ts::conv {
namespace {

template <class T>
bool is_finite(const T *values, int64_t count) {
  return TS_MULTIVERSION({
    bool finite = true;
    for (int64_t i = 0; i < count; ++i) finite &= acc_t<T>(values[i]) * 0 == 0;
    return finite;
  });
}

/// The `count` numbers that zeros of the padding would be multiplied with.
struct Factor {
  const void *data;
  int64_t count;
};

int64_t weight_count(const ts_conv &conv) { return conv.out_channels * Geometry(conv).depth(); }

int64_t grad_count(const ts_conv &conv) {
  return conv.batch * conv.out_channels * Geometry(conv).positions();
}

/// Calls `body(algorithm, T{})` with the algorithm that suits the sizes. Where the padding is
/// multiplied that is always the one with columns, whose sums overflow as PyTorch's do; elsewhere
/// a factor that is not finite takes the one that never meets the padding.
template <class T, class Body>
void choose(const ts_conv &conv, Factor factor, Body &&body) {
  using C = acc_t<T>;
  if constexpr (is_floating_v<T>) {
    const Geometry g(conv);
    const bool suits =
        g.is_depthwise() ||
        (g.has_padding() && !is_finite(static_cast<const T *>(factor.data), factor.count));
    if (suits && !conv.multiplies_padding) return body(Direct<T, C>(conv), T{});
  }
  body(General<T, C>(conv), T{});
}

/// Integers share the unsigned type of their width: sums modulo 2^bits are the same.
template <class Body>
void dispatch(const ts_conv &conv, int32_t dtype, Factor factor, Body &&body) {
  ts_blas_prepare();
  switch (dtype) {
    case TS_FLOAT32: return choose<float>(conv, factor, body);
    case TS_FLOAT64: return choose<double>(conv, factor, body);
    case TS_FLOAT16: return choose<float16>(conv, factor, body);
    case TS_BFLOAT16: return choose<bfloat16>(conv, factor, body);
    case TS_INT8:
    case TS_UINT8: return choose<uint8_t>(conv, factor, body);
    case TS_INT16: return choose<uint16_t>(conv, factor, body);
    case TS_INT32: return choose<uint32_t>(conv, factor, body);
    case TS_INT64: return choose<uint64_t>(conv, factor, body);
  }
}

}  // namespace
}  // namespace ts::conv

TS_EXPORT void ts_conv_forward(const ts_conv *conv, int32_t dtype, const void *input,
                               const void *weight, const void *bias, ts_conv_image out) {
  const ts::conv::Factor factor{weight, ts::conv::weight_count(*conv)};
  ts::conv::dispatch(*conv, dtype, factor, [&](const auto &algorithm, auto element) {
    using T = const decltype(element);
    algorithm.forward(static_cast<T *>(input), static_cast<T *>(weight), static_cast<T *>(bias),
                      out);
  });
}

TS_EXPORT void ts_conv_input_gradient(const ts_conv *conv, int32_t dtype, const void *grad,
                                      const void *weight, const void *bias, ts_conv_image out) {
  ts::conv::dispatch(*conv, dtype, {}, [&](const auto &algorithm, auto element) {
    using T = const decltype(element);
    algorithm.input_gradient(static_cast<T *>(grad), static_cast<T *>(weight),
                             static_cast<T *>(bias), out);
  });
}

TS_EXPORT void ts_conv_weight_gradient(const ts_conv *conv, int32_t dtype, const void *input,
                                       const void *grad, void *out) {
  const ts::conv::Factor factor{grad, ts::conv::grad_count(*conv)};
  ts::conv::dispatch(*conv, dtype, factor, [&](const auto &algorithm, auto element) {
    using T = decltype(element);
    algorithm.weight_gradient(static_cast<const T *>(input), static_cast<const T *>(grad),
                              static_cast<T *>(out));
  });
}
