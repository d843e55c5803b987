import CKernels

// Losses of the difference between a prediction and its target (PyTorch: nn.MSELoss, nn.L1Loss,
// nn.SmoothL1Loss, nn.HuberLoss). Operands broadcast; PyTorch warns of it, here it is silent.

extension Functional {
  /// (x − y)² of each element.
  ///
  /// With `weight`, of `input`'s shape, the mean is weighted: Σ w (x − y)² / Σ w.
  public static func mseLoss(
    _ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean, weight: Tensor? = nil
  ) -> Tensor {
    guarded {
      let (x, y) = try broadcastPair(input, target)
      if let weight {
        try checkWeight(weight, input)
        return weightedMean(x.sub(y).pow(2), weight, reduction)
      }
      let losses = try noGrad { try Binary.squaredError.apply(x, y) }
      return try losses.reducedLoss("MseLossBackward0", reduction, of: [x, y], saving: [x, y]) {
        ctx, grad in
        ctx.bothGradients(ctx.difference.mul(2).mul(grad))
      }
    }
  }

  /// |x − y| of each element.
  ///
  /// With `weight`, of `input`'s shape, the mean is weighted: Σ w |x − y| / Σ w.
  public static func l1Loss(
    _ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean, weight: Tensor? = nil
  ) -> Tensor {
    guarded {
      let (x, y) = try broadcastPair(input, target)
      if let weight { try checkWeight(weight, input) }
      let losses = x.sub(y).abs()
      return weight.map { weightedMean(losses, $0, reduction) } ?? losses.lossReduced(reduction)
    }
  }

  /// (x − y)² / 2β where |x − y| < β, else |x − y| − β/2; `l1Loss` for β = 0.
  /// - Errors: `.runtime` for negative β.
  public static func smoothL1Loss(
    _ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean, beta: Double = 1
  ) -> Tensor {
    guarded {
      if beta == 0 { return l1Loss(input, target, reduction: reduction) }
      let (x, y) = try broadcastPair(input, target)
      try check(
        beta > 0, .runtime, "smooth_l1_loss does not support negative values for beta.")
      let losses = try noGrad { try Binary.smoothL1(beta).apply(x, y) }
      return try losses.reducedLoss(
        "SmoothL1LossBackward0", reduction, of: [x, y], saving: [x, y]
      ) { ctx, grad in
        ctx.bothGradients(clipped(ctx.difference, beta).div(beta).mul(grad))
      }
    }
  }

  /// (x − y)² / 2 where |x − y| ≤ δ, else δ (|x − y| − δ/2), in `input`'s dtype; times `weight`, of
  /// `input`'s shape.
  /// - Errors: `.runtime` unless δ is positive.
  public static func huberLoss(
    _ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean, delta: Double = 1,
    weight: Tensor? = nil
  ) -> Tensor {
    guarded {
      let (x, y) = try broadcastPair(input, target)
      guard let weight else { return try huber(x, y, reduction, delta) }
      try checkWeight(weight, input)
      return try huber(x, y, .none, delta).mul(weight).lossReduced(reduction)
    }
  }

  private static func huber(
    _ x: Tensor, _ y: Tensor, _ reduction: LossReduction, _ delta: Double
  ) throws -> Tensor {
    try check(
      delta > 0, .runtime, "huber_loss does not support non-positive values for delta.")
    let losses = try noGrad { try Binary.huber(delta).apply(x, y) }
    try losses.checkConverts(to: x.dtype)
    return try losses.to(x.dtype).reducedLoss(
      "HuberLossBackward0", reduction, of: [x, y], saving: [x, y]
    ) { ctx, grad in
      ctx.bothGradients(clipped(ctx.difference, delta).mul(grad))
    }
  }

  private static func broadcastPair(_ input: Tensor, _ target: Tensor) throws -> (Tensor, Tensor) {
    let pair = Tensor.broadcastTensors([input, target])
    try throwPendingError()
    return (pair[0], pair[1])
  }

  private static func checkWeight(_ weight: Tensor, _ input: Tensor) throws {
    try check(
      weight.shape == input.shape, .value, "Weights and input must have the same size.")
  }

  /// The weighted losses, or their sum, or that by the sum of the weights.
  private static func weightedMean(
    _ losses: Tensor, _ weight: Tensor, _ reduction: LossReduction
  ) -> Tensor {
    let weighted = losses.mul(weight)
    return reduction == .mean ? weighted.sum().div(weight.sum()) : weighted.lossReduced(reduction)
  }
}

extension Pullback {
  /// x − y of the two saved tensors.
  fileprivate var difference: Tensor { saved[0].widened.sub(saved[1].widened) }

  /// The gradient of x − y, given to x and, negated, to y.
  fileprivate func bothGradients(_ grad: Tensor) -> [Tensor?] {
    [needs(0) ? grad : nil, needs(1) ? grad.neg() : nil]
  }
}

/// d within (−bound, bound), ±bound elsewhere; the derivative is 0 at the bounds. NaN stays.
private func clipped(_ d: Tensor, _ bound: Double) -> Tensor {
  Tensor.where(noGrad { d.abs().ge(bound) }, noGrad { d.sign().mul(bound) }, d)
}

extension Binary {
  fileprivate static let squaredError = Binary(
    "mse", TS_BINARY_squared_error, accepts: .floating)
  fileprivate static func smoothL1(_ beta: Double) -> Binary {
    Binary("smooth_l1", TS_BINARY_smooth_l1, accepts: .floating, parameters: parameter(beta))
  }
  fileprivate static func huber(_ delta: Double) -> Binary {
    Binary("huber", TS_BINARY_huber, accepts: .floating, parameters: parameter(delta))
  }
  private static func parameter(_ value: Double) -> ts_params {
    ts_params(f: (value, 0, 0, 0), i: (0, 0, 0, 0))
  }
}
