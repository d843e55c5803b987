extension Tensor {
  /// The q-quantiles along `dim` (of all elements when nil), q in [0, 1]; NaN where a line has one.
  ///
  /// - Parameter interpolation: between neighbours i < j at fraction f: "linear" i + f (j − i),
  ///   "lower", "higher", "midpoint" or "nearest".
  public func quantile(
    _ q: Tensor, dim: Int? = nil, keepdim: Bool = false, interpolation: String = "linear"
  ) -> Tensor {
    quantiles(q, dim, keepdim, interpolation, ignoringNaN: false)
  }

  public func quantile(
    _ q: Double, dim: Int? = nil, keepdim: Bool = false, interpolation: String = "linear"
  ) -> Tensor {
    quantile(number: q, dim, keepdim, interpolation, ignoringNaN: false)
  }

  /// `quantile` of the elements that are not NaN.
  public func nanquantile(
    _ q: Tensor, dim: Int? = nil, keepdim: Bool = false, interpolation: String = "linear"
  ) -> Tensor {
    quantiles(q, dim, keepdim, interpolation, ignoringNaN: true)
  }

  public func nanquantile(
    _ q: Double, dim: Int? = nil, keepdim: Bool = false, interpolation: String = "linear"
  ) -> Tensor {
    quantile(number: q, dim, keepdim, interpolation, ignoringNaN: true)
  }

  private func quantile(
    number q: Double, _ dim: Int?, _ keepdim: Bool, _ interpolation: String, ignoringNaN: Bool
  ) -> Tensor {
    guarded {
      try check(
        q >= 0 && q <= 1, .runtime,
        "quantile() q must be in the range [0, 1] but got \(numberText(q))")
      let tensor = Tensor.full([], q, dtype: dtype, device: device)
      return quantiles(tensor, dim, keepdim, interpolation, ignoringNaN: ignoringNaN)
    }
  }

  private func quantiles(
    _ q: Tensor, _ dim: Int?, _ keepdim: Bool, _ interpolation: String, ignoringNaN: Bool
  ) -> Tensor {
    guarded {
      try checkQuantile(q, interpolation)
      let d = try dim.map { try wrapDim($0, rank: self.dim) }
      let lines = quantileLines(d)
      let sorted = lines.sort(-1).values
      let ranks = quantileRanks(q, sorted, ignoringNaN: ignoringNaN)
      let result = Tensor.interpolate(sorted, ranks, interpolation)
      return arrange(result, q, d, keepdim)
    }
  }

  private func checkQuantile(_ q: Tensor, _ interpolation: String) throws {
    try check(numel > 0, .runtime, "quantile() input tensor must be non-empty")
    try check(q.dim <= 1, .runtime, "quantile() q must be a scalar or 1D tensor")
    try check(
      dtype == .float32 || dtype == .float64, .runtime,
      "quantile() input tensor must be either float or double dtype")
    try check(
      dtype == q.dtype, .runtime, "quantile() q tensor must be same dtype as the input tensor")
    try check(
      ["linear", "lower", "higher", "midpoint", "nearest"].contains(interpolation), .runtime,
      "quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, but got "
        + interpolation)
    let valid = noGrad { q.ge(0).logicalAnd(q.le(1)).all().item().boolValue }
    try check(valid, .runtime, "quantile() q values must be in the range [0, 1]")
  }

  /// The lines to look at, as the last dimension.
  private func quantileLines(_ d: Int?) -> Tensor {
    guard let d else { return reshape([-1]) }
    return dim == 0 ? reshape([1]) : unsqueeze(-1).transpose(d, -1).squeeze(d)
  }

  /// Fractional positions of the quantiles in the sorted lines; `q` is the last dimension.
  private func quantileRanks(_ q: Tensor, _ sorted: Tensor, ignoringNaN: Bool) -> Tensor {
    let nans = noGrad { sorted.isnan() }
    let last = Double(sorted.size(-1) - 1)
    let levels = q.reshape([-1])
    if ignoringNaN {
      let numbers = noGrad { nans.logicalNot().sum(-1, keepdim: true).to(dtype) }
      return levels.mul(numbers.sub(1)).clamp(min: 0)
    }
    let hasNaN = noGrad { nans.any(-1, keepdim: true) }
    let nanRank = Tensor.full([], last, dtype: dtype, device: device)
    return Tensor.where(hasNaN, nanRank, levels.mul(last))
  }

  private static func interpolate(_ sorted: Tensor, _ ranks: Tensor, _ how: String) -> Tensor {
    if how == "lower" { return sorted.gather(-1, ranks.floor().to(.int64)) }
    if how == "higher" { return sorted.gather(-1, ranks.ceil().to(.int64)) }
    if how == "nearest" { return sorted.gather(-1, ranks.round().to(.int64)) }
    let below = ranks.floor().to(.int64)
    let low = sorted.gather(-1, below)
    let high = sorted.gather(-1, ranks.ceil().to(.int64))
    let weight = how == "midpoint" ? Tensor.fullLike(ranks, 0.5) : ranks.sub(below)
    return low.lerp(high, weight)
  }

  /// Moves the quantiles to the front and restores the reduced dimension when asked to.
  private func arrange(_ result: Tensor, _ q: Tensor, _ d: Int?, _ keepdim: Bool) -> Tensor {
    var out = result
    if keepdim {
      if let d, dim > 0 {
        out = out.unsqueeze(d)
      } else {
        out = out.reshape(Shape(Array(repeating: 1, count: dim) + [result.size(-1)]))
      }
    }
    let last = out.dim - 1
    let front = out.permute([last] + Array(0..<last))
    return q.dim == 0 ? front.squeeze(0) : front
  }
}
