#include <string.h>

#include <vector>

#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../include/ts_loss.h"

namespace ts {
namespace {

/// Positions that one thread takes at a time.
constexpr int64_t kGrain = 4096;

/// The places of a loss: position p = (row, column) looks at one class of its row.
struct Places {
  const ts_nll &nll;
  int64_t classes, inner, count;

  Places(const ts_nll &loss, const ts_view &input)
      : nll(loss), classes(input.sizes[1]), inner(input.sizes[2]),
        count(input.sizes[0] * input.sizes[2]) {}

  int64_t target(int64_t p) const {
    const void *data = nll.target->data;
    return nll.target->dtype == TS_UINT8 ? static_cast<const uint8_t *>(data)[p]
                                         : static_cast<const int64_t *>(data)[p];
  }
  bool is_ignored(int64_t p) const { return target(p) == nll.ignore_index; }
  int64_t element(int64_t p) const {
    return (p / inner * classes + target(p)) * inner + p % inner;
  }
};

template <class T>
double weight_of(const ts_nll &nll, int64_t target) {
  if (!nll.weight) return 1;
  return static_cast<double>(acc_t<T>(static_cast<const T *>(nll.weight->data)[target]));
}

bool find_offending(const Places &places, int64_t *offending) {
  for (int64_t p = 0; p < places.count; ++p) {
    const int64_t t = places.target(p);
    if (t == places.nll.ignore_index || (t >= 0 && t < places.classes)) continue;
    *offending = t;
    return true;
  }
  return false;
}

struct Sums {
  double loss = 0, weight = 0;
};

template <class T>
Sums sums(const Places &places, const T *x, int64_t begin, int64_t end) {
  Sums result;
  for (int64_t p = begin; p < end; ++p) {
    if (places.is_ignored(p)) continue;
    const double w = weight_of<T>(places.nll, places.target(p));
    result.loss -= w * static_cast<double>(acc_t<T>(x[places.element(p)]));
    result.weight += w;
  }
  return result;
}

template <class T>
void reduce(const Places &places, const T *x, T *out) {
  std::vector<Sums> parts(static_cast<size_t>(chunk_count(places.count, kGrain)));
  parallel_chunks(places.count, kGrain, [&](int64_t chunk, int64_t begin, int64_t end) {
    parts[static_cast<size_t>(chunk)] = sums(places, x, begin, end);
  });
  Sums total;
  for (const Sums &part : parts) {
    total.loss += part.loss;
    total.weight += part.weight;
  }
  const bool mean = places.nll.reduction == TS_LOSS_MEAN;
  *out = cast<T>(mean ? total.loss / total.weight : total.loss);
  *static_cast<T *>(places.nll.total_weight->data) = cast<T>(total.weight);
}

template <class T>
void each(const Places &places, const T *x, T *out) {
  parallel_for(places.count, kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) out[p] = cast<T>(sums(places, x, p, p + 1).loss);
  });
}

template <class T>
void backward(const Places &places, const T *grad, T *out) {
  const bool single = places.nll.reduction != TS_LOSS_NONE;
  double scale = 1;
  if (places.nll.reduction == TS_LOSS_MEAN) {
    scale = static_cast<double>(acc_t<T>(*static_cast<T *>(places.nll.total_weight->data)));
  }
  parallel_for(places.count, kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) {
      if (places.is_ignored(p)) continue;
      const double g = static_cast<double>(acc_t<T>(grad[single ? 0 : p]));
      out[places.element(p)] = cast<T>(-weight_of<T>(places.nll, places.target(p)) * g / scale);
    }
  });
}

int64_t element_count(const ts_view &view) {
  int64_t count = 1;
  for (int32_t d = 0; d < view.ndim; ++d) count *= view.sizes[d];
  return count;
}

}  // namespace
}  // namespace ts

TS_EXPORT bool ts_nll_loss(const ts_nll *nll, const ts_view *input, const ts_view *out,
                           int64_t *offending) {
  const ts::Places places(*nll, *input);
  if (ts::find_offending(places, offending)) return false;
  TS_DISPATCH_FLOATING(input->dtype, T, {
    const T *x = static_cast<const T *>(input->data);
    T *result = static_cast<T *>(out->data);
    if (nll->reduction == TS_LOSS_NONE) ts::each<T>(places, x, result);
    else ts::reduce<T>(places, x, result);
  });
  return true;
}

TS_EXPORT void ts_nll_loss_backward(const ts_nll *nll, const ts_view *grad,
                                    const ts_view *result) {
  const ts::Places places(*nll, *result);
  const int64_t bytes = ts::element_count(*result) * ts::item_size(result->dtype);
  memset(result->data, 0, static_cast<size_t>(bytes));
  TS_DISPATCH_FLOATING(result->dtype, T, {
    ts::backward<T>(places, static_cast<const T *>(grad->data), static_cast<T *>(result->data));
  });
}
