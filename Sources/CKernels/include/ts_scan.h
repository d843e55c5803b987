// Scans: running results along one dimension.
#ifndef TS_SCAN_H
#define TS_SCAN_H

#include "ts_types.h"

enum ts_scan_op { TS_SCAN_SUM, TS_SCAN_PROD, TS_SCAN_LOGSUMEXP };

/// out[i] = in[0] ∘ … ∘ in[i] along `dim`; `out` has the input's shape.
TS_EXPORT void ts_scan(int32_t op, const ts_view *in, const ts_view *out, int32_t dim);

/// Running maximum (minimum) and the index of its last occurrence; NaN wins.
TS_EXPORT void ts_scan_extremum(bool largest, const ts_view *in, const ts_view *values,
                                const ts_view *indices, int32_t dim);

#endif
