// Entry points: whether the library takes the call, and the switch over the dtype.
#include "convolution.h"

#include "../include/ts_onednn.h"

namespace ts::onednn {
namespace {

std::atomic<int64_t> computed{0};

/// The library's code is generated for one vector level, and has int sizes.
bool accepts(const ts_conv &conv) {
  if (!library().present() || library().level != ts_get_cpu_capability()) return false;
  const conv::Geometry g(conv);
  const int64_t most = int64_t{1} << 31;
  return g.batch > 0 && g.in_channels * g.in_positions() < most &&
         g.out_channels * g.positions() < most && g.out_channels * g.depth() < most;
}

/// Calls `body(run, T{})` with the run of a dtype that is computed in float.
template <class Body>
bool dispatch(Kind kind, const ts_conv &conv, int32_t dtype, ts_conv_image x, ts_conv_image y,
              bool has_bias, Body &&body) {
  const auto attempt = [&](auto element) {
    using T = decltype(element);
    Run<T> run(kind, conv, x, y);
    const bool ready = [&] {
      const OneThread guard;
      return run.prepare(has_bias);
    }();
    return ready && body(run, element);
  };
  if (!accepts(conv)) return false;
  const bool done = dtype == TS_FLOAT32   ? attempt(float{})
                    : dtype == TS_FLOAT16 ? attempt(float16{})
                    : dtype == TS_BFLOAT16 && attempt(bfloat16{});
  computed += done;
  return done;
}

}  // namespace
}  // namespace ts::onednn

using ts::onednn::Kind;

TS_EXPORT int64_t ts_onednn_count(void) { return ts::onednn::computed; }

TS_EXPORT bool ts_onednn_conv_forward(const ts_conv *conv, int32_t dtype, ts_conv_image input,
                                      const void *weight, const void *bias, ts_conv_image out) {
  return ts::onednn::dispatch(
      Kind::forward, *conv, dtype, input, out, bias != nullptr, [&](auto &run, auto element) {
        using T = const decltype(element);
        return run.images(static_cast<T *>(weight), static_cast<T *>(bias));
      });
}

TS_EXPORT bool ts_onednn_conv_input_gradient(const ts_conv *conv, int32_t dtype,
                                             ts_conv_image grad, const void *weight,
                                             const void *bias, ts_conv_image out) {
  return ts::onednn::dispatch(
      Kind::input_gradient, *conv, dtype, out, grad, bias != nullptr,
      [&](auto &run, auto element) {
        using T = const decltype(element);
        return run.images(static_cast<T *>(weight), static_cast<T *>(bias));
      });
}

TS_EXPORT bool ts_onednn_conv_weight_gradient(const ts_conv *conv, int32_t dtype,
                                              ts_conv_image input, ts_conv_image grad,
                                              void *out) {
  return ts::onednn::dispatch(
      Kind::weight_gradient, *conv, dtype, input, grad, false, [&](auto &run, auto element) {
        return run.weights(static_cast<decltype(element) *>(out));
      });
}
