// Indexed reads and writes. Positions are int64 element offsets that the caller has checked with
// `ts_index_out_of_range`; nothing here reads or writes outside the views it is given.
#ifndef TS_INDEX_H
#define TS_INDEX_H

#include "ts_types.h"

/// How `ts_scatter` combines a source element with the one that is already there.
enum ts_scatter_mode {
  TS_SCATTER_SET = 0,
  TS_SCATTER_ADD = 1,
  TS_SCATTER_MULTIPLY = 2,
  TS_SCATTER_MAX = 3,
  TS_SCATTER_MIN = 4,
};

/// True when an element of `index` (int32 or int64) lies outside `low ..< high`; the first such
/// element in row-major order is stored in `*offending`.
TS_EXPORT bool ts_index_out_of_range(
    const ts_view *index, int64_t low, int64_t high, int64_t *offending);

/// out[p] += (index[p] < 0 ? index[p] + size : index[p]) * stride. `out` is int64; `index` is
/// int32 or int64 and broadcasts against it. One call per indexed dimension adds up an offset.
TS_EXPORT void ts_index_accumulate_offsets(
    const ts_view *out, const ts_view *index, int64_t size, int64_t stride);

/// out[p] = the offset of the element with row-major number linear[p] (negative: from the end)
/// in a tensor of the given sizes and strides. `out` and `linear` are int64 of the same shape.
TS_EXPORT void ts_index_unravel_offsets(
    const ts_view *out, const ts_view *linear, int32_t ndim, const int64_t *sizes,
    const int64_t *strides);

/// out[p] = input[p + offsets[p] * scale]: `input` has out's shape, stride 0 along dimensions
/// whose coordinate comes from `offsets` alone. `offsets` broadcasts (int64).
TS_EXPORT void ts_gather(
    const ts_view *out, const ts_view *input, const ts_view *offsets, int64_t scale);

/// target[p + offsets[p] * scale] = mode(that element, source[p]). `target` has the shape of the
/// iteration, stride 0 along dimensions whose coordinate comes from `offsets` alone; `source` and
/// `offsets` broadcast. Positions that meet are visited in row-major order, whatever the number
/// of threads. Modes other than set take every dtype but the half types.
TS_EXPORT void ts_scatter(
    const ts_view *target, const ts_view *offsets, int64_t scale, const ts_view *source,
    enum ts_scatter_mode mode);

/// target[p] = value[p] where mask[p]; `mask` (bool or uint8) and `value` (same dtype) broadcast.
TS_EXPORT void ts_masked_write(
    const ts_view *target, const ts_view *mask, const ts_view *value);

/// The number of elements that are not zero (NaN is not zero).
TS_EXPORT int64_t ts_count_nonzero(const ts_view *input);

/// Coordinates of the non-zero elements in row-major order: `out` is contiguous int64 of shape
/// [rows, input.ndim]; at most `rows` are written. Returns the number written.
TS_EXPORT int64_t ts_nonzero(const ts_view *out, const ts_view *input);

/// out = the elements of `input` where `mask`, in row-major order. `mask` and `input` broadcast
/// to each other; `out` is 1-D and holds exactly the selected elements.
TS_EXPORT void ts_masked_select(
    const ts_view *out, const ts_view *input, const ts_view *mask);

/// The elements of `target` where `mask` (broadcasts) take consecutive elements of the 1-D
/// `source`, in row-major order; `source` is long enough.
TS_EXPORT void ts_masked_scatter(
    const ts_view *target, const ts_view *mask, const ts_view *source);

/// out = 0 repeated repeats[0] times, 1 repeated repeats[1] times ...; both 1-D int64,
/// `out` holds exactly the sum of `repeats`.
TS_EXPORT void ts_repeat_positions(const ts_view *out, const ts_view *repeats);

#endif
