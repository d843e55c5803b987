extension Tensor {
  /// A one-dimensional view, or copy where the memory does not allow one.
  public func ravel() -> Tensor { guarded { contiguous().view([-1]) } }

  /// Merges dimensions `startDim` to `endDim` into one.
  public func flatten(_ startDim: Int = 0, _ endDim: Int = -1) -> Tensor {
    guarded {
      let first = try wrapDim(startDim, rank: dim)
      let last = try wrapDim(endDim, rank: dim)
      try check(
        first <= last, .runtime,
        "flatten() has invalid args: start_dim cannot come after end_dim")
      if dim == 0 { return reshape([1]) }
      if first == last { return self }
      let merged = shape[first...last].reduce(1, *)
      return reshape(Shape(shape[..<first] + [merged] + shape[(last + 1)...]))
    }
  }

  /// Splits dimension `dim` into `sizes`, one of which may be -1.
  public func unflatten(_ dim: Int, _ sizes: [Int]) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      try check(!sizes.isEmpty, .runtime, "unflatten: sizes must be non-empty")
      let inferred = try unflattenedSizes(d, sizes)
      return view(Shape(shape[..<d] + inferred + shape[(d + 1)...]))
    }
  }

  private func unflattenedSizes(_ d: Int, _ sizes: [Int]) throws -> [Int] {
    let prefix = "unflatten got an unexpected error:\n"
    try check(
      dim > 0, .runtime, prefix + "Dimension specified as 0 but tensor has no dimensions")
    let size = shape[d]
    do {
      return Array(try inferSize(Shape(sizes), numel: size))
    } catch let error as TensorError where error.message.contains("is invalid for input") {
      throw TensorError(
        .runtime,
        "unflatten: Provided sizes \(pythonList(sizes)) don't multiply up to the size of dim "
          + "\(d) (\(size)) in the input tensor")
    } catch let error as TensorError {
      throw TensorError(.runtime, prefix + error.message)
    }
  }

  /// `narrow` from the start that a 0-d integer tensor holds.
  public func narrow(_ dim: Int, _ start: Tensor, _ length: Int) -> Tensor {
    guarded {
      try check(
        start.dim == 0 && start.dtype.isInteger, .runtime,
        "start must be an 0-dim integral Tensor.")
      return narrow(dim, Int(start.item().int64Value), length)
    }
  }

  /// `view` with the shape of `other`.
  public func viewAs(_ other: Tensor) -> Tensor { view(other.shape) }

  /// `reshape` with the shape of `other`.
  public func reshapeAs(_ other: Tensor) -> Tensor { reshape(other.shape) }

  /// `expand` to the shape of `other`.
  public func expandAs(_ other: Tensor) -> Tensor { expand(other.shape) }

  /// `expand` by NumPy's name.
  public func broadcastTo(_ shape: Shape) -> Tensor { expand(shape) }

  /// A tensor of at least one dimension.
  public func atleast1d() -> Tensor { dim == 0 ? reshape([1]) : self }

  /// A tensor of at least two dimensions; new ones come first.
  public func atleast2d() -> Tensor {
    switch dim {
    case 0: reshape([1, 1])
    case 1: unsqueeze(0)
    default: self
    }
  }

  /// A tensor of at least three dimensions: a vector becomes 1 x n x 1, a matrix m x n x 1.
  public func atleast3d() -> Tensor {
    switch dim {
    case 0: reshape([1, 1, 1])
    case 1: unsqueeze(0).unsqueeze(-1)
    case 2: unsqueeze(-1)
    default: self
    }
  }

  public static func atleast1d(_ tensors: [Tensor]) -> [Tensor] { tensors.map { $0.atleast1d() } }
  public static func atleast2d(_ tensors: [Tensor]) -> [Tensor] { tensors.map { $0.atleast2d() } }
  public static func atleast3d(_ tensors: [Tensor]) -> [Tensor] { tensors.map { $0.atleast3d() } }
}
