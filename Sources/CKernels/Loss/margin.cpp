#include <algorithm>
#include <vector>

#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../include/ts_loss.h"

namespace ts {
namespace {

const int64_t *indices(const ts_view *view) { return static_cast<const int64_t *>(view->data); }

/// Calls `row(i)` for every row of a matrix, many rows to a thread where they are short.
template <class F>
void for_rows(const ts_view &matrix, F row) {
  const int64_t grain = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, matrix.sizes[1]));
  parallel_for(matrix.sizes[0], grain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) row(i);
  });
}

template <class T>
class MultiMargin {
 public:
  explicit MultiMargin(const ts_multi_margin &loss)
      : loss_(loss), classes_(loss.input->sizes[1]) {}

  void forward(T *out) const {
    for_rows(*loss_.input, [&](int64_t i) {
      const T *x = row(i);
      const int64_t y = indices(loss_.target)[i];
      double sum = 0;
      for (int64_t c = 0; c < classes_; ++c) {
        const double z = gap(x, y, c);
        if (c != y && z > 0) sum += (loss_.squared ? z * z : z) * weight(y);
      }
      out[i] = static_cast<T>(sum / static_cast<double>(classes_));
    });
  }

  void backward(const T *grad, T *result) const {
    for_rows(*loss_.input, [&](int64_t i) {
      const T *x = row(i);
      const int64_t y = indices(loss_.target)[i];
      const double scale = static_cast<double>(grad[i]) * weight(y) / static_cast<double>(classes_);
      T *out = result + i * classes_;
      double own = 0;
      for (int64_t c = 0; c < classes_; ++c) {
        const double z = gap(x, y, c);
        const double slope = c != y && z > 0 ? scale * (loss_.squared ? 2 * z : 1) : 0;
        out[c] = static_cast<T>(slope);
        own -= slope;
      }
      out[y] = static_cast<T>(own);
    });
  }

 private:
  const ts_multi_margin &loss_;
  int64_t classes_;

  const T *row(int64_t i) const { return static_cast<const T *>(loss_.input->data) + i * classes_; }
  double weight(int64_t y) const {
    return loss_.weight ? static_cast<double>(static_cast<const T *>(loss_.weight->data)[y]) : 1;
  }
  double gap(const T *x, int64_t y, int64_t c) const {
    return loss_.margin - static_cast<double>(x[y]) + static_cast<double>(x[c]);
  }
};

/// The classes of one row, in the order given, and a mark at each.
struct Labels {
  std::vector<int64_t> list;
  std::vector<char> marked;

  Labels(const int64_t *target, int64_t classes) : marked(static_cast<size_t>(classes)) {
    for (int64_t i = 0; i < classes && target[i] >= 0; ++i) {
      list.push_back(target[i]);
      marked[static_cast<size_t>(target[i])] = 1;
    }
  }
  bool contains(int64_t c) const { return marked[static_cast<size_t>(c)] != 0; }
};

template <class T>
double multilabel_row(const T *x, const Labels &labels, int64_t classes) {
  double sum = 0;
  for (int64_t y : labels.list) {
    for (int64_t c = 0; c < classes; ++c) {
      const double z = 1 - static_cast<double>(x[y]) + static_cast<double>(x[c]);
      if (!labels.contains(c) && z > 0) sum += z;
    }
  }
  return sum / static_cast<double>(classes);
}

template <class T>
void multilabel_row_backward(double scale, const T *x, const Labels &labels, int64_t classes,
                             T *out) {
  std::vector<double> slopes(static_cast<size_t>(classes));
  for (int64_t y : labels.list) {
    for (int64_t c = 0; c < classes; ++c) {
      const double z = 1 - static_cast<double>(x[y]) + static_cast<double>(x[c]);
      if (labels.contains(c) || !(z > 0)) continue;
      slopes[static_cast<size_t>(c)] += scale;
      slopes[static_cast<size_t>(y)] -= scale;
    }
  }
  for (int64_t c = 0; c < classes; ++c) out[c] = static_cast<T>(slopes[static_cast<size_t>(c)]);
}

bool all_in(const ts_view *target, int64_t count, int64_t low, int64_t high) {
  const int64_t *t = indices(target);
  return std::all_of(t, t + count, [=](int64_t y) { return y >= low && y < high; });
}

}  // namespace
}  // namespace ts

TS_EXPORT bool ts_multi_margin_loss(const ts_multi_margin *loss, const ts_view *out) {
  if (!ts::all_in(loss->target, loss->input->sizes[0], 0, loss->input->sizes[1])) return false;
  TS_DISPATCH_BLAS(out->dtype, T,
                   { ts::MultiMargin<T>(*loss).forward(static_cast<T *>(out->data)); });
  return true;
}

TS_EXPORT void ts_multi_margin_loss_backward(const ts_multi_margin *loss, const ts_view *grad,
                                             const ts_view *result) {
  TS_DISPATCH_BLAS(result->dtype, T, {
    ts::MultiMargin<T>(*loss).backward(static_cast<const T *>(grad->data),
                                       static_cast<T *>(result->data));
  });
}

TS_EXPORT bool ts_multilabel_margin_loss(const ts_view *input, const ts_view *target,
                                         const ts_view *out) {
  const int64_t classes = input->sizes[1];
  if (!ts::all_in(target, input->sizes[0] * classes, -1, classes)) return false;
  TS_DISPATCH_BLAS(out->dtype, T, {
    ts::for_rows(*input, [&](int64_t i) {
      const ts::Labels labels(ts::indices(target) + i * classes, classes);
      const T *x = static_cast<const T *>(input->data) + i * classes;
      static_cast<T *>(out->data)[i] = static_cast<T>(ts::multilabel_row(x, labels, classes));
    });
  });
  return true;
}

TS_EXPORT void ts_multilabel_margin_loss_backward(const ts_view *grad, const ts_view *input,
                                                  const ts_view *target, const ts_view *result) {
  const int64_t classes = input->sizes[1];
  TS_DISPATCH_BLAS(result->dtype, T, {
    ts::for_rows(*input, [&](int64_t i) {
      const ts::Labels labels(ts::indices(target) + i * classes, classes);
      const double g = static_cast<double>(static_cast<const T *>(grad->data)[i]);
      ts::multilabel_row_backward(g / static_cast<double>(classes),
                                  static_cast<const T *>(input->data) + i * classes, labels,
                                  classes, static_cast<T *>(result->data) + i * classes);
    });
  });
}
