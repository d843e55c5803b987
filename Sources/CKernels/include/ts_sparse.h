// Kernels of sparse tensors.
#ifndef TS_SPARSE_H
#define TS_SPARSE_H

#include "ts_types.h"

/// target[rows[i]] += alpha · source[i] for dense rows of `width` elements, item after item. Every
/// sum is rounded to the element type: floats with one rounding for product and sum, half types
/// with one for each. Row numbers are checked before.
TS_EXPORT void ts_add_rows(
    int32_t dtype, void *target, const int64_t *rows, const void *source, int64_t items,
    int64_t width, ts_scalar alpha);

#endif
