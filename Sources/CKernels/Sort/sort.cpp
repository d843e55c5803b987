#include <vector>

#include "../Reduction/lines.h"
#include "../include/ts_sort.h"
#include "keys.h"

namespace ts {
namespace {

/// Where the chosen elements of one line go.
template <class T>
struct Output {
  T *values;
  int64_t value_step;
  int64_t *indices;
  int64_t index_step;

  void put(int64_t i, T value, int64_t index) const {
    values[i * value_step] = value;
    indices[i * index_step] = index;
  }
};

/// Calls fn(elements, stride, output, keys) for each line; `keys` has room for 2 × length.
template <class T, class F>
void for_lines(const ts_view &in, const ts_view &values, const ts_view &indices, int32_t dim,
               F fn) {
  const Lines lines(dim, in, &values, &indices);
  const int64_t n = lines.length;
  const int64_t grain = std::max<int64_t>(1, 2048 / std::max<int64_t>(1, n));
  parallel_for(lines.count, grain, [&](int64_t begin, int64_t end) {
    std::vector<Key<T>> keys(static_cast<size_t>(2 * n));
    for (int64_t line = begin; line < end; ++line) {
      const auto at = lines.offsets(line);
      const Output<T> out{static_cast<T *>(values.data) + at.at[1], lines.step[1],
                          static_cast<int64_t *>(indices.data) + at.at[2], lines.step[2]};
      fn(static_cast<const T *>(in.data) + at.at[0], lines.step[0], n, out, keys.data());
    }
  });
}

template <class T>
void put_keys(const T *p, int64_t stride, const Key<T> *keys, int64_t count, Output<T> out) {
  for (int64_t i = 0; i < count; ++i) {
    out.put(i, p[keys[i].index() * stride], keys[i].index());
  }
}

template <class T>
void sort(const ts_view &in, const ts_view &values, const ts_view &indices, int32_t dim,
          bool descending) {
  for_lines<T>(in, values, indices, dim,
               [=](const T *p, int64_t stride, int64_t n, Output<T> out, Key<T> *keys) {
                 make_keys(p, stride, n, descending, keys);
                 sort_keys(keys, keys + n, n);
                 put_keys(p, stride, keys, n, out);
               });
}

template <class T>
void topk(const ts_view &in, const ts_view &values, const ts_view &indices, int32_t dim,
          bool largest) {
  const int64_t k = values.ndim > 0 ? values.sizes[dim] : 1;
  for_lines<T>(in, values, indices, dim,
               [=](const T *p, int64_t stride, int64_t n, Output<T> out, Key<T> *keys) {
                 make_keys(p, stride, n, largest, keys);
                 if (k < n) std::nth_element(keys, keys + k, keys + n);
                 std::sort(keys, keys + k);
                 put_keys(p, stride, keys, k, out);
               });
}

/// The rank (from 0) of the element that a selection returns, among n of which `numbers` are not
/// NaN.
int64_t rank_of(int32_t op, int64_t k, int64_t n, int64_t numbers) {
  switch (op) {
    case TS_SELECT_KTHVALUE: return k - 1;
    case TS_SELECT_MEDIAN: return numbers < n ? numbers : (n - 1) / 2;
    default: return numbers > 0 ? (numbers - 1) / 2 : 0;
  }
}

template <class T>
void select(int32_t op, const ts_view &in, const ts_view &values, const ts_view &indices,
            int32_t dim, int64_t k) {
  for_lines<T>(in, values, indices, dim,
               [=](const T *p, int64_t stride, int64_t n, Output<T> out, Key<T> *keys) {
                 make_keys(p, stride, n, false, keys);
                 const auto nan = ~key_bits_t<T>{0};
                 const int64_t nans =
                     is_floating_v<T> ? std::count_if(keys, keys + n, [=](const Key<T> &key) {
                       return key.bits() == nan;
                     }) : 0;
                 const int64_t rank = rank_of(op, k, n, n - nans);
                 std::nth_element(keys, keys + rank, keys + n);
                 put_keys(p, stride, keys + rank, 1, out);
               });
}

template <class T>
constexpr bool is_nan_key(const Key<T> &key) {
  return is_floating_v<T> && key.bits() == ~key_bits_t<T>{0};
}

// PyTorch orders a line by comparisons with <, which no NaN takes part in: on short lines a NaN
// stays where it is and parts the line. Longer lines are sorted with NaN last.
template <class T>
void order_for_mode(Key<T> *keys, int64_t n) {
  constexpr int64_t short_line = 16;
  if (n > short_line || std::none_of(keys, keys + n, is_nan_key<T>)) {
    return sort_keys(keys, keys + n, n);
  }
  const auto less = [](const Key<T> &a, const Key<T> &b) {
    return !is_nan_key<T>(a) && !is_nan_key<T>(b) && a.bits() < b.bits();
  };
  for (int64_t i = 1; i < n; ++i) {
    const Key<T> key = keys[i];
    int64_t j = less(key, keys[0]) ? 0 : i;
    while (j > 0 && less(key, keys[j - 1])) --j;
    std::copy_backward(keys + j, keys + i, keys + i + 1);
    keys[j] = key;
  }
}

// The first of the longest runs of the sorted keys, at the run's last position; NaNs, which equal
// nothing, are runs of one.
template <class T>
void mode(const ts_view &in, const ts_view &values, const ts_view &indices, int32_t dim) {
  for_lines<T>(in, values, indices, dim,
               [](const T *p, int64_t stride, int64_t n, Output<T> out, Key<T> *keys) {
                 make_keys(p, stride, n, false, keys);
                 order_for_mode<T>(keys, n);
                 int64_t best = 0, longest = 0;
                 for (int64_t i = 0, first = 0; i < n; ++i) {
                   if (is_nan_key<T>(keys[i]) || keys[i].bits() != keys[first].bits()) first = i;
                   if (i - first + 1 > longest) {
                     longest = i - first + 1;
                     best = i;
                   }
                 }
                 put_keys(p, stride, keys + best, 1, out);
               });
}

/// One element of a row as ordered bits.
template <class T>
int compare_rows(const T *a, const T *b, int64_t stride, int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    const auto x = ordered_bits(a[i * stride]), y = ordered_bits(b[i * stride]);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

template <class T>
void sort_rows(const ts_view &in, const ts_view &permutation) {
  const T *p = static_cast<const T *>(in.data);
  int64_t *order = static_cast<int64_t *>(permutation.data);
  const int64_t n = in.sizes[0], step = in.strides[0];
  for (int64_t i = 0; i < n; ++i) order[i] = i;
  std::sort(order, order + n, [&](int64_t a, int64_t b) {
    const int c = compare_rows(p + a * step, p + b * step, in.strides[1], in.sizes[1]);
    return c != 0 ? c < 0 : a < b;
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_sort(const ts_view *in, const ts_view *values, const ts_view *indices,
                       int32_t dim, bool descending) {
  TS_DISPATCH_ALL(in->dtype, T, { ts::sort<T>(*in, *values, *indices, dim, descending); });
}

TS_EXPORT void ts_topk(const ts_view *in, const ts_view *values, const ts_view *indices,
                       int32_t dim, bool largest) {
  TS_DISPATCH_ALL(in->dtype, T, { ts::topk<T>(*in, *values, *indices, dim, largest); });
}

TS_EXPORT void ts_select(int32_t op, const ts_view *in, const ts_view *values,
                         const ts_view *indices, int32_t dim, int64_t k) {
  if (op == TS_SELECT_MODE) {
    TS_DISPATCH_ALL(in->dtype, T, { ts::mode<T>(*in, *values, *indices, dim); });
  } else {
    TS_DISPATCH_ALL(in->dtype, T, { ts::select<T>(op, *in, *values, *indices, dim, k); });
  }
}

TS_EXPORT void ts_sort_rows(const ts_view *in, const ts_view *permutation) {
  TS_DISPATCH_ALL(in->dtype, T, { ts::sort_rows<T>(*in, *permutation); });
}
