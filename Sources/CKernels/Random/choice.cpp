// Permutations and categories.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "fill.h"

namespace ts {
namespace {

/// Lengths from which positions are drawn as w64.
constexpr int64_t long_permutation = (INT64_C(0x100000000) - 1) / 20;

/// Swaps each position with one at or after it.
template <class T>
void shuffle(ts_generator &g, T *out, int64_t step, int64_t n) {
  for (int64_t i = 0; i < n; ++i) out[i * step] = cast<T>(i);
  constexpr int64_t words_at_once = 512;
  uint32_t words[words_at_once];
  for (int64_t i = 0; i < n - 1; i += words_at_once) {
    const int64_t count = std::min(words_at_once, n - 1 - i);
    fill_words(g, words, count);
    for (int64_t k = 0; k < count; ++k) {
      const int64_t at = i + k;
      const int64_t other = at + words[k] % static_cast<uint32_t>(n - at);
      std::swap(out[at * step], out[other * step]);
    }
  }
}

/// Inserts each number at a random earlier position.
template <class T>
void shuffle_long(ts_generator &g, T *out, int64_t step, int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    const int64_t at = static_cast<int64_t>(next64(g) % static_cast<uint64_t>(i + 1));
    out[i * step] = out[at * step];
    out[at * step] = cast<T>(i);
  }
}

/// Running sums of a row, divided by the last, which becomes 1.
template <class T, class A>
void cumulate(const T *row, A *sums, int64_t n) {
  A sum = 0;
  for (int64_t i = 0; i < n; ++i) {
    sum += static_cast<A>(row[i]);
    sums[i] = sum;
  }
  for (int64_t i = 0; i < n; ++i) sums[i] /= sum;
  sums[n - 1] = 1;
}

template <class T>
void categories(ts_generator &g, const ts_view &out, const ts_view &p) {
  using A = acc_t<T>;
  const int64_t rows = p.sizes[0], n = p.sizes[1], samples = out.sizes[1];
  std::vector<A> sums(static_cast<size_t>(n));
  int64_t *target = static_cast<int64_t *>(out.data);
  const auto below = [](A sum, double u) { return static_cast<double>(sum) < u; };
  for (int64_t row = 0; row < rows; ++row) {
    cumulate(static_cast<const T *>(p.data) + row * n, sums.data(), n);
    for (int64_t i = 0; i < samples; ++i) {
      const auto found = std::lower_bound(sums.begin(), sums.end(), next53(g), below);
      *target++ = found - sums.begin();
    }
  }
}

/// Which of equal elements comes first follows from how the standard library's algorithms move
/// them: a partial sort where few are wanted, else a selection and a sort of all but its last.
template <class T>
void top(const ts_view &out, const ts_view &scores) {
  using A = acc_t<T>;
  using Entry = std::pair<A, int64_t>;
  const int64_t rows = scores.sizes[0], n = scores.sizes[1], k = out.sizes[1];
  std::vector<Entry> queue(static_cast<size_t>(n));
  int64_t *target = static_cast<int64_t *>(out.data);
  const T *row = static_cast<const T *>(scores.data);
  const auto larger = [](const Entry &a, const Entry &b) {
    return (std::isnan(a.first) && !std::isnan(b.first)) || a.first > b.first;
  };
  for (int64_t r = 0; r < rows; ++r, row += n, target += k) {
    for (int64_t i = 0; i < n; ++i) queue[i] = {static_cast<A>(row[i]), i};
    if (k * 64 <= n) {
      std::partial_sort(queue.begin(), queue.begin() + k, queue.end(), larger);
    } else {
      std::nth_element(queue.begin(), queue.begin() + k - 1, queue.end(), larger);
      std::sort(queue.begin(), queue.begin() + k - 1, larger);
    }
    for (int64_t i = 0; i < k; ++i) target[i] = queue[i].second;
  }
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_random_permutation(ts_generator *g, const ts_view *out) {
  const int64_t n = out->sizes[0], step = out->strides[0];
  TS_DISPATCH_NUMERIC(out->dtype, T, {
    T *data = static_cast<T *>(out->data);
    n < ts::long_permutation ? ts::shuffle(*g, data, step, n) : ts::shuffle_long(*g, data, step, n);
  });
}

TS_EXPORT void ts_random_categories(ts_generator *g, const ts_view *out, const ts_view *p) {
  TS_DISPATCH_FLOATING(p->dtype, T, { ts::categories<T>(*g, *out, *p); });
}

TS_EXPORT void ts_random_top(const ts_view *out, const ts_view *scores) {
  TS_DISPATCH_FLOATING(scores->dtype, T, { ts::top<T>(*out, *scores); });
}
