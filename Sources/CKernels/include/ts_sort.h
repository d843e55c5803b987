// Sorting, selection, searching and counting.
//
// The order is PyTorch's: NaN is larger than every number, ties keep their order.
#ifndef TS_SORT_H
#define TS_SORT_H

#include "ts_types.h"

/// Stable sort along `dim`; every view has the input's shape, `indices` is int64.
TS_EXPORT void ts_sort(const ts_view *in, const ts_view *values, const ts_view *indices,
                       int32_t dim, bool descending);

/// The k = size of `values` along `dim` largest (smallest) elements, sorted.
TS_EXPORT void ts_topk(const ts_view *in, const ts_view *values, const ts_view *indices,
                       int32_t dim, bool largest);

enum ts_select_op {
  TS_SELECT_KTHVALUE,   ///< the k-th smallest, k from 1
  TS_SELECT_MEDIAN,     ///< the lower median; NaN if there is one
  TS_SELECT_NANMEDIAN,  ///< the lower median of the elements that are not NaN
  TS_SELECT_MODE,       ///< the smallest of the most frequent values, at its last index
};

/// One element along `dim` and its index; `values` and `indices` have size 1 there.
TS_EXPORT void ts_select(int32_t op, const ts_view *in, const ts_view *values,
                         const ts_view *indices, int32_t dim, int64_t k);

/// Permutation (int64, n) that sorts the n rows of a two-dimensional view lexicographically.
TS_EXPORT void ts_sort_rows(const ts_view *in, const ts_view *permutation);

/// Insertion points of `values` in the sorted rows of `boundaries` (contiguous, same dtype).
///
/// `boundaries` is 1-D, or has the leading dimensions of `values`; `sorter` (int64, contiguous,
/// like `boundaries`) may be null. `out` is int64 or int32, contiguous.
TS_EXPORT void ts_searchsorted(const ts_view *boundaries, const ts_view *sorter,
                               const ts_view *values, const ts_view *out, bool right);

/// Adds to `out` (float64 or int64, contiguous) the number of, or the weights of, the elements of
/// each bin: `in` (1-D, int64, non-negative), `weights` (1-D, float64) may be null.
TS_EXPORT void ts_bincount(const ts_view *in, const ts_view *weights, const ts_view *out);

#endif
