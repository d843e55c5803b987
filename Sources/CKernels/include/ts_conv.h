// Convolution over up to three spatial dimensions: the product and its two gradients.
//
// With x [N, C, in…], w [O, C / groups, kernel…], y [N, O, out…] and one bilinear form
// y = conv(x, w), the three functions below are the form and its adjoints; a transposed
// convolution is the gradient with respect to x. Half types compute in float and round once;
// integers wrap around. Results do not depend on the number of threads.
#ifndef TS_CONV_H
#define TS_CONV_H

#include "ts_types.h"

/// Sizes of a convolution. Fewer than three spatial dimensions have leading ones of size 1 (kernel,
/// stride and dilation 1, padding 0). Nothing here is zero but `batch` and `padding`.
typedef struct ts_conv {
  int64_t batch, groups, in_channels, out_channels;
  int64_t in[3], kernel[3], out[3];
  int64_t stride[3], padding[3], dilation[3];
  /// Whether the padding is zeros that are multiplied, so that a weight or gradient that is not
  /// finite gives NaN there; otherwise taps in the padding are left out.
  bool multiplies_padding;
} ts_conv;

/// Memory of a result [N, channels, positions]: strides count elements; the spatial dimensions are
/// dense among themselves.
typedef struct ts_conv_image {
  void *data;
  int64_t batch_stride, channel_stride, position_stride;
} ts_conv_image;

/// y = conv(x, w) + bias. Operands are row-major; `bias` [O] may be null.
TS_EXPORT void ts_conv_forward(const ts_conv *conv, int32_t dtype, const void *input,
                               const void *weight, const void *bias, ts_conv_image out);

/// x' = Σ y w, the gradient with respect to the input, plus `bias` [C], which may be null.
TS_EXPORT void ts_conv_input_gradient(const ts_conv *conv, int32_t dtype, const void *grad,
                                      const void *weight, const void *bias, ts_conv_image out);

/// Sliding blocks of the input, [N, C · taps, positions] from [N, C, in…]: the columns that a
/// convolution of these sizes multiplies its weight with. Zeros in the padding; any dtype.
TS_EXPORT void ts_conv_unfold(const ts_conv *conv, int32_t dtype, const void *input, void *out);

/// The adjoint: blocks summed where they overlap, floating dtypes and bool ("or").
TS_EXPORT void ts_conv_fold(const ts_conv *conv, int32_t dtype, const void *columns, void *out);

/// w' = Σ y x, the gradient with respect to the weight; `out` is row-major.
TS_EXPORT void ts_conv_weight_gradient(const ts_conv *conv, int32_t dtype, const void *input,
                                       const void *grad, void *out);

#endif
