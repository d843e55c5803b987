import Foundation
import Touchstone

extension Init {
  /// Normal numbers that lie in [a, b].
  ///
  /// Where more than 0.3 of the probability lies there, numbers outside are drawn again; else
  /// uniform numbers are accepted with their density relative to its peak. Either way whole
  /// tensors are drawn and only the places still open take the new numbers.
  @discardableResult
  public static func truncNormal_(
    _ tensor: Tensor, mean: Double = 0, std: Double = 1, a: Double = -2, b: Double = 2,
    generator: Generator? = nil
  ) -> Tensor {
    guarded(tensor) {
      let target = TruncatedNormal(mean: mean, std: std, low: a, high: b, generator: generator)
      try noGrad {
        if target.mass > 0.3 { try target.redraw(tensor) } else { try target.reject(tensor) }
      }
      return tensor
    }
  }
}

private struct TruncatedNormal {
  let mean, std, low, high: Double
  let generator: Generator?

  /// Probability of [low, high].
  var mass: Double { cumulative((high - mean) / std) - cumulative((low - mean) / std) }

  private func cumulative(_ x: Double) -> Double { (1 + erf(x / 2.0.squareRoot())) / 2 }

  /// Draws normal numbers until all lie inside; the bounds are rounded to the dtype.
  func redraw(_ tensor: Tensor) throws {
    let bounds = Tensor([low, high], dtype: tensor.dtype).to(.float64).toArray(Double.self)
    tensor.normal_(mean, std, generator: generator)
    try throwPendingError()
    while true {
      let outside = tensor.lt(bounds[0]).logicalOr(tensor.gt(bounds[1]))
      if !outside.any().item().boolValue { return }
      let again = Tensor.randnLike(tensor, mean: mean, std: std, generator: generator)
      tensor.copy_(Tensor.where(outside, again, tensor))
      try throwPendingError()
    }
  }

  /// Draws uniform numbers x until log u ≤ log density(x) − log peak everywhere.
  func reject(_ tensor: Tensor) throws {
    let candidates = Tensor.emptyLike(tensor)
    let chances = Tensor.emptyLike(tensor)
    tensor.uniform_(low, high, generator: generator)
    try throwPendingError()
    var open = isRejected(tensor, chances)
    while open.any().item().boolValue {
      candidates.uniform_(low, high, generator: generator)
      tensor.copy_(Tensor.where(open, candidates, tensor))
      open = open.logicalAnd(isRejected(candidates, chances))
      try throwPendingError()
    }
  }

  private func isRejected(_ candidates: Tensor, _ chances: Tensor) -> Tensor {
    let nearest = max(low, min(mean, high))
    let peak = -0.5 * pow((nearest - mean) / std, 2)
    let offsets = candidates.clone().addRounded_(-mean)
    let density = offsets.div_(std).pow_(2).mul_(-0.5).addRounded_(-peak)
    return chances.uniform_(generator: generator).log_().gt(density)
  }
}

extension Tensor {
  /// Normal numbers in a tensor laid out like `other`.
  fileprivate static func randnLike(
    _ other: Tensor, mean: Double, std: Double, generator: Generator?
  ) -> Tensor {
    emptyLike(other).normal_(mean, std, generator: generator)
  }
}
