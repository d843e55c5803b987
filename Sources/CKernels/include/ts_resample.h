// Kernels of resampling images. Tensors arrive as [N, C, D, H, W] with any strides; images and
// signals have sizes of 1 in front.
#ifndef TS_RESAMPLE_H
#define TS_RESAMPLE_H

#include "ts_types.h"

/// What each output along one dimension is made of: output `o` is the sum of weight[k] · input
/// [index[k]] over begin[o] ≤ k < begin[o + 1].
typedef struct ts_taps {
  const int64_t *begin;
  const int64_t *index;
  const double *weight;
} ts_taps;

/// out = the input resampled along the three dimensions at once. Terms are kept even where their
/// weight is 0, so that infinities and NaN spread as in PyTorch. Floating dtypes; uint8 with
/// weights of 1 only.
TS_EXPORT void ts_resample(const ts_view *in, const ts_view *out, const ts_taps *axes);

/// The same along `axis` (2, 3 or 4) for uint8, in integers: weights become 16-bit numbers with
/// as many fraction bits as the largest one leaves room for; sums round half up and saturate.
TS_EXPORT void ts_resample_bytes(const ts_view *in, const ts_view *out, int32_t axis,
                                 const ts_taps *taps);

enum ts_grid_mode { TS_GRID_LINEAR = 0, TS_GRID_NEAREST = 1, TS_GRID_CUBIC = 2 };
enum ts_grid_padding { TS_GRID_ZEROS = 0, TS_GRID_BORDER = 1, TS_GRID_REFLECTION = 2 };

/// How `ts_grid_*` read: `dims` (2 or 3) coordinates a point, in the order (x, y, z), -1 and 1 at
/// the corner pixels' centres (`align_corners`) or at the outer edges.
typedef struct ts_grid_rule {
  int32_t dims;
  int32_t mode;
  int32_t padding;
  bool align_corners;
} ts_grid_rule;

/// out[n, c, p] = the input [N, C, D, H, W] read at grid [N, D', H', W', dims] (contiguous).
TS_EXPORT void ts_grid_sample(const ts_view *in, const ts_view *grid, const ts_view *out,
                              const ts_grid_rule *rule);

/// Gradients of `ts_grid_sample` for the gradient `g` of its result; either may be null.
TS_EXPORT void ts_grid_sample_backward(const ts_view *g, const ts_view *in, const ts_view *grid,
                                       const ts_view *to_in, const ts_view *to_grid,
                                       const ts_grid_rule *rule);

/// Gradients of `ts_grid_sample_backward` for the gradients `of_in` and `of_grid` of its two
/// results (either may be null), with respect to `g`, `in` and `grid`.
TS_EXPORT void ts_grid_sample_second(const ts_view *of_in, const ts_view *of_grid,
                                     const ts_view *g, const ts_view *in, const ts_view *grid,
                                     const ts_view *to_g, const ts_view *to_in,
                                     const ts_view *to_grid, const ts_grid_rule *rule);

#endif
