#include "../Common/parallel.h"
#include "../include/ts_sort.h"
#include "keys.h"

namespace ts {
namespace {

/// Position in a sorted row where `value` goes: before its equals, or after them (`right`).
/// NaN compares as PyTorch's loops do: it is never below nor above anything.
template <class T>
int64_t insertion_point(const T *row, const int64_t *sorter, int64_t n, T value, bool right) {
  int64_t begin = 0, end = n;
  while (begin < end) {
    const int64_t middle = begin + (end - begin) / 2;
    const T x = row[sorter ? sorter[middle] : middle];
    const bool after = right ? !(x > value) : !(x >= value);
    if (after) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

template <class T>
void searchsorted(const ts_view &boundaries, const int64_t *sorter, const ts_view &values,
                  const ts_view &out, bool right) {
  const T *rows = static_cast<const T *>(boundaries.data);
  const T *p = static_cast<const T *>(values.data);
  const int64_t n = boundaries.sizes[boundaries.ndim - 1];
  int64_t count = 1;
  for (int i = 0; i < values.ndim; ++i) count *= values.sizes[i];
  // One row of boundaries for all values, or one for each line of values.
  const int64_t per_row = boundaries.ndim == 1 ? count : values.sizes[values.ndim - 1];
  parallel_for(count, 2048, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t row = i / per_row * n;
      const int64_t at =
          insertion_point(rows + row, sorter ? sorter + row : nullptr, n, p[i], right);
      if (out.dtype == TS_INT32) {
        static_cast<int32_t *>(out.data)[i] = static_cast<int32_t>(at);
      } else {
        static_cast<int64_t *>(out.data)[i] = at;
      }
    }
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_searchsorted(const ts_view *boundaries, const ts_view *sorter,
                               const ts_view *values, const ts_view *out, bool right) {
  const int64_t *order = sorter ? static_cast<const int64_t *>(sorter->data) : nullptr;
  TS_DISPATCH_ALL(values->dtype, T,
                  { ts::searchsorted<T>(*boundaries, order, *values, *out, right); });
}

TS_EXPORT void ts_bincount(const ts_view *in, const ts_view *weights, const ts_view *out) {
  const int64_t *bins = static_cast<const int64_t *>(in->data);
  for (int64_t i = 0; i < in->sizes[0]; ++i) {
    const int64_t bin = bins[i * in->strides[0]];
    if (weights) {
      static_cast<double *>(out->data)[bin] +=
          static_cast<const double *>(weights->data)[i * weights->strides[0]];
    } else {
      static_cast<int64_t *>(out->data)[bin] += 1;
    }
  }
}
