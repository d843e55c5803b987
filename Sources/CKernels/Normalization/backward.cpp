// Gradients of normalisation to its input, weight and bias.
#include "layout.h"

namespace ts {
namespace {

struct Sums {
  double grad = 0, product = 0;  // Σ a and Σ a · x̂
};

class Backward {
 public:
  Backward(const NormLayout &layout, const ts_view &grad, const ts_view &in, const double *mean,
           const double *invstd, const ts_view *weight, bool fixed)
      : layout_(layout), grad_(grad), in_(in), mean_(mean), invstd_(invstd), fixed_(fixed),
        load_grad_(load_for<double>(grad.dtype)), load_(load_for<double>(in.dtype)),
        weight_(parameters(weight, layout.channels, 1)) {}

  void input(const ts_view &out) const {
    const auto store = store_for<double>(out.dtype);
    layout_.for_groups([&](int64_t g) {
      const double n = static_cast<double>(layout_.group_size());
      const Sums sums = fixed_ ? Sums{} : group_sums(g);
      write_group(g, mean_ ? sums.grad / n : 0, sums.product / n, out, store);
    });
  }

  // Σ grad · x̂ and Σ grad for each channel, where channels are not columns.
  void parameter_sums(double *weight, double *bias) const {
    if (layout_.space == 1 && !layout_.by_channel()) return row_parameter_sums(weight, bias);
    const int64_t work = std::max<int64_t>(1, layout_.samples * layout_.space);
    const int64_t grain = std::max<int64_t>(1, 16384 / work);
    parallel_for(layout_.channels, grain, [&](int64_t begin, int64_t end) {
      for (int64_t c = begin; c < end; ++c) {
        Cascade<FoldSum, double> g, product;
        for (int64_t n = 0; n < layout_.samples; ++n) {
          layout_.run(n, c, [&](const NormPiece &p) {
            add_sums(p, layout_.group_of(n, c), false, g, product);
          });
        }
        weight[c] = product.result();
        bias[c] = g.result();
      }
    });
  }

  // The same and the input's gradient, where channels are columns.
  void columns(const ts_view *out, double *weight, double *bias) const {
    const int64_t channels = layout_.channels;
    const std::vector<double> sums = layout_.sum_rows(2, [&](int64_t b, int64_t e, double *to) {
      layout_.for_row_blocks(b, e, [&](int64_t offset, int64_t c, int64_t n) {
        add_row(offset, n, mean_ + c, 1, invstd_ + c, to + c, to + channels + c);
      });
    });
    std::copy_n(sums.data(), channels, bias);
    std::copy_n(sums.data() + channels, channels, weight);
    if (!out) return;
    const auto store = store_for<double>(out->dtype);
    parallel_for(layout_.samples, layout_.row_grain(), [&](int64_t begin, int64_t end) {
      layout_.for_row_blocks(begin, end, [&](int64_t offset, int64_t c, int64_t n) {
        write_row(offset, c, n, weight, bias, *out, store);
      });
    });
  }

 private:
  const NormLayout &layout_;
  const ts_view &grad_, &in_;
  const double *mean_, *invstd_;
  bool fixed_;
  Load<double> load_grad_, load_;
  std::vector<double> weight_;

  double mean(int64_t g) const { return mean_ ? mean_[g] : 0; }

  // Loads a = grad · weight (or grad) and x̂ of a piece of group g.
  void load(const NormPiece &p, int64_t g, bool weighted, double *a, double *x) const {
    const int64_t n = p.length, step = p.channel_step;
    const double *w = weight_.data() + p.channel;
    const double m = mean(g), r = invstd_[g];
    load_grad_(grad_.data, p.offset, 1, n, a);
    load_(in_.data, p.offset, 1, n, x);
    TS_MULTIVERSION({
      for (int64_t i = 0; i < n; ++i) x[i] = (x[i] - m) * r;
    });
    if (weighted) {
      TS_MULTIVERSION({
        for (int64_t i = 0; i < n; ++i) a[i] *= w[i * step];
      });
    }
  }

  template <class C>
  void add_sums(const NormPiece &p, int64_t g, bool weighted, C &sum, C &product) const {
    double first[kBlock], second[kBlock];
    double *a = first, *x = second;
    load(p, g, weighted, a, x);
    const int64_t n = p.length;
    TS_MULTIVERSION({
      for (int64_t i = 0; i < n; ++i) x[i] *= a[i];
    });
    sum.push(fold_block<FoldSum>(a, n));
    product.push(fold_block<FoldSum>(x, n));
  }

  Sums group_sums(int64_t g) const {
    Cascade<FoldSum, double> sum, product;
    layout_.for_pieces(g, [&](const NormPiece &p) { add_sums(p, g, true, sum, product); });
    return {sum.result(), product.result()};
  }

