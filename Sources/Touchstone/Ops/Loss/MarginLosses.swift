// Losses of pairs, which a margin keeps apart.

extension Functional {
  /// x where y = 1, max(0, margin − x) where y = −1 (PyTorch: nn.HingeEmbeddingLoss).
  public static func hingeEmbeddingLoss(
    _ input: Tensor, _ target: Tensor, margin: Double = 1, reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      let apart = hinge(margin, input)
      let zero = Tensor.zeros([], dtype: input.dtype, device: input.device)
      let negative = Tensor.where(target.ne(1), apart, zero)
      return negative.add(Tensor.where(target.ne(-1), input, zero)).lossReduced(reduction)
    }
  }

  /// max(0, margin − x); whole margins keep integers.
  private static func hinge(_ margin: Double, _ x: Tensor) -> Tensor {
    x.dtype.isFloatingPoint
      ? (margin - x).clampMin(0) : (Int(margin) - x).clampMin(0)
  }

  /// max(0, −y (a − b) + margin) (PyTorch: nn.MarginRankingLoss).
  /// - Errors: `.runtime` for tensors of different numbers of dimensions.
  public static func marginRankingLoss(
    _ input1: Tensor, _ input2: Tensor, _ target: Tensor, margin: Double = 0,
    reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try check(
        input1.dim == input2.dim && input1.dim == target.dim, .runtime,
        "margin_ranking_loss : All input tensors should have same dimension but got sizes: "
          + "input1: torch.Size(\(input1.shape)), input2: torch.Size(\(input2.shape)), "
          + "target: torch.Size(\(target.shape)) ")
      return target.neg().mul(input1.sub(input2)).add(margin).clampMin(0).lossReduced(reduction)
    }
  }

  /// log(1 + e^(−y x)), in `input`'s dtype (PyTorch: nn.SoftMarginLoss).
  ///
  /// - Parameters:
  ///   - input: x.
  ///   - target: y, 1 or −1; broadcasts to `input`'s shape.
  public static func softMarginLoss(
    _ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try refuseGradient("soft_margin_loss", "target", target)
      let losses = noGrad { input.neg().mul_(target).exp_().log1p_() }
      try throwPendingError()
      return try losses.reducedLoss(
        "SoftMarginLossBackward0", reduction, of: [input], saving: [input, target]
      ) { ctx, grad in
        [try softMarginGradient(grad, ctx.saved[0].widened, ctx.saved[1].widened)]
      }
    }
  }

  /// 1 − cos(a, b) where y = 1, max(0, cos(a, b) − margin) where y = −1 (PyTorch:
  /// nn.CosineEmbeddingLoss).
  ///
  /// - Parameters:
  ///   - input1, input2: vectors (N, D) with a target (N), or (D) with a target ().
  /// - Errors: `.runtime` for other numbers of dimensions.
  public static func cosineEmbeddingLoss(
    _ input1: Tensor, _ input2: Tensor, _ target: Tensor, margin: Double = 0,
    reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try checkCosine(input1, input2, target)
      let dim = target.dim
      let product = input1.mul(input2).sum(dim)
      let square1 = input1.mul(input1).sum(dim).add(1e-12)
      let square2 = input2.mul(input2).sum(dim).add(1e-12)
      let cosine = product.div(square1.mul(square2).sqrt())
      let zeros = Tensor.zerosLike(cosine)
      let near = Tensor.where(target.eq(1), 1 - cosine, zeros)
      let apart = Tensor.where(target.eq(-1), cosine.sub(margin).clampMin(0), zeros)
      return near.add(apart).lossReduced(reduction)
    }
  }

  private static func checkCosine(_ a: Tensor, _ b: Tensor, _ target: Tensor) throws {
    try check(
      target.dim <= 1, .runtime, "0D or 1D target tensor expected, multi-target not supported")
    let rank = target.dim + 1
    try check(
      a.dim == rank && b.dim == rank, .runtime,
      "\(target.dim)D target tensor expects \(rank)D input tensors, but found inputs with sizes "
        + "\(a.shape) and \(b.shape).")
  }
}

/// −g y z / (1 + z) with z = e^(−y x).
private func softMarginGradient(_ g: Tensor, _ x: Tensor, _ y: Tensor) throws -> Tensor {
  let out = noGrad {
    let z = y.neg().mul(x).exp()
    return y.neg().mul(z).div(z.add(1)).mul(g)
  }
  return try record("SoftMarginLossBackwardBackward0", [g, x], out, saving: [g, x, y]) { ctx in
    let (g, x, y) = (ctx.saved[0], ctx.saved[1], ctx.saved[2])
    let z = y.neg().mul(x).exp()
    return [
      ctx.needs(0) ? try softMarginGradient(ctx.grad, x, y) : nil,
      ctx.needs(1) ? y.square().mul(z).div(z.add(1).square()).mul(ctx.grad.mul(g)) : nil,
    ]
  }
}
