extension Tensor {
  /// Whether both have one shape and equal elements; NaN equals nothing.
  public func equal(_ other: Tensor) -> Bool {
    guarded {
      try check(
        device == other.device, .runtime,
        "Cannot compare two tensors on different devices. Got: \(device) and \(other.device)")
      if shape != other.shape { return false }
      return noGrad { eq(other).all().item().boolValue }
    }
  }

  /// Whether every element is close to the other's, see `isclose`.
  public func allclose(
    _ other: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false
  ) -> Bool {
    guarded {
      let close = isclose(other, rtol: rtol, atol: atol, equalNaN: equalNaN)
      try throwPendingError()
      return close.all().item().boolValue
    }
  }
}
