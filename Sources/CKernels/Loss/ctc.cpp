// Connectionist temporal classification (Graves et al., 2006), forward and backward variables in
// logarithms. A target of length S is read as the 2S + 1 labels blank, y1, blank, y2, …, blank.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../include/ts_loss.h"

namespace ts {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

/// log(e^a + e^b + e^c), −inf where all are.
double log_sum(double a, double b, double c = kImpossible) {
  double high = a;
  if (b > high) high = b;
  if (c > high) high = c;
  if (high == kImpossible) high = 0;
  return std::log(std::exp(a - high) + std::exp(b - high) + std::exp(c - high)) + high;
}

/// One sequence of the batch.
template <class T>
class Sequence {
 public:
  Sequence(const ts_ctc &ctc, const ts_view &log_alpha, int64_t index)
      : blank_(ctc.blank), classes_(ctc.log_probs->sizes[2]),
        step_(ctc.log_probs->sizes[1] * classes_),
        length_(integers(ctc.input_lengths)[index]),
        labels_(2 * integers(ctc.target_lengths)[index] + 1), width_(log_alpha.sizes[2]),
        target_(integers(ctc.targets) + integers(ctc.target_offsets)[index]),
        log_probs_(static_cast<const T *>(ctc.log_probs->data) + index * classes_),
        alpha_(static_cast<double *>(log_alpha.data) + index * log_alpha.sizes[1] * width_) {}

  /// −log p(target).
  double forward() const {
    if (length_ == 0) return labels_ == 1 ? 0 : -kImpossible;
    for (int64_t s = 0; s < labels_; ++s) alpha_[s] = s < 2 ? probability(0, s) : kImpossible;
    for (int64_t t = 1; t < length_; ++t) {
      const double *before = alpha_ + (t - 1) * width_;
      for (int64_t s = 0; s < labels_; ++s) {
        alpha_[t * width_ + s] =
            log_sum(before[s], s > 0 ? before[s - 1] : kImpossible,
                    may_skip(s) ? before[s - 2] : kImpossible) + probability(t, s);
      }
    }
    const double *last = alpha_ + (length_ - 1) * width_;
    return -(labels_ == 1 ? last[0] : log_sum(last[labels_ - 1], last[labels_ - 2]));
  }

  /// e^lp − e^(log Σ αβ + loss − lp) at each class of each step, times `scale`.
  void backward(double loss, double scale, T *out, int64_t steps) const {
    std::vector<double> beta(static_cast<size_t>(labels_), kImpossible), next = beta;
    std::vector<double> sums(static_cast<size_t>(classes_));
    for (int64_t t = steps - 1; t >= 0; --t) {
      T *row = out + t * step_;
      if (t >= length_) {
        std::fill(row, row + classes_, T(0));
        continue;
      }
      next.swap(beta);
      step_back(t, next, beta);
      collect(t, beta, sums);
      for (int64_t c = 0; c < classes_; ++c) {
        const double lp = static_cast<double>(log_probs_[t * step_ + c]);
        const double share = std::exp(sums[static_cast<size_t>(c)] + loss - lp);
        row[c] = static_cast<T>((std::exp(lp) - share) * scale);
      }
    }
  }

  bool find_offending(int64_t *offending) const {
    for (int64_t s = 1; s < labels_; s += 2) {
      *offending = label(s);
      if (*offending < 0 || *offending >= classes_) return true;
    }
    return false;
  }

  void clear(T *out, int64_t steps) const {
    for (int64_t t = 0; t < steps; ++t) std::fill_n(out + t * step_, classes_, T(0));
  }

 private:
  int64_t blank_, classes_, step_, length_, labels_, width_;
  const int64_t *target_;
  const T *log_probs_;
  double *alpha_;

  static const int64_t *integers(const ts_view *view) {
    return static_cast<const int64_t *>(view->data);
  }
  int64_t label(int64_t s) const { return s % 2 == 0 ? blank_ : target_[s / 2]; }
  double probability(int64_t t, int64_t s) const {
    return static_cast<double>(log_probs_[t * step_ + label(s)]);
  }
  /// Whether label s may follow label s − 2: the blank between two different ones is optional.
  bool may_skip(int64_t s) const { return s > 1 && label(s) != label(s - 2); }

  void step_back(int64_t t, const std::vector<double> &next, std::vector<double> &beta) const {
    const auto at = [&](int64_t s) { return next[static_cast<size_t>(s)]; };
    for (int64_t s = 0; s < labels_; ++s) {
      double &value = beta[static_cast<size_t>(s)];
      if (t == length_ - 1) {
        value = s >= labels_ - 2 ? probability(t, s) : kImpossible;
        continue;
      }
      const double one = s + 1 < labels_ ? at(s + 1) : kImpossible;
      const double two = s + 2 < labels_ && may_skip(s + 2) ? at(s + 2) : kImpossible;
      value = log_sum(at(s), one, two) + probability(t, s);
    }
  }

  /// log Σ αβ over the labels of each class.
  void collect(int64_t t, const std::vector<double> &beta, std::vector<double> &sums) const {
    std::fill(sums.begin(), sums.end(), kImpossible);
    for (int64_t s = labels_ - 1; s >= 0; --s) {
      const double both = alpha_[t * width_ + s] + beta[static_cast<size_t>(s)];
      double &sum = sums[static_cast<size_t>(label(s))];
      sum = sum == kImpossible ? both : log_sum(sum, both);
    }
  }
};

}  // namespace
}  // namespace ts

TS_EXPORT bool ts_ctc_loss(const ts_ctc *ctc, const ts_view *losses, const ts_view *log_alpha,
                           int64_t *offending) {
  TS_DISPATCH_BLAS(ctc->log_probs->dtype, T, {
    for (int64_t i = 0; i < losses->sizes[0]; ++i) {
      if (ts::Sequence<T>(*ctc, *log_alpha, i).find_offending(offending)) return false;
    }
    ts::parallel_for(losses->sizes[0], 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        static_cast<double *>(losses->data)[i] = ts::Sequence<T>(*ctc, *log_alpha, i).forward();
      }
    });
  });
  return true;
}

TS_EXPORT void ts_ctc_loss_backward(const ts_ctc *ctc, const ts_view *grad, const ts_view *losses,
                                    const ts_view *log_alpha, bool zero_infinity,
                                    const ts_view *result) {
  const int64_t steps = result->sizes[0];
  const int64_t classes = result->sizes[2];
  TS_DISPATCH_BLAS(result->dtype, T, {
    ts::parallel_for(losses->sizes[0], 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const ts::Sequence<T> sequence(*ctc, *log_alpha, i);
        const double loss = static_cast<const double *>(losses->data)[i];
        const double scale = static_cast<double>(static_cast<const T *>(grad->data)[i]);
        T *out = static_cast<T *>(result->data) + i * classes;
        if (zero_infinity && loss == -ts::kImpossible) sequence.clear(out, steps);
        else sequence.backward(loss, scale, out, steps);
      }
    });
  });
}
