import CKernels

// Cross entropy of independent yes-or-no decisions (PyTorch: nn.BCELoss, nn.BCEWithLogitsLoss).

extension Functional {
  /// −w (y log x + (1 − y) log(1 − x)) of each element, the logarithms at least −100.
  ///
  /// - Parameters:
  ///   - input: probabilities.
  ///   - target: of the same shape, in [0, 1].
  ///   - weight: broadcasts to that shape.
  /// - Errors: `.value` for shapes that differ, `.runtime` for elements outside [0, 1].
  public static func binaryCrossEntropy(
    _ input: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try checkBinary(input, target)
      let factor = try weight.map {
        $0.expand(try Shape.common([target.shape, $0.shape]) { "torch.Size(\($0))" })
      }
      try checkProbabilities(input, target, factor)
      var losses = try noGrad { try Binary.binaryCrossEntropy.apply(input, target) }
      if let factor { losses = noGrad { losses.mul_(factor) } }
      return try losses.reducedLoss(
        "BinaryCrossEntropyBackward0", reduction, of: [input, target],
        saving: [input, target, factor]
      ) { ctx, grad in
        let g = ctx.saved.tensors[2].map { grad.mul($0) } ?? grad
        let (x, y) = (ctx.saved[0].widened, ctx.saved[1].widened)
        return [
          ctx.needs(0) ? try probabilityGradient(g, x, y) : nil,
          ctx.needs(1) ? (1 - x).log().sub(x.log()).mul(g) : nil,
        ]
      }
    }
  }

  private static func checkBinary(_ input: Tensor, _ target: Tensor) throws {
    try check(
      target.shape == input.shape, .value,
      "Using a target size (torch.Size(\(target.shape))) that is different to the input size "
        + "(torch.Size(\(input.shape))) is deprecated. Please ensure they have the same size.")
  }

  private static func checkProbabilities(
    _ input: Tensor, _ target: Tensor, _ weight: Tensor?
  ) throws {
    try refuseGradient("binary_cross_entropy", "weight", weight)
    try checkImplemented("binary_cross_entropy", input.dtype, .floating)
    try check(
      input.dtype == target.dtype, .runtime,
      "Found dtype \(target.dtype.scalarTypeName) but expected \(input.dtype.scalarTypeName)")
    for (name, tensor) in [("input", input), ("target", target)] {
      try check(
        backend(for: tensor.device).allWithin(0, 1, tensor), .runtime,
        "all elements of \(name) should be between 0 and 1")
    }
    if let weight { try input.checkKeepsShape(with: weight) }
  }

  /// −w (p y log σ(x) + (1 − y) log(1 − σ(x))) of each element, stable for any x.
  ///
  /// - Parameters:
  ///   - input: logits.
  ///   - target: of the same shape.
  ///   - weight: broadcasts to that shape.
  ///   - posWeight: p, which weighs the positive targets; broadcasts as well.
  /// - Errors: `.value` for shapes that differ.
  public static func binaryCrossEntropyWithLogits(
    _ input: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean,
    posWeight: Tensor? = nil
  ) -> Tensor {
    guarded {
      try check(
        target.shape == input.shape, .value,
        "Target size (torch.Size(\(target.shape))) must be the same as input size "
          + "(torch.Size(\(input.shape)))")
      try refuseGradient("binary_cross_entropy_with_logits", "weight", weight)
      try refuseGradient("binary_cross_entropy_with_logits", "pos_weight", posWeight)
      let losses = noGrad { logitLosses(input, target, weight, posWeight) }
      try throwPendingError()
      return try losses.reducedLoss(
        "BinaryCrossEntropyWithLogitsBackward0", reduction, of: [input, target],
        saving: [input, target, weight, posWeight]
      ) { ctx, grad in
        let g = ctx.saved.tensors[2].map { grad.mul($0) } ?? grad
        let (x, y) = (ctx.saved[0].widened, ctx.saved[1].widened)
        let p = ctx.saved.tensors[3]
        return [
          ctx.needs(0) ? logitGradient(x, y, p).mul(g) : nil,
          ctx.needs(1) ? targetGradient(x, p).mul(g) : nil,
        ]
      }
    }
  }

  private static func logitLosses(
    _ x: Tensor, _ y: Tensor, _ weight: Tensor?, _ posWeight: Tensor?
  ) -> Tensor {
    let logSigmoid = logsigmoid(x)
    if let posWeight { logSigmoid.mul_(posWeight.sub(1).mul(y).add_(1)) }
    let losses = (1 - y).mul_(x).sub_(logSigmoid)
    if let weight { losses.mul_(weight) }
    return losses
  }

  /// (p y + 1 − y) σ(x) − p y.
  private static func logitGradient(_ x: Tensor, _ y: Tensor, _ p: Tensor?) -> Tensor {
    guard let p else { return x.sigmoid().sub(y) }
    let positive = p.mul(y)
    return positive.add(1).sub(y).mul(x.sigmoid()).sub(positive)
  }

  /// log σ(−x) − p log σ(x), which is −x for p = 1.
  private static func targetGradient(_ x: Tensor, _ p: Tensor?) -> Tensor {
    guard let p else { return x.neg() }
    return logsigmoid(x.neg()).sub(p.mul(logsigmoid(x)))
  }
}

/// g (x − y) / max(x (1 − x), ε) with ε = 10⁻¹², and PyTorch's derivatives around that bound.
private func probabilityGradient(_ g: Tensor, _ x: Tensor, _ y: Tensor) throws -> Tensor {
  let out = noGrad { g.mul(x.sub(y)).div(spread(x)) }
  try throwPendingError()
  return try record(
    "BinaryCrossEntropyBackwardBackward0", [g, x, y], out, saving: [g, x, y]
  ) { ctx in
    let (g, x, y) = (ctx.saved[0], ctx.saved[1], ctx.saved[2])
    let low = x.add(1e-12), high = (1 - x).add(1e-12)
    let bend = x.mul(x).sub(x.mul(y).mul(2)).add(y)
    return [
      ctx.needs(0) ? x.sub(y).div(low.mul(high)).mul(ctx.grad) : nil,
      ctx.needs(1) ? bend.div(low.square().mul(high.square())).mul(ctx.grad.mul(g)) : nil,
      ctx.needs(2) ? ctx.grad.mul(g).neg().div(spread(x)) : nil,
    ]
  }
}

/// max(x (1 − x), 10⁻¹²).
private func spread(_ x: Tensor) -> Tensor { (1 - x).mul(x).clampMin(1e-12) }

extension Binary {
  fileprivate static let binaryCrossEntropy = Binary(
    "binary_cross_entropy", TS_BINARY_binary_cross_entropy, accepts: .floating)
}
