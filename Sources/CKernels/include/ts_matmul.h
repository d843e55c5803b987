// Matrix products over strided, batched operands.
#ifndef TS_MATMUL_H
#define TS_MATMUL_H

#include "ts_types.h"

/// `out = beta * out + alpha * (a @ b)` for every matrix of the batch.
///
/// Shapes: `out` [..., m, n], `a` [..., m, k], `b` [..., k, n], all of one dtype (not bool). The
/// leading dimensions of `a` and `b` broadcast to those of `out`. Any strides; `out` must not
/// overlap itself or an operand. With `beta == 0` the old contents of `out` are ignored, NaN
/// included. Half types accumulate in float and round once; integers wrap around.
TS_EXPORT void ts_matmul(ts_view out, ts_view a, ts_view b, ts_scalar alpha, ts_scalar beta);

#endif
