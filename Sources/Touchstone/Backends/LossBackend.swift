/// Kernels of losses that look elements up by class. All tensors are contiguous.
protocol LossBackend: Sendable {
  /// −weight[target] · input[:, target, :] of `input` (n, classes, inner), reduced; Σ weight[target]
  /// into `loss.totalWeight` unless nothing is reduced. Returns the first target that names no
  /// class, `out` then being undefined.
  func nllLoss(_ loss: NLLOperands, _ input: Tensor, into out: Tensor) -> Int?
  func nllLossBackward(_ loss: NLLOperands, _ grad: Tensor, into result: Tensor)

  /// One loss for each row. False when a target names no class.
  func multiMarginLoss(_ loss: MultiMarginOperands, into out: Tensor) -> Bool
  func multiMarginLossBackward(_ loss: MultiMarginOperands, _ grad: Tensor, into result: Tensor)

  /// One loss for each row. False when a target names no class.
  func multilabelMarginLoss(_ input: Tensor, _ target: Tensor, into out: Tensor) -> Bool
  func multilabelMarginLossBackward(
    _ grad: Tensor, _ input: Tensor, _ target: Tensor, into result: Tensor)

  /// One loss for each sequence, and the forward variables that its gradient reads, both float64.
  /// Returns the first target that names no class.
  func ctcLoss(_ loss: CTCOperands, losses: Tensor, logAlpha: Tensor) -> Int?
  func ctcLossBackward(
    _ loss: CTCOperands, _ grad: Tensor, losses: Tensor, logAlpha: Tensor, zeroInfinity: Bool,
    into result: Tensor)
}

/// What a negative log-likelihood is computed from, beside the log-probabilities.
struct NLLOperands {
  /// (n, inner), int64 or uint8.
  var target: Tensor
  /// One weight for each class; ones when nil.
  var weight: Tensor?
  /// One element.
  var totalWeight: Tensor
  var ignoreIndex: Int
  var reduction: LossReduction
}

/// What a margin loss is computed from.
struct MultiMarginOperands {
  /// (n, classes).
  var input: Tensor
  /// (n), int64.
  var target: Tensor
  /// One weight for each class; ones when nil.
  var weight: Tensor?
  var margin: Double
  /// p = 2 instead of 1.
  var squared: Bool
}

/// What connectionist temporal classification is computed from; all but the first int64.
struct CTCOperands {
  /// (time, n, classes).
  var logProbs: Tensor
  /// The targets one after another, or padded to one length.
  var targets: Tensor
  /// Where in `targets` each sequence starts, and the lengths: (n) each.
  var targetOffsets: Tensor
  var inputLengths: Tensor
  var targetLengths: Tensor
  var blank: Int
}
