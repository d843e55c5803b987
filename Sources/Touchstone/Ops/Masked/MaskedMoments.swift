extension Masked {
  /// Mean of the chosen elements.
  public static func mean(
    _ x: Tensor, _ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let target = dtype ?? x.dtype
      try check(
        target.isFloatingPoint, .value,
        "mean(): Could not infer output dtype. \(dtype == nil ? "Input" : "Optional") dtype must "
          + "be either a floating point or complex dtype. Got: torch.\(target.name)")
      let over = try canonicalDims(dims, x)
      let total = sum(x, over, keepdim: keepdim, dtype: target, mask: mask)
      return total.div(try count(x, over, keepdim: keepdim, mask))
    }
  }

  /// Variance of the chosen elements: Σ (x − mean)² / max(count − correction, 0).
  public static func `var`(
    _ x: Tensor, _ dims: [Int]? = nil, correction: Double = 1, keepdim: Bool = false,
    dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let target = dtype ?? (x.dtype.isFloatingPoint ? x.dtype : .float32)
      let compute: DType = target.isFloatingPoint ? target : .float32
      let over = try canonicalDims(dims, x)
      let number = try count(x, over, keepdim: true, mask)
      let average = sum(x, over, keepdim: true, dtype: target, mask: mask).div(number)
      let centred = x.sub(average)
      let total = sum(centred.mul(centred), over, keepdim: keepdim, dtype: compute, mask: mask)
      try throwPendingError()
      let degrees = number.reshape(total.shape)
      if correction == 0 { return total.div(degrees).to(target) }
      let corrected = degrees.to(compute).sub(correction)
      let zero = Tensor.zeros([], dtype: compute, device: x.device)
      return total.div(corrected.maximum(zero)).to(target)
    }
  }

  /// Standard deviation of the chosen elements: the square root of `var`.
  public static func std(
    _ x: Tensor, _ dims: [Int]? = nil, correction: Double = 1, keepdim: Bool = false,
    dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    Masked.var(x, dims, correction: correction, keepdim: keepdim, dtype: dtype, mask: mask).sqrt()
  }

  /// How many elements are chosen.
  private static func count(
    _ x: Tensor, _ over: [Int], keepdim: Bool, _ mask: Tensor?
  ) throws -> Tensor {
    let chosen =
      try mask.map { try canonical($0, for: x) }
      ?? Tensor.ones(x.shape, dtype: .bool, device: x.device)
    return chosen.sum(over, keepdim: keepdim)
  }
}
