/// Creation from sizes: the forms beyond `zeros`, `ones`, `full`, `empty` and their likes.
extension Tensor {
  /// The `n` x `m` matrix with ones on its diagonal, `torch.eye`.
  public static func eye(
    _ n: Int, _ m: Int? = nil, dtype: DType? = nil, device: Device = .cpu,
    requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      try check(n >= 0, .runtime, "n must be greater or equal to 0, got \(n)")
      let columns = m ?? n
      try check(columns >= 0, .runtime, "m must be greater or equal to 0, got \(columns)")
      let result = zeros([n, columns], dtype: dtype, device: device)
      noGrad { _ = result.diagonal().fill_(1) }
      return result.leaf(requiresGrad)
    }
  }

  /// A 0-d tensor, `torch.scalar_tensor`: of the default dtype unless given.
  public static func scalarTensor<S: TensorScalar>(
    _ value: S, dtype: DType? = nil, device: Device = .cpu, requiresGrad: Bool = false
  ) -> Tensor {
    full([], value, dtype: dtype ?? defaultDType, device: device, requiresGrad: requiresGrad)
  }

  /// An uninitialised dense tensor whose dimensions lie in memory in the order
  /// `physicalLayout`, outermost first, `torch.empty_permuted`.
  public static func emptyPermuted(
    _ shape: Shape, _ physicalLayout: [Int], dtype: DType? = nil, device: Device = .cpu
  ) -> Tensor {
    guarded {
      try checkLayout(shape, physicalLayout)
      let dense = empty(
        Shape(physicalLayout.map { shape[$0] }), dtype: dtype, device: device)
      let inverse = shape.indices.map { d in physicalLayout.firstIndex(of: d)! }
      return dense.permute(inverse).detach()
    }
  }

  private static func checkLayout(_ shape: Shape, _ layout: [Int]) throws {
    try check(
      shape.count == layout.count, .runtime,
      "Number of dimensions in size does not match the length of the physical_layout; i.e. "
        + "len(size) = \(shape.count) is not equal to len(physical_layout) = \(layout.count)")
    for (index, d) in layout.enumerated() {
      try check(
        d >= 0 && d < shape.count, .runtime,
        "Dimension out of range (expected to be between 0 and \(shape.count - 1), but got \(d) at "
          + "index \(index)).  NB: negative dims not currently supported; file an issue if you "
          + "want it.")
      try check(!layout[..<index].contains(d), .runtime, "Duplicate dim not allowed")
    }
  }

  // The `new_` forms: dtype and device of this tensor unless given.

  public func newEmpty(
    _ shape: Shape, dtype: DType? = nil, device: Device? = nil, requiresGrad: Bool = false
  ) -> Tensor {
    .empty(
      shape, dtype: dtype ?? self.dtype, device: device ?? self.device,
      requiresGrad: requiresGrad)
  }

  public func newEmptyStrided(
    _ shape: Shape, _ strides: Shape, dtype: DType? = nil, device: Device? = nil,
    requiresGrad: Bool = false
  ) -> Tensor {
    .emptyStrided(
      shape, strides, dtype: dtype ?? self.dtype, device: device ?? self.device,
      requiresGrad: requiresGrad)
  }

  public func newZeros(
    _ shape: Shape, dtype: DType? = nil, device: Device? = nil, requiresGrad: Bool = false
  ) -> Tensor {
    newFull(shape, 0, dtype: dtype, device: device, requiresGrad: requiresGrad)
  }

  public func newOnes(
    _ shape: Shape, dtype: DType? = nil, device: Device? = nil, requiresGrad: Bool = false
  ) -> Tensor {
    newFull(shape, 1, dtype: dtype, device: device, requiresGrad: requiresGrad)
  }

  public func newFull<S: TensorScalar>(
    _ shape: Shape, _ value: S, dtype: DType? = nil, device: Device? = nil,
    requiresGrad: Bool = false
  ) -> Tensor {
    .full(
      shape, value, dtype: dtype ?? self.dtype, device: device ?? self.device,
      requiresGrad: requiresGrad)
  }
}
