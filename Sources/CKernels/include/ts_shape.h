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

/// Sizes of a padding that repeats elements: `planes` planes of up to three dimensions (fewer have
/// leading ones of size 1). Element i of the result's dimension d is element `maps[d][i]`.
typedef struct ts_padding {
  int64_t planes;
  int64_t in[3], out[3];
  const int64_t *maps[3];
} ts_padding;

/// Reads the contiguous `in` through the maps into the contiguous `out`, elements of any dtype.
TS_EXPORT void ts_pad(const ts_padding *padding, int32_t dtype, const void *in, void *out);

/// The adjoint: every element of the contiguous `in` becomes the sum of the elements of `grad` that
/// the maps read from it, summed in float for the halves. Floating dtypes.
TS_EXPORT void ts_pad_gradient(const ts_padding *padding, int32_t dtype, const void *grad,
                               void *in);

/// The one-dimensional contiguous `out` becomes `start + i step`, each rounded once.
TS_EXPORT void ts_arange(ts_view out, ts_scalar start, ts_scalar step);

/// The one-dimensional contiguous `out` becomes evenly spaced values from `start` to `end`:
/// the first half is counted from `start`, the second half backwards from `end`.
TS_EXPORT void ts_linspace(ts_view out, ts_scalar start, ts_scalar end);

/// The one-dimensional contiguous `out` becomes `base` to the power of evenly spaced values.
TS_EXPORT void ts_logspace(ts_view out, ts_scalar start, ts_scalar end, double base);

#endif
