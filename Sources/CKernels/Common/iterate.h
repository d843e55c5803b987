// The loop driver that every element-wise kernel shares: it aligns shapes (broadcasting),
// drops and merges dimensions, orders loops by stride and walks rows in parallel.
#pragma once

#include "../include/ts_types.h"

namespace ts {

constexpr int max_operands = 6;

/// Processes `n` elements: `data[k]` points at operand k's first one, `strides[k]` is its step in
/// elements. Operand 0 is the output (or the first of several).
using RowFunction = void (*)(char *const *data, const int64_t *strides, int64_t n,
                             const void *context);

/// Nested loops over the output's shape, innermost dimension last.
struct Loops {
  int operands = 0;
  int ndim = 0;
  int64_t count = 1;
  char *data[max_operands];
  int64_t item[max_operands];
  int64_t sizes[TS_MAX_DIMS];
  int64_t strides[max_operands][TS_MAX_DIMS];

  /// Takes `n` operands; the shape is operand 0's, the others broadcast to it, right-aligned.
  void build(const ts_view *const *views, int n);
  /// Calls `row` until every element is done; splits the work among threads when it pays.
  void run(RowFunction row, const void *context, int64_t grain) const;

 private:
  void collapse();
  void sort_by_stride();
  void run_range(RowFunction row, const void *context, int64_t first, int64_t last) const;
  int crossing() const;
  void run_tiled(RowFunction row, const void *context, int64_t grain, int across) const;
  void run_tile(RowFunction row, const void *context, const int64_t *start, int across) const;
};

/// Side of the tiles in which crossing rows are walked.
constexpr int64_t tile = 16;

/// Elements below which one thread does all the work for cheap and for costly formulas.
constexpr int64_t cheap_grain = 32768;
constexpr int64_t costly_grain = 2048;

/// Builds the loops over the operands and runs `row` over them.
void iterate(const ts_view *const *views, int n, RowFunction row, const void *context,
             int64_t grain);

}  // namespace ts
