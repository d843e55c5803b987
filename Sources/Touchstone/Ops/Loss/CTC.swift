extension Functional {
  /// Connectionist temporal classification: −log of the probability that the classes drawn at each
  /// step, repetitions merged and blanks removed, spell the target (Graves et al., 2006; PyTorch:
  /// nn.CTCLoss).
  ///
  /// - Parameters:
  ///   - logProbs: log-probabilities of classes (T, N, C), or (T, C) of one sequence; float32 or
  ///     float64. Their gradient is that of the scores before log-softmax.
  ///   - targets: classes (N, S), padded to one length, or all targets one after another.
  ///   - inputLengths: number of steps of each sequence, at most T.
  ///   - targetLengths: number of classes of each target.
  ///   - blank: the class of blanks.
  ///   - reduction: the mean divides each loss by its target's length first.
  ///   - zeroInfinity: losses that are infinite (the input is too short to spell the target), and
  ///     their gradients, count as zero.
  /// - Errors: `.runtime` for lengths, shapes and blanks that do not fit, `.index` for a target
  ///   that is no class (which PyTorch reads memory for).
  public static func ctcLoss(
    _ logProbs: Tensor, _ targets: Tensor, _ inputLengths: Tensor, _ targetLengths: Tensor,
    blank: Int = 0, reduction: LossReduction = .mean, zeroInfinity: Bool = false
  ) -> Tensor {
    guarded {
      let isBatched = logProbs.dim == 3
      let batch = isBatched ? logProbs : logProbs.unsqueeze(1)
      let plan = try CTCPlan(batch, targets, inputLengths, targetLengths, blank)
      var losses = try ctcLosses(batch, plan.operands(batch, targets), plan, zeroInfinity)
      if zeroInfinity { losses = Tensor.where(losses.eq(Double.infinity), 0.0, losses) }
      switch reduction {
      case .none: return isBatched ? losses : losses.squeeze(0)
      case .sum: return losses.sum()
      case .mean: return losses.div(plan.divisors(like: losses)).mean()
      }
    }
  }

  /// The same with lengths as numbers.
  public static func ctcLoss(
    _ logProbs: Tensor, _ targets: Tensor, _ inputLengths: [Int], _ targetLengths: [Int],
    blank: Int = 0, reduction: LossReduction = .mean, zeroInfinity: Bool = false
  ) -> Tensor {
    ctcLoss(
      logProbs, targets, Tensor(inputLengths, dtype: .int64), Tensor(targetLengths, dtype: .int64),
      blank: blank, reduction: reduction, zeroInfinity: zeroInfinity)
  }

  private static func ctcLosses(
    _ logProbs: Tensor, _ operands: CTCOperands, _ plan: CTCPlan, _ zeroInfinity: Bool
  ) throws -> Tensor {
    let (steps, count) = (logProbs.size(0), logProbs.size(1))
    let exact = try Tensor(uninitialized: [count], dtype: .float64, device: logProbs.device)
    let logAlpha = try Tensor(
      uninitialized: [count, steps, 2 * plan.longestTarget + 1], dtype: .float64,
      device: logProbs.device)
    let offending = backend(for: logProbs.device).ctcLoss(
      operands, losses: exact, logAlpha: logAlpha)
    if let offending { throw TensorError(.index, "Target \(offending) is out of bounds.") }
    return try record(
      "CtcLossBackward0", [logProbs], exact.to(logProbs.dtype),
      saving: [
        logProbs, operands.targets, operands.targetOffsets, operands.inputLengths,
        operands.targetLengths, exact, logAlpha,
      ]
    ) { [blank = operands.blank] ctx in
      [try ctcGradient(ctx.grad, ctx.saved, blank: blank, zeroInfinity)]
    }
  }

  /// Gradient of the scores before log-softmax; PyTorch has no derivative of it.
  private static func ctcGradient(
    _ grad: Tensor, _ saved: SavedList, blank: Int, _ zeroInfinity: Bool
  ) throws -> Tensor {
    let operands = CTCOperands(
      logProbs: noGrad { saved[0].contiguous() }, targets: saved[1], targetOffsets: saved[2],
      inputLengths: saved[3], targetLengths: saved[4], blank: blank)
    let result = try Tensor(
      uninitialized: saved[0].shape, dtype: saved[0].dtype, device: saved[0].device)
    backend(for: grad.device).ctcLossBackward(
      operands, noGrad { grad.contiguous() }, losses: saved[5], logAlpha: saved[6],
      zeroInfinity: zeroInfinity, into: result)
    return try record("aten::_ctc_loss_backward", [grad, saved[0]], result, nil)
  }
}
