/// Random complex numbers as pairs of a real and an imaginary part, the last dimension of size 2:
/// what `torch.view_as_real` shows of PyTorch's complex tensors. float32 stands for complex64,
/// float64 for complex128.
extension Tensor {
  /// `torch.rand` in a complex dtype, shape [..., 2]: both parts uniform in [0, 1), the real one
  /// drawn first.
  public static func complexRand(
    _ shape: Shape, generator: Generator? = nil, dtype: DType? = nil, device: Device = .cpu
  ) -> Tensor {
    rand(Shape(Array(shape) + [2]), generator: generator, dtype: dtype, device: device)
  }

  /// `torch.randn` in a complex dtype, shape [..., 2]: E|z|² = 1.
  public static func complexRandn(
    _ shape: Shape, generator: Generator? = nil, dtype: DType? = nil, device: Device = .cpu
  ) -> Tensor {
    empty(Shape(Array(shape) + [2]), dtype: dtype, device: device).complexNormal_(generator: generator)
  }

  /// Fills pairs as `normal_` fills a complex tensor: both parts have the mean `mean`, and each the
  /// deviation std/√2.
  ///
  /// - Errors: those of `view_as_complex`, `.runtime` where the last dimension holds no pairs side
  ///   by side and `.notImplemented` unless the dtype is half, float or double; `.runtime` for a
  ///   negative `std`.
  @discardableResult
  public func complexNormal_(
    _ mean: Double = 0, _ std: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    guarded(self) {
      try checkPairs()
      try check(
        std >= 0, .runtime, "normal expects std >= 0.0, but found std \(streamText(std))")
      return normal_(mean, std / 2.0.squareRoot(), generator: generator)
    }
  }

  private func checkPairs() throws {
    try check(
      dtype.isFloatingPoint && dtype != .bfloat16, .notImplemented,
      "view_as_complex is only supported for half, float and double tensors, but got a tensor of "
        + "scalar type: \(dtype.scalarTypeName)")
    try check(dim > 0, .runtime, "Input tensor must have one or more dimensions")
    try check(shape[dim - 1] == 2, .runtime, "Tensor must have a last dimension of size 2")
    try check(strides[dim - 1] == 1, .runtime, "Tensor must have a last dimension with stride 1")
    try check(
      (0..<dim - 1).allSatisfy { strides[$0] % 2 == 0 }, .runtime,
      "Tensor must have a stride divisible by 2 for all but last dimension")
  }
}
