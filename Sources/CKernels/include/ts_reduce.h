// Reductions over any set of dimensions, arg-reductions, moments, softmax.
//
// The output view has the input's rank and size 1 in every reduced dimension. Sums accumulate in
// double (int64 for integers) with a fixed order, so results do not depend on the thread count.
#ifndef TS_REDUCE_H
#define TS_REDUCE_H

#include "ts_types.h"

enum ts_reduce_op {
  TS_REDUCE_SUM,            ///< Σ x
  TS_REDUCE_NANSUM,         ///< Σ x over x that are not NaN
  TS_REDUCE_MEAN,           ///< Σ x / n
  TS_REDUCE_PROD,           ///< Π x
  TS_REDUCE_AMAX,           ///< max x; NaN wins
  TS_REDUCE_AMIN,           ///< min x; NaN wins
  TS_REDUCE_ANY,            ///< x ≠ 0 for some x
  TS_REDUCE_ALL,            ///< x ≠ 0 for all x
  TS_REDUCE_COUNT_NONZERO,  ///< number of x ≠ 0
  TS_REDUCE_NORM,           ///< (Σ |x|^p)^(1/p); p = 0 counts, p = ±inf is max / min |x|
};

/// Reduces `in` to `out`; `p` is the order of a norm, ignored by the other operations.
TS_EXPORT void ts_reduce(int32_t op, const ts_view *in, const ts_view *out, double p);

/// Variance Σ (x − mean)² / max(0, n − correction), or its root; `mean` may be null.
TS_EXPORT void ts_moments(const ts_view *in, const ts_view *mean, const ts_view *var,
                          double correction, bool root);

/// log Σ exp(x), computed around the maximum.
TS_EXPORT void ts_logsumexp(const ts_view *in, const ts_view *out);

/// Largest (smallest) element along the one reduced dimension `dim`, and the index of its first
/// occurrence; NaN wins. `values` may be null.
TS_EXPORT void ts_arg_reduce(bool largest, int32_t dim, const ts_view *in, const ts_view *values,
                             const ts_view *indices);

/// exp(x) / Σ exp(x) along `dim`, or its logarithm.
TS_EXPORT void ts_softmax(const ts_view *in, const ts_view *out, int32_t dim, bool log);

/// Which gradient: y · (g − Σ g·y) for any y; the same for y that softmax made, whose sum is 1 but
/// for rounding, which the quotient Σ g·y / Σ y makes up for; of log-softmax, g − exp(y) · Σ g.
enum { TS_SOFTMAX_ANY = 0, TS_SOFTMAX_NORMALISED = 1, TS_SOFTMAX_LOG = 2 };

/// Gradient of softmax or log-softmax from its output y.
TS_EXPORT void ts_softmax_backward(const ts_view *grad, const ts_view *output,
                                   const ts_view *result, int32_t dim, int32_t form);

#endif