  void write_group(int64_t g, double m, double slope, const ts_view &out,
                   Store<double> store) const {
    const double r = invstd_[g];
    double first[kBlock], second[kBlock];
    double *a = first, *x = second;
    layout_.for_pieces(g, [&](const NormPiece &p) {
      const int64_t n = p.length;
      load(p, g, true, a, x);
      if (fixed_) {
        TS_MULTIVERSION({
          for (int64_t i = 0; i < n; ++i) a[i] *= r;
        });
      } else {
        TS_MULTIVERSION({
          for (int64_t i = 0; i < n; ++i) a[i] = (a[i] - m - x[i] * slope) * r;
        });
      }
      store(out.data, p.offset, 1, n, a);
    });
  }

  // Channels side by side in groups of a sample: columns of a group, over the samples.
  void row_parameter_sums(double *weight, double *bias) const {
    constexpr int64_t width = 128;
    const int64_t per_sample = layout_.channels / layout_.group;
    const int64_t pieces = (layout_.group + width - 1) / width;
    std::fill_n(weight, layout_.channels, 0.0);
    std::fill_n(bias, layout_.channels, 0.0);
    const int64_t work = std::max<int64_t>(1, layout_.samples * width);
    const int64_t grain = std::max<int64_t>(1, 16384 / work);
    parallel_for(per_sample * pieces, grain, [&](int64_t begin, int64_t end) {
      for (int64_t task = begin; task < end; ++task) {
        const int64_t from = task % pieces * width;
        const int64_t n = std::min(width, layout_.group - from);
        const int64_t c = task / pieces * layout_.group + from;
        for (int64_t s = 0; s < layout_.samples; ++s) {
          const int64_t g = s * per_sample + task / pieces;
          const double m = mean(g);
          add_row(s * layout_.channels + c, n, &m, 0, invstd_ + g, bias + c, weight + c);
        }
      }
    });
  }

  // Adds grad and grad · x̂ of n neighbouring elements; `step` 0 where they share statistics.
  void add_row(int64_t offset, int64_t n, const double *m, int64_t step, const double *r,
               double *sums, double *products) const {
    double first[kBlock], second[kBlock];
    double *a = first, *x = second;
    load_grad_(grad_.data, offset, 1, n, a);
    load_(in_.data, offset, 1, n, x);
    TS_MULTIVERSION({
      for (int64_t i = 0; i < n; ++i) {
        sums[i] += a[i];
        products[i] += a[i] * ((x[i] - m[i * step]) * r[i * step]);
      }
    });
  }

  void write_row(int64_t offset, int64_t c, int64_t n, const double *products, const double *sums,
                 const ts_view &out, Store<double> store) const {
    double first[kBlock], second[kBlock];
    double *a = first, *x = second;
    const double *m = mean_ + c, *r = invstd_ + c, *w = weight_.data() + c;
    const double *s = sums + c, *p = products + c;
    const double share = fixed_ ? 0 : 1 / static_cast<double>(layout_.samples);
    load_grad_(grad_.data, offset, 1, n, a);
    load_(in_.data, offset, 1, n, x);
    if (fixed_) {
      TS_MULTIVERSION({
        for (int64_t i = 0; i < n; ++i) a[i] *= w[i] * r[i];
      });
    } else {
      TS_MULTIVERSION({
        for (int64_t i = 0; i < n; ++i) {
          const double normal = (x[i] - m[i]) * r[i];
          a[i] = (a[i] - s[i] * share - normal * (p[i] * share)) * (w[i] * r[i]);
        }
      });
    }
    store(out.data, offset, 1, n, a);
  }
};

void write(const std::vector<double> &values, const ts_view *out) {
  if (!out || values.empty()) return;
  const int64_t n = static_cast<int64_t>(values.size());
  store_for<double>(out->dtype)(out->data, 0, out->strides[0], n, values.data());
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_norm_backward(const ts_norm_layout *layout, const ts_view *grad,
                                const ts_view *in, const double *mean, const double *invstd,
                                const ts_view *weight, bool fixed, const ts_view *grad_in,
                                const ts_view *grad_weight, const ts_view *grad_bias) {
  using namespace ts;
  const NormLayout plan(*layout);
  const Backward backward(plan, *grad, *in, mean, invstd, weight, fixed);
  std::vector<double> products(static_cast<size_t>(plan.channels));
  std::vector<double> sums(products.size());
  if (plan.in_columns()) {
    backward.columns(grad_in, products.data(), sums.data());
  } else {
    if (grad_weight || grad_bias) backward.parameter_sums(products.data(), sums.data());
    if (grad_in) backward.input(*grad_in);
  }
  write(products, grad_weight);
  write(sums, grad_bias);
}
