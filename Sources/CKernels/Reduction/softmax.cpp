#include <cmath>
#include <vector>

#include "../include/ts_reduce.h"
#include "fold.h"
#include "lines.h"
#include "vector_math.h"

namespace ts {
namespace {

// Folds a whole line, block by block.
template <class F, class C>
C fold_line(const C *x, int64_t n) {
  Cascade<F, C> cascade;
  for (int64_t i = 0; i < n; i += kBlock) {
    cascade.push(fold_block<F>(x + i, std::min(kBlock, n - i)));
  }
  return cascade.result();
}

/// Σ x in double: next to the largest term of a softmax, 1, the others lose their digits in float,
/// and the logarithm of the sum with them.
template <class C>
double wide_sum(const C *x, int64_t n) {
  double wide[kBlock], *block = wide;
  Cascade<FoldSum, double> cascade;
  for (int64_t i = 0; i < n; i += kBlock) {
    const int64_t m = std::min(kBlock, n - i);
    TS_MULTIVERSION({
      for (int64_t j = 0; j < m; ++j) block[j] = static_cast<double>(x[i + j]);
    });
    cascade.push(fold_block<FoldSum>(block, m));
  }
  return cascade.result();
}

/// Softmax in C = float or double: e^(x − max) / Σ, or x − max − log Σ.
template <class C>
class Softmax {
 public:
  Softmax(const ts_view &in, const ts_view &out, int32_t dim, bool log)
      : in_(in), out_(out), lines_(dim, in, &out), log_(log), load_(load_for<C>(in.dtype)),
        store_(store_for<C>(out.dtype)) {}

  void operator()() const {
    if (lines_.count == 0 || lines_.length == 0) return;
    if (lines_.prefers_columns()) {
      lines_.for_columns([this](auto start, int64_t n, auto across) { columns(start, n, across); });
    } else {
      lines_.for_each([this](auto start) { row(start); });
    }
  }

 private:
  const ts_view &in_, &out_;
  Lines lines_;
  bool log_;
  Load<C> load_;
  Store<C> store_;

  void row(const Lines::Offsets &start) const {
    const int64_t n = lines_.length;
    C small[kBlock];
    std::vector<C> large(n > kBlock ? static_cast<size_t>(2 * n) : 0);
    C *x = n > kBlock ? large.data() : small;
    C terms[kBlock];
    C *e = n > kBlock ? x + n : terms;
    load_(in_.data, start.at[0], lines_.step[0], n, x);
    const C high = fold_line<FoldMaximum>(x, n);
    TS_MULTIVERSION({
      for (int64_t i = 0; i < n; ++i) e[i] = vector_exp(x[i] - high);
    });
    const double total = wide_sum(e, n);
    const C sum = static_cast<C>(total), shift = static_cast<C>(std::log(total));
    const bool log = log_;
    TS_MULTIVERSION({
      if (log) {
        for (int64_t i = 0; i < n; ++i) x[i] = x[i] - high - shift;
      } else {
        for (int64_t i = 0; i < n; ++i) x[i] = e[i] / sum;
      }
    });
    store_(out_.data, start.at[1], lines_.step[1], n, x);
  }

  void load_row(const Lines::Offsets &start, int64_t i, const Lines::Offsets &across, int64_t n,
                C *x) const {
    load_(in_.data, start.at[0] + i * lines_.step[0], across.at[0], n, x);
  }

  void columns(const Lines::Offsets &start, int64_t n, const Lines::Offsets &across) const {
    C block[kBlock], highest[kBlock], sums[kBlock];
    double totals[kBlock];
    C *x = block, *high = highest, *sum = sums;
    double *total = totals;
    load_row(start, 0, across, n, high);
    for (int64_t i = 1; i < lines_.length; ++i) {
      load_row(start, i, across, n, x);
      fold_columns<FoldMaximum>(high, x, n);
    }
    std::fill(total, total + n, 0.0);
    for (int64_t i = 0; i < lines_.length; ++i) {
      load_row(start, i, across, n, x);
      TS_MULTIVERSION({
        for (int64_t j = 0; j < n; ++j) total[j] += static_cast<double>(vector_exp(x[j] - high[j]));
      });
    }
    for (int64_t j = 0; j < n; ++j) {
      sum[j] = static_cast<C>(log_ ? std::log(total[j]) : total[j]);
    }
    for (int64_t i = 0; i < lines_.length; ++i) {
      load_row(start, i, across, n, x);
      normalise(x, high, sum, n);
      store_(out_.data, start.at[1] + i * lines_.step[1], across.at[1], n, x);
    }
  }

  void normalise(C *x, const C *high, const C *sum, int64_t n) const {
    const bool log = log_;
    TS_MULTIVERSION({
      if (log) {
        for (int64_t j = 0; j < n; ++j) x[j] = x[j] - high[j] - sum[j];
      } else {
        for (int64_t j = 0; j < n; ++j) x[j] = vector_exp(x[j] - high[j]) / sum[j];
      }
    });
  }
};

/// The gradient, in double because its terms cancel: y (g − Σ g y), or g − e^y Σ g, line by line.
void backward_line(const double *g, const double *y, double *out, int64_t n, int32_t form) {
  const bool log = form == TS_SOFTMAX_LOG;
  TS_MULTIVERSION({
    for (int64_t i = 0; i < n; ++i) out[i] = log ? g[i] : g[i] * y[i];
  });
  const double total = form == TS_SOFTMAX_NORMALISED ? fold_line<FoldSum>(y, n) : 1.0;
  const double sum = fold_line<FoldSum>(out, n) / (total == 0 ? 1.0 : total);
  TS_MULTIVERSION({
    if (log) {
      for (int64_t i = 0; i < n; ++i) out[i] = g[i] - vector_exp(y[i]) * sum;
    } else {
      for (int64_t i = 0; i < n; ++i) out[i] = y[i] * (g[i] - sum);
    }
  });
}

void softmax_backward(const ts_view &grad, const ts_view &output, const ts_view &result,
                      int32_t dim, int32_t form) {
  const Lines lines(dim, grad, &output, &result);
  const auto load = load_for<double>(grad.dtype), load_output = load_for<double>(output.dtype);
  const auto store = store_for<double>(result.dtype);
  const int64_t n = lines.length;
  const int64_t grain = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, n));
  parallel_for(lines.count, grain, [&](int64_t begin, int64_t end) {
    std::vector<double> buffer(static_cast<size_t>(3 * n));
    double *g = buffer.data(), *y = g + n, *out = y + n;
    for (int64_t line = begin; line < end; ++line) {
      const auto start = lines.offsets(line);
      load(grad.data, start.at[0], lines.step[0], n, g);
      load_output(output.data, start.at[1], lines.step[1], n, y);
      backward_line(g, y, out, n, form);
      store(result.data, start.at[2], lines.step[2], n, out);
    }
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_softmax(const ts_view *in, const ts_view *out, int32_t dim, bool log) {
  if (in->dtype == TS_FLOAT64 || out->dtype == TS_FLOAT64) {
    ts::Softmax<double>(*in, *out, dim, log)();
  } else {
    ts::Softmax<float>(*in, *out, dim, log)();
  }
}

TS_EXPORT void ts_softmax_backward(const ts_view *grad, const ts_view *output,
                                   const ts_view *result, int32_t dim, int32_t form) {
  ts::softmax_backward(*grad, *output, *result, dim, form);
}
