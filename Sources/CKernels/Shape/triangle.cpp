#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../include/ts_shape.h"

#include <algorithm>
#include <cstring>

namespace {

/// Columns [begin, end) of a row that belong to the triangle.
struct Kept {
  int64_t begin, end;
};

Kept keptColumns(int64_t row, int64_t cols, int64_t offset, bool upper) {
  // Beyond the corners every diagonal is the same; the clamp keeps the sums below in range.
  const int64_t diagonal = std::clamp<int64_t>(offset, -row - 1, cols);
  const int64_t first = std::clamp<int64_t>(row + diagonal, 0, cols);
  const int64_t past = std::clamp<int64_t>(row + diagonal + 1, 0, cols);
  return upper ? Kept{first, cols} : Kept{0, past};
}

}  // namespace

void ts_triangle(ts_view out, ts_view in, int64_t diagonal, bool upper) {
  const int64_t rows = in.sizes[in.ndim - 2], cols = in.sizes[in.ndim - 1];
  const int64_t width = ts::item_size(in.dtype);
  int64_t matrices = 1;
  for (int32_t d = 0; d + 2 < in.ndim; ++d) matrices *= in.sizes[d];
  if (matrices * rows * cols == 0) return;
  ts::parallel_for(matrices * rows, (1 << 15) / cols + 1, [=](int64_t begin, int64_t end) {
    for (int64_t line = begin; line < end; ++line) {
      const Kept kept = keptColumns(line % rows, cols, diagonal, upper);
      char *to = static_cast<char *>(out.data) + line * cols * width;
      const char *from = static_cast<const char *>(in.data) + line * cols * width;
      std::memset(to, 0, kept.begin * width);
      if (to != from) {
        std::memcpy(
            to + kept.begin * width, from + kept.begin * width, (kept.end - kept.begin) * width);
      }
      std::memset(to + kept.end * width, 0, (cols - kept.end) * width);
    }
  });
}

void ts_triangle_indices(
    int64_t *out, int64_t rows, int64_t cols, int64_t diagonal, bool upper, int64_t count) {
  int64_t *rowIndices = out, *colIndices = out + count;
  for (int64_t row = 0; row < rows; ++row) {
    const Kept kept = keptColumns(row, cols, diagonal, upper);
    for (int64_t col = kept.begin; col < kept.end; ++col) {
      *rowIndices++ = row;
      *colIndices++ = col;
    }
  }
}
