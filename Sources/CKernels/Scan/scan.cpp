#include "../include/ts_scan.h"

#include <cmath>

#include "../Reduction/fold.h"
#include "../Reduction/lines.h"

namespace ts {
namespace {

/// log(e^a + e^x), exact at infinities.
struct FoldLogSumExp {
  template <class D>
  static constexpr D identity = -std::numeric_limits<D>::infinity();
  static double fold(double a, double x) {
    const double high = a > x || a != a ? a : x;
    const double low = a > x || a != a ? x : a;
    if (high == low && std::isinf(high)) return high;
    return high + std::log1p(std::exp(low - high));
  }
};

template <class F, class D>
class Scan {
 public:
  Scan(const ts_view &in, const ts_view &out, int32_t dim)
      : in_(in), out_(out), lines_(dim, in, &out), load_(load_for<D>(in.dtype)),
        store_(store_for<D>(out.dtype)) {}

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
  Load<D> load_;
  Store<D> store_;

  void row(const Lines::Offsets &start) const {
    D block[kBlock];
    D running = F::template identity<D>;
    for (int64_t at = 0; at < lines_.length; at += kBlock) {
      const int64_t n = std::min(kBlock, lines_.length - at);
      load_(in_.data, start.at[0] + at * lines_.step[0], lines_.step[0], n, block);
      for (int64_t i = 0; i < n; ++i) block[i] = running = F::fold(running, block[i]);
      store_(out_.data, start.at[1] + at * lines_.step[1], lines_.step[1], n, block);
    }
  }

  void columns(const Lines::Offsets &start, int64_t n, const Lines::Offsets &across) const {
    D running[kBlock], block[kBlock];
    std::fill(running, running + n, F::template identity<D>);
    for (int64_t i = 0; i < lines_.length; ++i) {
      load_(in_.data, start.at[0] + i * lines_.step[0], across.at[0], n, block);
      fold_columns<F>(running, block, n);
      store_(out_.data, start.at[1] + i * lines_.step[1], across.at[1], n, running);
    }
  }
};

// x replaces the running extremum when it is at least as good; a NaN replaces everything.
template <class D>
TS_FN bool extends(bool largest, D running, D x) {
  return x != x || (largest ? x >= running : x <= running);
}

template <class D>
void scan_extremum(bool largest, const ts_view &in, const ts_view &values, const ts_view &indices,
                   int32_t dim) {
  const Lines lines(dim, in, &values, &indices);
  const auto load = load_for<D>(in.dtype);
  const auto store = store_for<D>(values.dtype);
  int64_t *out = static_cast<int64_t *>(indices.data);
  lines.for_each([&](const Lines::Offsets &start) {
    D block[kBlock], running{};
    int64_t index = -1;
    for (int64_t at = 0; at < lines.length; at += kBlock) {
      const int64_t n = std::min(kBlock, lines.length - at);
      load(in.data, start.at[0] + at * lines.step[0], lines.step[0], n, block);
      for (int64_t i = 0; i < n; ++i) {
        if (index < 0 || extends(largest, running, block[i])) {
          running = block[i];
          index = at + i;
        }
        block[i] = running;
        out[start.at[2] + (at + i) * lines.step[2]] = index;
      }
      store(values.data, start.at[1] + at * lines.step[1], lines.step[1], n, block);
    }
  });
}

template <class F>
void scan(const ts_view &in, const ts_view &out, int32_t dim) {
  if (is_floating(in.dtype)) {
    Scan<F, double>(in, out, dim)();
  } else {
    Scan<F, int64_t>(in, out, dim)();
  }
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_scan(int32_t op, const ts_view *in, const ts_view *out, int32_t dim) {
  switch (op) {
    case TS_SCAN_SUM: return ts::scan<ts::FoldSum>(*in, *out, dim);
    case TS_SCAN_PROD: return ts::scan<ts::FoldProduct>(*in, *out, dim);
    default: return ts::Scan<ts::FoldLogSumExp, double>(*in, *out, dim)();
  }
}

TS_EXPORT void ts_scan_extremum(bool largest, const ts_view *in, const ts_view *values,
                                const ts_view *indices, int32_t dim) {
  if (ts::is_floating(in->dtype)) {
    ts::scan_extremum<double>(largest, *in, *values, *indices, dim);
  } else {
    ts::scan_extremum<int64_t>(largest, *in, *values, *indices, dim);
  }
}
