#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../include/ts_shape.h"

#include <cstring>

namespace {

/// A strided walk over `in` that a contiguous walk over the output keeps step with.
struct Walk {
  int32_t ndim;
  const int64_t *sizes;
  int64_t strides[TS_MAX_DIMS];  // negative where reversed
  int64_t origin;                // element of `in` that comes first
};

Walk reversedWalk(ts_view in, const bool *reversed) {
  Walk walk{in.ndim, in.sizes, {}, 0};
  for (int32_t d = 0; d < in.ndim; ++d) {
    walk.strides[d] = reversed[d] ? -in.strides[d] : in.strides[d];
    if (reversed[d]) walk.origin += (in.sizes[d] - 1) * in.strides[d];
  }
  return walk;
}

/// The element of the input that stands first in output row `row`.
int64_t rowStart(const Walk &walk, int64_t row) {
  int64_t offset = walk.origin;
  for (int32_t d = walk.ndim - 2; d >= 0; --d) {
    offset += row % walk.sizes[d] * walk.strides[d];
    row /= walk.sizes[d];
  }
  return offset;
}

template <typename Element>
void copyRows(Element *out, const Element *in, const Walk &walk) {
  const int64_t columns = walk.ndim == 0 ? 1 : walk.sizes[walk.ndim - 1];
  const int64_t step = walk.ndim == 0 ? 0 : walk.strides[walk.ndim - 1];
  int64_t rows = 1;
  for (int32_t d = 0; d + 1 < walk.ndim; ++d) rows *= walk.sizes[d];
  if (rows * columns == 0) return;
  ts::parallel_for(rows, 32768 / columns + 1, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      Element *to = out + row * columns;
      const Element *from = in + rowStart(walk, row);
      if (step == -1) {
        for (int64_t i = 0; i < columns; ++i) to[i] = from[-i];
      } else if (step == 1) {
        std::memcpy(to, from, columns * sizeof(Element));
      } else {
        for (int64_t i = 0; i < columns; ++i) to[i] = from[i * step];
      }
    }
  });
}

}  // namespace

void ts_flip(ts_view out, ts_view in, const bool *reversed) {
  const Walk walk = reversedWalk(in, reversed);
  TS_DISPATCH_BYTES(ts::item_size(in.dtype), T, {
    copyRows(static_cast<T *>(out.data), static_cast<const T *>(in.data), walk);
  });
}
