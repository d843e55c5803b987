import Foundation

// Negative log-likelihoods of distributions, and divergences between them.

/// `LossReduction`, and the sum by the size of the batch: the divergence as it is defined.
public enum DivergenceReduction: String, Sendable, CaseIterable {
  case none, mean, sum, batchmean
}

extension Functional {
  /// Pointwise t (log t − x), 0 for t = 0, where x are log-probabilities: the Kullback-Leibler
  /// divergence (PyTorch: nn.KLDivLoss).
  ///
  /// - Parameter logTarget: whether `target` holds log t.
  /// - Errors: `.runtime` for integers.
  public static func klDiv(
    _ input: Tensor, _ target: Tensor, reduction: DivergenceReduction = .mean,
    logTarget: Bool = false
  ) -> Tensor {
    guarded {
      try check(
        input.dtype.isFloatingPoint && target.dtype.isFloatingPoint, .runtime,
        "kl_div: Integral inputs not supported.")
      let losses =
        logTarget
        ? target.exp().mul(target.sub(input)) : target.xlogy(target).sub(target.mul(input))
      switch reduction {
      case .none: return losses
      case .mean: return losses.mean()
      case .sum: return losses.sum()
      case .batchmean: return input.dim == 0 ? losses.sum() : losses.sum().div(input.size(0))
      }
    }
  }

  /// e^x − t x for a Poisson target, x the logarithm of its rate; x − t log(x + eps) for a rate
  /// (PyTorch: nn.PoissonNLLLoss).
  ///
  /// - Parameters:
  ///   - logInput: whether `input` is the logarithm of the rate.
  ///   - full: adds Stirling's t log t − t + log(2πt) / 2 where t > 1.
  public static func poissonNLLLoss(
    _ input: Tensor, _ target: Tensor, logInput: Bool = true, full: Bool = false,
    eps: Double = 1e-8, reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      var losses =
        logInput
        ? input.exp().sub(target.mul(input)) : input.sub(target.mul(input.add(eps).log()))
      if full { losses = losses.add(stirling(target)) }
      return losses.lossReduced(reduction)
    }
  }

  /// log t! by Stirling's formula where t > 1, else 0.
  private static func stirling(_ t: Tensor) -> Tensor {
    let formula = t.mul(t.log()).sub(t).add(t.mul(2 * Double.pi).log().mul(0.5))
    return formula.maskedFill(t.le(1), 0)
  }

  /// ½ (log v + (x − t)² / v) for a target of normal distribution, v the larger of `variance` and
  /// `eps`, whose bound does not stop the gradient (PyTorch: nn.GaussianNLLLoss).
  ///
  /// - Parameters:
  ///   - variance: of `input`'s shape, or with a last dimension of size 1 or none, or with one
  ///     other dimension of size 1.
  ///   - full: adds ½ log 2π.
  /// - Errors: `.value` for a negative variance or one of another shape.
  public static func gaussianNLLLoss(
    _ input: Tensor, _ target: Tensor, _ variance: Tensor, full: Bool = false, eps: Double = 1e-6,
    reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try checkVariance(noGrad { variance.lt(0).any() }.item().boolValue)
      let v = try fitted(variance, input.shape).clone()
      _ = noGrad { v.clampMin_(eps) }
      let error = input.sub(target).pow(2).div(v)
      var losses = v.log().add(error).mul(0.5)
      if full { losses = losses.add(0.5 * log(2 * Double.pi)) }
      return losses.lossReduced(reduction)
    }
  }

  /// The same with one variance for all.
  public static func gaussianNLLLoss(
    _ input: Tensor, _ target: Tensor, _ variance: Double, full: Bool = false, eps: Double = 1e-6,
    reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try checkVariance(variance < 0)
      return gaussianNLLLoss(
        input, target, Tensor.onesLike(input).mul(variance), full: full, eps: eps,
        reduction: reduction)
    }
  }

  private static func checkVariance(_ isNegative: Bool) throws {
    try check(!isNegative, .value, "var has negative entry/entries")
  }

  /// `variance` in a shape that broadcasts to `shape` as PyTorch allows it.
  private static func fitted(_ variance: Tensor, _ shape: Shape) throws -> Tensor {
    if variance.shape == shape { return variance }
    if Shape(shape.dropLast()) == variance.shape { return variance.unsqueeze(-1) }
    let total = zip(shape, variance.shape).filter { $0 != $1 }.map(\.1).reduce(0, +)
    try check(
      shape.count == variance.dim && total == 1, .value, "var is of incorrect size")
    return variance
  }

  /// The mean over classes of −w (t log σ(x) + (1 − t) log(1 − σ(x))) (PyTorch:
  /// nn.MultiLabelSoftMarginLoss).
  ///
  /// - Parameters:
  ///   - input: scores (…, C).
  ///   - target: 0 or 1 each.
  ///   - weight: w, broadcasts.
  public static func multilabelSoftMarginLoss(
    _ input: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      let negative = (1 - target).mul(logsigmoid(input.neg()))
      var losses = target.mul(logsigmoid(input)).add(negative).neg()
      if let weight { losses = losses.mul(weight) }
      let last = input.dim - 1
      return losses.sum(last).div(input.size(last)).lossReduced(reduction)
    }
  }
}
