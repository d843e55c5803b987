extension Tensor {
  /// The value of a tensor of one element as a Swift number.
  public func item() -> Scalar {
    guarded {
      try check(
        numel == 1, .runtime, "a Tensor with \(numel) elements cannot be converted to Scalar")
      return backend(for: device).read(self)
    }
  }
}
