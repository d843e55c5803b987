#include "iterate.h"

#include <algorithm>

#include "half.h"
#include "parallel.h"

namespace ts {

namespace {

bool is_contiguous(const ts_view &v) {
  int64_t expected = 1;
  for (int d = v.ndim - 1; d >= 0; --d) {
    if (v.sizes[d] != 1 && v.strides[d] != expected) return false;
    expected *= v.sizes[d];
  }
  return true;
}

bool same_shape(const ts_view &a, const ts_view &b) {
  if (a.ndim != b.ndim) return false;
  for (int d = 0; d < a.ndim; ++d)
    if (a.sizes[d] != b.sizes[d]) return false;
  return true;
}

int64_t element_count(const ts_view &v) {
  int64_t n = 1;
  for (int d = 0; d < v.ndim; ++d) n *= v.sizes[d];
  return n;
}

/// True when every operand is one run of memory of the output's shape, or a single element;
/// `steps` receives 1 or 0 for each.
bool is_flat(const ts_view *const *views, int n, int64_t *steps) {
  if (!is_contiguous(*views[0])) return false;
  steps[0] = 1;
  for (int k = 1; k < n; ++k) {
    if (same_shape(*views[0], *views[k]) && is_contiguous(*views[k])) steps[k] = 1;
    else if (element_count(*views[k]) == 1) steps[k] = 0;
    else return false;
  }
  return true;
}

}  // namespace

void Loops::build(const ts_view *const *views, int n) {
  const ts_view &out = *views[0];
  operands = n;
  ndim = out.ndim;
  count = element_count(out);
  for (int d = 0; d < ndim; ++d) sizes[d] = out.sizes[d];
  for (int k = 0; k < n; ++k) {
    const ts_view &v = *views[k];
    data[k] = static_cast<char *>(v.data);
    item[k] = item_size(v.dtype);
    const int missing = ndim - v.ndim;
    for (int d = 0; d < ndim; ++d) {
      const bool broadcast = d < missing || v.sizes[d - missing] == 1;
      strides[k][d] = broadcast ? 0 : v.strides[d - missing];
    }
  }
  collapse();
  if (ndim > 1) {
    sort_by_stride();
    collapse();
  }
}

/// Drops dimensions of size 1 and merges neighbours that are one run in every operand.
void Loops::collapse() {
  int kept = 0;
  for (int d = 0; d < ndim; ++d) {
    if (sizes[d] == 1) continue;
    bool merges = kept > 0;
    for (int k = 0; merges && k < operands; ++k)
      merges = strides[k][kept - 1] == strides[k][d] * sizes[d];
    const int target = merges ? kept - 1 : kept;
    sizes[target] = merges ? sizes[target] * sizes[d] : sizes[d];
    for (int k = 0; k < operands; ++k) strides[k][target] = strides[k][d];
    if (!merges) ++kept;
  }
  ndim = kept;
}

/// Puts the smallest steps innermost: the output's decide, then the inputs' in turn.
void Loops::sort_by_stride() {
  auto swaps = [&](int outer, int inner) {
    for (int k = 0; k < operands; ++k) {
      const int64_t a = strides[k][outer], b = strides[k][inner];
      if (a != 0 && b != 0 && a != b) return a < b;
    }
    return false;
  };
  for (int i = 1; i < ndim; ++i)
    for (int j = i; j > 0 && swaps(j - 1, j); --j) {
      std::swap(sizes[j - 1], sizes[j]);
      for (int k = 0; k < operands; ++k) std::swap(strides[k][j - 1], strides[k][j]);
    }
}

void Loops::run(RowFunction row, const void *context, int64_t grain) const {
  if (count == 0) return;
  const int across = crossing();
  if (across >= 0) return run_tiled(row, context, grain, across);
  if (count <= grain) return run_range(row, context, 0, count);
  parallel_for(count, grain, [&](int64_t first, int64_t last) {
    run_range(row, context, first, last);
  });
}

/// Walks the elements [first, last) in loop order, row by row; both may lie within a row.
void Loops::run_range(RowFunction row, const void *context, int64_t first, int64_t last) const {
  const int inner = ndim - 1;
  const int64_t length = ndim > 0 ? sizes[inner] : 1;
  int64_t index[TS_MAX_DIMS], steps[max_operands];
  char *at[max_operands];
  for (int k = 0; k < operands; ++k) {
    at[k] = data[k];
    steps[k] = ndim > 0 ? strides[k][inner] : 0;
  }
  int64_t rest = first;
  for (int d = inner; d >= 0; --d) {
    index[d] = rest % sizes[d];
    rest /= sizes[d];
    for (int k = 0; k < operands; ++k) at[k] += index[d] * strides[k][d] * item[k];
  }
  for (int64_t done = first; done < last;) {
    const int64_t begin = ndim > 0 ? index[inner] : 0;
    const int64_t n = std::min(length - begin, last - done);
    row(at, steps, n, context);
    done += n;
    if (done >= last) return;
    for (int k = 0; k < operands; ++k) at[k] -= begin * steps[k] * item[k];
    index[inner] = 0;
    for (int d = inner - 1; d >= 0; --d) {
      for (int k = 0; k < operands; ++k) at[k] += strides[k][d] * item[k];
      if (++index[d] < sizes[d]) break;
      for (int k = 0; k < operands; ++k) at[k] -= sizes[d] * strides[k][d] * item[k];
      index[d] = 0;
    }
  }
}

/// The dimension along which an input is dense while the innermost one jumps over cache lines, as
/// in a copy of a transposed matrix; -1 when walking row by row is fine.
int Loops::crossing() const {
  constexpr int64_t line = 64;
  const int inner = ndim - 1;
  if (ndim < 2 || count < 4096 || sizes[inner] < tile / 2) return -1;
  for (int k = 1; k < operands; ++k) {
    if (strides[k][inner] * item[k] < line) continue;
    for (int d = 0; d < inner; ++d) {
      const int64_t step = strides[k][d] * item[k];
      if (step > 0 && step < line && sizes[d] >= tile / 2) return d;
    }
  }
  return -1;
}

/// Walks square tiles of the innermost dimension and `across`, so that the lines an input's rows
/// cross are used up while they are in cache.
void Loops::run_tiled(RowFunction row, const void *context, int64_t grain, int across) const {
  const int inner = ndim - 1;
  const auto tiles = [&](int d) { return (sizes[d] + tile - 1) / tile; };
  const auto steps_of = [&](int d) { return d == inner || d == across ? tiles(d) : sizes[d]; };
  int64_t total = 1;
  for (int d = 0; d < ndim; ++d) total *= steps_of(d);
  const int64_t least = std::max<int64_t>(1, grain / (tile * tile));
  parallel_for(total, least, [&](int64_t first, int64_t last) {
    for (int64_t number = first; number < last; ++number) {
      int64_t rest = number, start[TS_MAX_DIMS];
      for (int d = inner; d >= 0; --d) {
        start[d] = rest % steps_of(d) * (d == inner || d == across ? tile : 1);
        rest /= steps_of(d);
      }
      run_tile(row, context, start, across);
    }
  });
}

void Loops::run_tile(RowFunction row, const void *context, const int64_t *start,
                     int across) const {
  const int inner = ndim - 1;
  int64_t steps[max_operands];
  char *at[max_operands];
  for (int k = 0; k < operands; ++k) {
    at[k] = data[k];
    steps[k] = strides[k][inner];
    for (int d = 0; d < ndim; ++d) at[k] += start[d] * strides[k][d] * item[k];
  }
  const int64_t n = std::min(tile, sizes[inner] - start[inner]);
  const int64_t rows = std::min(tile, sizes[across] - start[across]);
  for (int64_t r = 0; r < rows; ++r) {
    row(at, steps, n, context);
    for (int k = 0; k < operands; ++k) at[k] += strides[k][across] * item[k];
  }
}

void iterate(const ts_view *const *views, int n, RowFunction row, const void *context,
             int64_t grain) {
  int64_t steps[max_operands];
  if (is_flat(views, n, steps)) {
    const int64_t count = element_count(*views[0]);
    if (count == 0) return;
    if (count <= grain) {
      char *data[max_operands];
      for (int k = 0; k < n; ++k) data[k] = static_cast<char *>(views[k]->data);
      return row(data, steps, count, context);
    }
  }
  Loops loops;
  loops.build(views, n);
  loops.run(row, context, grain);
}

}  // namespace ts
