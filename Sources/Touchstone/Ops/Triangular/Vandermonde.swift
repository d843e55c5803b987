extension Tensor {
  /// Powers of the elements of a vector, `torch.vander`: row `i` holds `x[i]` to the powers
  /// `columns - 1` down to 0, or upwards when `increasing`. Integers and bool give int64.
  public func vander(_ columns: Int? = nil, increasing: Bool = false) -> Tensor {
    guarded {
      try check(dim == 1, .runtime, "x must be a one-dimensional tensor.")
      let count = columns ?? numel
      try check(count >= 0, .runtime, "N must be non-negative.")
      let base = dtype.isFloatingPoint ? self : to(.int64)
      let ones = Tensor.ones([numel, Swift.min(count, 1)], dtype: base.dtype, device: device)
      guard count > 1 else { return ones }
      let powers = base.unsqueeze(1).expand([numel, count - 1]).cumprod(1)
      let rising = Tensor.cat([ones, powers], dim: 1)
      return increasing ? rising : rising.flip(1)
    }
  }
}
