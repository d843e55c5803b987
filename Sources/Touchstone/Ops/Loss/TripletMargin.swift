// A positive example must be nearer to an anchor than a negative one, by a margin.

extension Functional {
  /// max(0, margin + d(a, p) − d(a, n)), d the p-norm of the difference plus `eps` over the last
  /// dimension (PyTorch: nn.TripletMarginLoss).
  ///
  /// - Parameter swap: take min(d(a, n), d(p, n)) instead of d(a, n) (Balntas et al., 2016).
  /// - Errors: `.value` unless the margin is positive, `.runtime` for tensors of different numbers
  ///   of dimensions.
  public static func tripletMarginLoss(
    _ anchor: Tensor, _ positive: Tensor, _ negative: Tensor, margin: Double = 1, p: Double = 2,
    eps: Double = 1e-6, swap: Bool = false, reduction: LossReduction = .mean
  ) -> Tensor {
    tripletMarginWithDistanceLoss(
      anchor, positive, negative,
      distanceFunction: { pairwiseDistance($0, $1, p: p, eps: eps) }, margin: margin, swap: swap,
      reduction: reduction)
  }

  /// The same with a distance of choice; `pairwiseDistance` when nil (PyTorch:
  /// nn.TripletMarginWithDistanceLoss).
  public static func tripletMarginWithDistanceLoss(
    _ anchor: Tensor, _ positive: Tensor, _ negative: Tensor,
    distanceFunction: ((Tensor, Tensor) -> Tensor)? = nil, margin: Double = 1, swap: Bool = false,
    reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try check(margin > 0, .value, "margin must be greater than 0, got \(margin)")
      let ranks = (anchor.dim, positive.dim, negative.dim)
      try check(
        ranks.0 == ranks.1 && ranks.1 == ranks.2, .runtime,
        "The anchor, positive, and negative tensors are expected to have the same number of "
          + "dimensions, but got: anchor \(ranks.0)D, positive \(ranks.1)D, and negative "
          + "\(ranks.2)D inputs")
      let distance = distanceFunction ?? { pairwiseDistance($0, $1) }
      let near = distance(anchor, positive)
      var far = distance(anchor, negative)
      if swap { far = Binary.minimum(far, distance(positive, negative)) }
      return near.add(margin).sub(far).clampMin(0).lossReduced(reduction)
    }
  }
}
