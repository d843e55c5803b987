// Kernels of pooling. Tensors arrive as [N, C, D, H, W] with any strides; images and signals have
// sizes of 1 in front. Indices are int64 positions in a plane, (d · H + h) · W + w.
#ifndef TS_POOL_H
#define TS_POOL_H

#include "ts_types.h"

/// The windows along one dimension: window `o` holds the positions start[o] + i · step for
/// 0 ≤ i < count[o]. All of them lie inside the input.
typedef struct ts_windows {
  const int64_t *start;
  const int64_t *count;
  /// What a sum is divided by is the product of the three dimensions' divisors.
  const int64_t *divisor;
  int64_t step;
} ts_windows;

/// out[o] = Σ over window o of the input / divisor[o]; with `divide_input` the divisors belong to
/// input positions instead, out[o] = Σ over window o of input[i] / divisor[i], which is how the
/// gradient of a mean is computed. Floats are summed in double, integers in int64.
TS_EXPORT void ts_pool_mean(const ts_view *in, const ts_view *out, const ts_windows *axes,
                            bool divide_input);

/// The largest element of each window and its position; NaN wins, of equal ones the first, of
/// NaNs the last. A window without elements gives the least value and its own start.
TS_EXPORT void ts_pool_max(const ts_view *in, const ts_view *out, const ts_view *indices,
                           const ts_windows *axes);

/// The same over windows whose places are random (Graham 2014): `samples` [N, C, 3] holds a
/// number in [0, 1) for each dimension of each plane, `kernel` the sizes of the windows.
TS_EXPORT void ts_pool_fractional_max(const ts_view *in, const ts_view *out,
                                      const ts_view *indices, const ts_view *samples,
                                      const int64_t *kernel);

/// target = 0, then target[indices[p]] = source[p], or += with `accumulate`, in each plane.
/// Positions outside the plane are passed over. Half types accumulate in float.
TS_EXPORT void ts_plane_scatter(const ts_view *source, const ts_view *indices,
                                const ts_view *target, bool accumulate);

/// target[p] = source[indices[p]] in each plane; 0 for positions outside the plane.
TS_EXPORT void ts_plane_gather(const ts_view *source, const ts_view *indices,
                               const ts_view *target);

#endif
