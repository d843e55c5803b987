// y = (x − mean) · invstd · weight + bias.
#include "layout.h"

namespace ts {
namespace {

class Apply {
 public:
  Apply(const NormLayout &layout, const ts_view &in, const double *mean, const double *invstd,
        const ts_view *weight, const ts_view *bias, const ts_view &out)
      : layout_(layout), in_(in), out_(out), mean_(mean), invstd_(invstd),
        load_(load_for<double>(in.dtype)), store_(store_for<double>(out.dtype)),
        weight_(parameters(weight, layout.channels, 1)),
        bias_(parameters(bias, layout.channels, 0)) {}

  void operator()() const {
    if (!layout_.in_columns()) return layout_.for_groups([this](int64_t g) { group(g); });
    parallel_for(layout_.samples, layout_.row_grain(), [this](int64_t begin, int64_t end) {
      rows(begin, end);
    });
  }

 private:
  const NormLayout &layout_;
  const ts_view &in_, &out_;
  const double *mean_, *invstd_;
  Load<double> load_;
  Store<double> store_;
  std::vector<double> weight_, bias_;

  void group(int64_t g) const {
    const double invstd = invstd_[g];
    // Of an overflown variance every element is 0 even where its distance overflows as well.
    const double mean = mean_ && invstd != 0 ? mean_[g] : 0;
    double block[kBlock];
    double *x = block;
    layout_.for_pieces(g, [&](const NormPiece &p) {
      const int64_t n = p.length;
      const double *w = weight_.data() + p.channel, *b = bias_.data() + p.channel;
      load_(in_.data, p.offset, 1, n, x);
      if (p.channel_step == 0) {
        const double scale = invstd * *w, shift = *b;
        TS_MULTIVERSION({
          for (int64_t i = 0; i < n; ++i) x[i] = (x[i] - mean) * scale + shift;
        });
      } else {
        TS_MULTIVERSION({
          for (int64_t i = 0; i < n; ++i) x[i] = (x[i] - mean) * invstd * w[i] + b[i];
        });
      }
      store_(out_.data, p.offset, 1, n, x);
    });
  }

  void rows(int64_t begin, int64_t end) const {
    double block[kBlock];
    double *x = block;
    layout_.for_row_blocks(begin, end, [&](int64_t offset, int64_t c, int64_t n) {
      const double *m = mean_ + c, *r = invstd_ + c;
      const double *w = weight_.data() + c, *b = bias_.data() + c;
      load_(in_.data, offset, 1, n, x);
      TS_MULTIVERSION({
        for (int64_t i = 0; i < n; ++i) x[i] = (x[i] - m[i]) * r[i] * w[i] + b[i];
      });
      store_(out_.data, offset, 1, n, x);
    });
  }
};

}  // namespace
}  // namespace ts

TS_EXPORT void ts_norm_apply(const ts_norm_layout *layout, const ts_view *in, const double *mean,
                             const double *invstd, const ts_view *weight, const ts_view *bias,
                             const ts_view *out) {
  const ts::NormLayout plan(*layout);
  ts::Apply(plan, *in, mean, invstd, weight, bias, *out)();
}
