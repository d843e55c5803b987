// oneDNN (apt: libdnnl), an accelerator for convolutions: opened at run time where it is
// installed, never needed.
#ifndef TS_ONEDNN_H
#define TS_ONEDNN_H

#include "ts_conv.h"

/// When to use the library.
enum ts_onednn_use {
  TS_ONEDNN_NEVER = 0,
  /// Wherever it can compute a convolution.
  TS_ONEDNN_ALWAYS = 1,
  /// Where it is also the faster way.
  TS_ONEDNN_WHERE_FASTER = 2,
};

/// What is in force; at first what `TOUCHSTONE_ONEDNN` says: 0 never, 1 always, else where faster.
TS_EXPORT int32_t ts_get_onednn_use(void);
TS_EXPORT void ts_set_onednn_use(int32_t use);

/// "2.6.3", or null when the library cannot be used. Opens it at the first call:
/// `TOUCHSTONE_ONEDNN_LIBRARY` names another file than `libdnnl.so.2`.
TS_EXPORT const char *ts_onednn_version(void);

/// Why the library cannot be used; null when it can.
TS_EXPORT const char *ts_onednn_absence(void);

/// Convolutions that the library has computed so far.
TS_EXPORT int64_t ts_onednn_count(void);

// The products of ts_conv.h. Operands may have any strides that `ts_conv_image` describes; weights
// are row-major. False when the library does not compute this one: then the result is undefined
// and `ts_conv_*` is to be called.

TS_EXPORT bool ts_onednn_conv_forward(const ts_conv *conv, int32_t dtype, ts_conv_image input,
                                      const void *weight, const void *bias, ts_conv_image out);

TS_EXPORT bool ts_onednn_conv_input_gradient(const ts_conv *conv, int32_t dtype,
                                             ts_conv_image grad, const void *weight,
                                             const void *bias, ts_conv_image out);

TS_EXPORT bool ts_onednn_conv_weight_gradient(const ts_conv *conv, int32_t dtype,
                                              ts_conv_image input, ts_conv_image grad, void *out);

#endif
