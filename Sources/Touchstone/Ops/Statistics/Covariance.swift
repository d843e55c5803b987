extension Tensor {
  /// Covariance matrix of variables (rows) over observations (columns).
  ///
  /// - Parameters:
  ///   - correction: subtracted from the (weighted) number of observations.
  ///   - fweights: int, how often each observation counts.
  ///   - aweights: floating, the weight of each observation.
  public func cov(
    correction: Int = 1, fweights: Tensor? = nil, aweights: Tensor? = nil
  ) -> Tensor {
    guarded {
      try check(
        dim <= 2, .runtime,
        "cov(): expected input to have two or fewer dimensions but got an input with \(dim) "
          + "dimensions")
      try check(dtype != .bool, .notImplemented, "cov(): bool dtype is not supported for input")
      let x = dim < 2 ? widened.reshape([1, -1]) : widened
      let weights = try observationWeights(x.shape[1], fweights, aweights)
      let total = weights?.sum() ?? Tensor.full([], x.shape[1], dtype: .int64, device: device)
      if weights != nil {
        try check(
          total.item().doubleValue != 0, .runtime,
          "cov(): weights sum to zero, can't be normalized")
      }
      let centred = x.sub(x.weighted(by: weights).sum(1).div(total).unsqueeze(1))
      let products = centred.mm(centred.weighted(by: weights).t())
      let factor = freedom(total, weights, correction, aweights)
      let target = aweights.map { promoteTypes(dtype, $0.dtype) } ?? dtype
      let result = products.div(factor).squeeze()
      return dtype.isHalf ? result.to(target) : result
    }
  }

  private func weighted(by weights: Tensor?) -> Tensor { weights.map { mul($0) } ?? self }

  /// The normalising factor, 0 when no degree of freedom is left.
  private func freedom(
    _ total: Tensor, _ weights: Tensor?, _ correction: Int, _ aweights: Tensor?
  ) -> Tensor {
    var factor = total.sub(correction)
    if let weights, let aweights, correction != 0 {
      let correlated = weights.mul(aweights).sum().mul(correction).div(total)
      factor = total.sub(correlated)
    }
    let none = noGrad { factor.le(0).item().boolValue }
    return none ? factor.mul(0) : factor
  }

  private func observationWeights(
    _ observations: Int, _ fweights: Tensor?, _ aweights: Tensor?
  ) throws -> Tensor? {
    if let fweights {
      try checkWeights(fweights, "fweights", observations, "integral", fweights.dtype.isInteger)
    }
    if let aweights {
      let floating = aweights.dtype.isFloatingPoint
      try checkWeights(aweights, "aweights", observations, "floating point", floating)
    }
    guard let fweights else { return aweights }
    return aweights.map { fweights.mul($0) } ?? fweights
  }

  private func checkWeights(
    _ weights: Tensor, _ name: String, _ observations: Int, _ kind: String, _ isKind: Bool
  ) throws {
    try check(
      weights.dim <= 1, .runtime,
      "cov(): expected \(name) to have one or fewer dimensions but got \(name) with \(weights.dim) "
        + "dimensions")
    try check(
      isKind, .runtime,
      "cov(): expected \(name) to have \(kind) dtype but got \(name) with "
        + "\(weights.dtype.scalarTypeName) dtype")
    try check(
      weights.numel == observations, .runtime,
      "cov(): expected \(name) to have the same numel as there are observations in the input but "
        + "got \(weights.numel) != \(observations)")
    let valid = observations == 0 || noGrad { weights.min().item().doubleValue >= 0 }
    try check(valid, .runtime, "cov(): \(name) cannot be negative")
  }

  /// Correlation matrix: covariances divided by the deviations of both variables, in [−1, 1].
  public func corrcoef() -> Tensor {
    guarded {
      try check(
        dim <= 2, .runtime,
        "corrcoef(): expected input to have two or fewer dimensions but got an input with \(dim) "
          + "dimensions")
      let c = widened.cov()
      try throwPendingError()
      if c.dim == 0 { return dtype.isHalf ? c.div(c).to(dtype) : c.div(c) }
      let deviation = c.diag().sqrt()
      let scaled = c.div(deviation.view([-1, 1])).div(deviation.view([1, -1]))
      let result = scaled.clamp(min: -1, max: 1)
      return dtype.isHalf ? result.to(dtype) : result
    }
  }
}
