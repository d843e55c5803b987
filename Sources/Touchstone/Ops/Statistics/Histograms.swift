extension Tensor {
  /// Number (or weight) of occurrences of each non-negative integer, at least `minlength` of them.
  public func bincount(weights: Tensor? = nil, minlength: Int = 0) -> Tensor {
    guarded {
      try checkBincount(weights, minlength)
      if numel == 0 { return Tensor.zeros([minlength], dtype: .int64, device: device) }
      let bins = to(.int64)
      let top = Int(bins.max().item().int64Value)
      try check(top < .max, .runtime, "bincount: maximum value of input overflowed")
      let size = Swift.max(top + 1, minlength)
      let out = Tensor.zeros([size], dtype: weights == nil ? .int64 : .float64, device: device)
      let wide = noGrad { weights?.to(.float64) }
      try throwPendingError()
      backend(for: device).binCount(bins, weights: wide, into: out)
      guard let weights else { return out }
      let result = weights.dtype == .float32 ? out.to(.float32) : out
      return try record("BincountBackward0", [weights], result, nil)
    }
  }

  private func checkBincount(_ weights: Tensor?, _ minlength: Int) throws {
    try check(minlength >= 0, .runtime, "minlength should be >= 0")
    if dim == 1 && numel == 0 { return }
    try check(
      dtype.isInteger, .notImplemented,
      "\"bincount_cpu\" not implemented for '\(dtype.scalarTypeName)'")
    let valid = dim == 1 && min().item().int64Value >= 0
    try check(valid, .runtime, "bincount only supports 1-d non-negative integral inputs.")
    guard let weights else { return }
    try check(
      weights.dim == 1 && weights.numel == numel, .runtime,
      "weights should be 1-d and have the same length as input")
  }

  /// Counts of elements in `bins` equal intervals of [min, max]; the data's range when both are
  /// equal. Elements outside are ignored.
  public func histc(bins: Int = 100, min: Double = 0, max: Double = 0) -> Tensor {
    guarded {
      try check(
        dtype.isFloatingPoint, .notImplemented,
        "\"histogram_cpu\" not implemented for '\(dtype.scalarTypeName)'")
      try check(
        bins > 0, .runtime, "torch.histogram(): bins must be > 0, but got \(bins) for dimension 0")
      let x = detach().reshape([-1])
      let (low, high) = try histcRange(x, min, max)
      let inside = x.maskedSelect(x.ge(low).logicalAnd(x.le(high)))
      let place = inside.sub(low).mul(bins).div(high.sub(low)).to(.int64).clamp(
        max: .int(Int64(bins - 1)))
      return place.bincount(minlength: bins).to(dtype)
    }
  }

  private func histcRange(_ x: Tensor, _ min: Double, _ max: Double) throws -> (Tensor, Tensor) {
    try check(
      min <= max || min.isNaN || max.isNaN, .runtime, "torch.histc: max must be larger than min")
    var low = min
    var high = max
    if low == high, x.numel > 0 {
      low = x.min().item().doubleValue
      high = x.max().item().doubleValue
    }
    try check(
      low.isFinite && high.isFinite, .runtime,
      "torch.histc: range of [\(numberText(low)), \(numberText(high))] is not finite")
    if low == high {
      low -= 1
      high += 1
    }
    let edges = [low, high].map { Tensor.full([], $0, dtype: dtype, device: device) }
    return (edges[0], edges[1])
  }

  /// Histogram over `bins` equal intervals of `range` (of the data when nil).
  public func histogram(
    bins: Int, range: (Double, Double)? = nil, weight: Tensor? = nil, density: Bool = false
  ) -> (hist: Tensor, binEdges: Tensor) {
    let flat = range.map { [$0.0, $0.1] }
    let result = reshape([-1, 1]).histogramdd(
      bins: [bins], range: flat, weight: weight?.reshape([-1]), density: density)
    return (result.hist, result.binEdges.first ?? .poison)
  }

  /// Histogram over the intervals between the increasing `edges`.
  public func histogram(
    edges: Tensor, weight: Tensor? = nil, density: Bool = false
  ) -> (hist: Tensor, binEdges: Tensor) {
    let result = reshape([-1, 1]).histogramdd(
      edges: [edges], weight: weight?.reshape([-1]), density: density)
    return (result.hist, result.binEdges.first ?? .poison)
  }
}
