// Mean and variance of each group, in two passes: the second one around the mean.
#include "layout.h"

namespace ts {
namespace {

class Statistics {
 public:
  Statistics(const NormLayout &layout, const ts_view &in, double *mean, double *variance)
      : layout_(layout), in_(in), load_(load_for<double>(in.dtype)), mean_(mean),
        variance_(variance) {}

  void operator()() const {
    if (layout_.in_columns()) {
      columns();
    } else {
      layout_.for_groups([this](int64_t g) { group(g); });
    }
  }

 private:
  const NormLayout &layout_;
  const ts_view &in_;
  Load<double> load_;
  double *mean_, *variance_;

  void group(int64_t g) const {
    const double n = static_cast<double>(layout_.group_size());
    double centre = 0;
    if (mean_) {
      Cascade<FoldSum, double> sum;
      double block[kBlock];
      layout_.for_pieces(g, [&](const NormPiece &p) {
        load_(in_.data, p.offset, 1, p.length, block);
        sum.push(fold_block<FoldSum>(block, p.length));
      });
      mean_[g] = centre = sum.result() / n;
    }
    variance_[g] = squares(g, centre) / n;
  }

  double squares(int64_t g, double centre) const {
    Cascade<FoldSum, double> sum;
    double block[kBlock];
    double *x = block;
    layout_.for_pieces(g, [&](const NormPiece &p) {
      const int64_t n = p.length;
      load_(in_.data, p.offset, 1, n, x);
      TS_MULTIVERSION({
        for (int64_t i = 0; i < n; ++i) x[i] = (x[i] - centre) * (x[i] - centre);
      });
      sum.push(fold_block<FoldSum>(x, n));
    });
    return sum.result();
  }

  void columns() const {
    const double n = static_cast<double>(layout_.samples);
    const int64_t channels = layout_.channels;
    const std::vector<double> sums = layout_.sum_rows(1, [this](int64_t b, int64_t e, double *to) {
      add_rows(b, e, nullptr, to);
    });
    for (int64_t c = 0; c < channels; ++c) mean_[c] = sums[static_cast<size_t>(c)] / n;
    const std::vector<double> squares =
        layout_.sum_rows(1, [this](int64_t b, int64_t e, double *to) {
          add_rows(b, e, mean_, to);
        });
    for (int64_t c = 0; c < channels; ++c) variance_[c] = squares[static_cast<size_t>(c)] / n;
  }

  // Adds rows to the sums, or the squares of their distances from `centres`.
  void add_rows(int64_t begin, int64_t end, const double *centres, double *sums) const {
    double block[kBlock];
    double *x = block;
    layout_.for_row_blocks(begin, end, [&](int64_t offset, int64_t c, int64_t n) {
      load_(in_.data, offset, 1, n, x);
      if (centres) {
        const double *m = centres + c;
        TS_MULTIVERSION({
          for (int64_t i = 0; i < n; ++i) x[i] = (x[i] - m[i]) * (x[i] - m[i]);
        });
      }
      fold_columns<FoldSum>(sums + c, x, n);
    });
  }
};

}  // namespace
}  // namespace ts

TS_EXPORT void ts_norm_statistics(const ts_norm_layout *layout, const ts_view *in, double *mean,
                                  double *variance) {
  const ts::NormLayout plan(*layout);
  ts::Statistics(plan, *in, mean, variance)();
}
