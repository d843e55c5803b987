// Kernels of embeddings: rows of a dense matrix, read and summed by number.
//
// Row numbers are dense int64 arrays, checked before; a negative one leaves the item out. Sums are
// formed in double in the order of the items and rounded once.
#ifndef TS_EMBEDDING_H
#define TS_EMBEDDING_H

#include "ts_types.h"

/// out[i] = source[rows[i]].
TS_EXPORT void ts_gather_rows(const ts_view *source, const int64_t *rows, const ts_view *out);

/// out[targets[i]] = Σ scales[i] · source[sources[i]] over the items; rows without any are 0.
/// Without `sources` item i is row i; without `scales` each is 1.
TS_EXPORT void ts_sum_rows(const ts_view *source, const int64_t *sources, const int64_t *targets,
                           const double *scales, int64_t items, const ts_view *out);

/// The largest of the items of each target in every column, 0 without any; `winners` gets the row
/// of `source` that it came from (the first one), or -1.
TS_EXPORT void ts_max_rows(const ts_view *source, const int64_t *sources, const int64_t *targets,
                           int64_t items, const ts_view *out, int64_t *winners);

#endif
