// Kernels that move elements without computing on them, and those that create sequences.
#ifndef TS_SHAPE_H
#define TS_SHAPE_H

#include "ts_types.h"

/// Concatenation of contiguous inputs into the contiguous `out`: for each of `rows` rows,
/// `lengths[i]` bytes of every input `i` after one another.
TS_EXPORT void ts_cat(
    void *out, const void *const *inputs, const int64_t *lengths, int64_t count, int64_t rows);

/// Copies `in` to the contiguous `out` of the same shape and dtype, with the order reversed
/// along every dimension whose `reversed` is true.
TS_EXPORT void ts_flip(ts_view out, ts_view in, const bool *reversed);

/// Keeps the elements of every matrix at or below (`upper`: at or above) the `diagonal`-th
/// diagonal and zeroes the others. `out` and `in` are contiguous, of one shape of at least
/// two dimensions, and may be the same memory.
TS_EXPORT void ts_triangle(ts_view out, ts_view in, int64_t diagonal, bool upper);

/// Row indices, then column indices, of the `count` elements of that triangle of a
/// `rows` x `cols` matrix, in row-major order.
TS_EXPORT void ts_triangle_indices(
    int64_t *out, int64_t rows, int64_t cols, int64_t diagonal, bool upper, int64_t count);

/// The one-dimensional contiguous `out` becomes `start + i step`, each rounded once.
TS_EXPORT void ts_arange(ts_view out, ts_scalar start, ts_scalar step);

/// The one-dimensional contiguous `out` becomes evenly spaced values from `start` to `end`:
/// the first half is counted from `start`, the second half backwards from `end`.
TS_EXPORT void ts_linspace(ts_view out, ts_scalar start, ts_scalar end);

/// The one-dimensional contiguous `out` becomes `base` to the power of evenly spaced values.
TS_EXPORT void ts_logspace(ts_view out, ts_scalar start, ts_scalar end, double base);

#endif
