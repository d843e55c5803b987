// Losses that look elements up by class. Tensors are contiguous; targets are int64 unless a
// function says otherwise; half types accumulate in double and round once.
#ifndef TS_LOSS_H
#define TS_LOSS_H

#include "ts_types.h"

/// How the losses of a batch become the result.
enum ts_loss_reduction { TS_LOSS_NONE = 0, TS_LOSS_MEAN = 1, TS_LOSS_SUM = 2 };

/// What a negative log-likelihood is computed from.
typedef struct ts_nll {
  const ts_view *target;        ///< (n, inner), int64 or uint8
  const ts_view *weight;        ///< (classes), or null for ones
  const ts_view *total_weight;  ///< one element: Σ weight[target]
  int64_t ignore_index;
  int32_t reduction;
} ts_nll;

/// −weight[target] · input[:, target, :] of `input` (n, classes, inner): each, their sum, or the
/// sum divided by the total weight. False, with the first target that names no class in `offending`,
/// when there is one.
TS_EXPORT bool ts_nll_loss(const ts_nll *nll, const ts_view *input, const ts_view *out,
                           int64_t *offending);

/// Gradient of the input, zero but at the targets, from that of the result.
TS_EXPORT void ts_nll_loss_backward(const ts_nll *nll, const ts_view *grad,
                                    const ts_view *result);

/// What a margin loss of one class for each row is computed from.
typedef struct ts_multi_margin {
  const ts_view *input;   ///< (n, classes)
  const ts_view *target;  ///< (n)
  const ts_view *weight;  ///< (classes), or null for ones
  double margin;
  bool squared;  ///< p = 2
} ts_multi_margin;

/// weight[y] · Σ_{i ≠ y} max(0, margin − x[y] + x[i])^p / classes of each row. False when a target
/// names no class.
TS_EXPORT bool ts_multi_margin_loss(const ts_multi_margin *loss, const ts_view *out);

/// Gradient of the input from that of each row's loss.
TS_EXPORT void ts_multi_margin_loss_backward(const ts_multi_margin *loss, const ts_view *grad,
                                             const ts_view *result);

/// Σ_{j ∈ y, i ∉ y} max(0, 1 − x[j] + x[i]) / classes of each row of `input` (n, classes). The
/// classes y of a row stand in `target` up to the first −1. False when one names no class.
TS_EXPORT bool ts_multilabel_margin_loss(const ts_view *input, const ts_view *target,
                                         const ts_view *out);

/// Gradient of the input from that of each row's loss.
TS_EXPORT void ts_multilabel_margin_loss_backward(const ts_view *grad, const ts_view *input,
                                                  const ts_view *target, const ts_view *result);

/// Alignments that connectionist temporal classification sums over.
typedef struct ts_ctc {
  const ts_view *log_probs;       ///< (time, n, classes), float32 or float64
  const ts_view *targets;         ///< classes, the sequences somewhere in it
  const ts_view *target_offsets;  ///< (n): where each sequence starts
  const ts_view *input_lengths;   ///< (n)
  const ts_view *target_lengths;  ///< (n)
  int64_t blank;
} ts_ctc;

/// −log p(target | log_probs) of each sequence into `losses` (n), and the logarithms of the forward
/// variables into `log_alpha` (n, time, 2 · longest target + 1); both float64. False, with the
/// first target that names no class in `offending`, when there is one.
TS_EXPORT bool ts_ctc_loss(const ts_ctc *ctc, const ts_view *losses, const ts_view *log_alpha,
                           int64_t *offending);

/// Gradient of the unnormalised scores whose log-softmax the log-probabilities are, from that of
/// each loss; zero where `zero_infinity` and the loss is infinite.
TS_EXPORT void ts_ctc_loss_backward(const ts_ctc *ctc, const ts_view *grad, const ts_view *losses,
                                    const ts_view *log_alpha, bool zero_infinity,
                                    const ts_view *result);

#endif
