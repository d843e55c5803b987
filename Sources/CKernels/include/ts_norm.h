// Kernels of normalisation: y = (x − mean) · invstd · weight + bias.
//
// Tensors are dense and seen as [samples, channels, space] in memory. Everything is computed in
// double and rounded once; statistics are arrays of double, one entry for each group. Results do
// not depend on the number of threads.
#ifndef TS_NORM_H
#define TS_NORM_H

#include "ts_types.h"

/// Which elements are normalised together.
typedef struct ts_norm_layout {
  int64_t samples, channels, space;
  /// Number of neighbouring channels of a sample that form a group; 0: every channel is a group,
  /// over all samples (batch normalisation).
  int64_t group;
} ts_norm_layout;

/// Mean and biased variance of each group. Without `mean`, Σ x² / n around zero.
TS_EXPORT void ts_norm_statistics(const ts_norm_layout *layout, const ts_view *in, double *mean,
                                  double *variance);

/// `mean`, `weight` and `bias` may be null; `weight` and `bias` have one entry for each channel.
TS_EXPORT void ts_norm_apply(const ts_norm_layout *layout, const ts_view *in, const double *mean,
                             const double *invstd, const ts_view *weight, const ts_view *bias,
                             const ts_view *out);

/// Gradients; those whose view is null are not computed.
///
/// With a = grad · weight, x̂ = (x − mean) · invstd and means m(·) over a group:
/// input: invstd · (a − m(a) − x̂ · m(a · x̂)), where m(a) is left out without `mean`; or
/// invstd · a where the statistics are constants (`fixed`).
/// weight: Σ grad · x̂, bias: Σ grad, over everything but the channels.
TS_EXPORT void ts_norm_backward(const ts_norm_layout *layout, const ts_view *grad,
                                const ts_view *in, const double *mean, const double *invstd,
                                const ts_view *weight, bool fixed, const ts_view *grad_in,
                                const ts_view *grad_weight, const ts_view *grad_bias);

#endif
