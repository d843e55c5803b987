extension Tensor {
  /// Checks a scatter of `src` into a tensor like this one.
  func scatterWrite(
    _ d: Int, _ index: Tensor, _ src: Tensor, _ mode: ScatterMode, _ name: String
  ) throws -> IndexedWrite {
    try checkScatter(d, index, src, name)
    return uncheckedScatter(d, index, src, mode)
  }

  /// Checks a scatter of a number into a tensor like this one.
  func scatterWrite(
    _ d: Int, _ index: Tensor, _ value: Scalar, _ mode: ScatterMode
  ) throws -> IndexedWrite {
    try checkScatter(d, index, nil, "scatter")
    let number = Tensor.full([], value, dtype: dtype, device: device)
    return uncheckedScatter(d, index, number.expandRaw(index.shape), mode)
  }

  /// The write itself; half types are combined in float32.
  func uncheckedScatter(
    _ d: Int, _ index: Tensor, _ src: Tensor, _ mode: ScatterMode
  ) -> IndexedWrite {
    if index.numel == 0 { return { _ in } }
    let places = index.asInt64.atLeast1D
    return { target in
      try target.accumulating(mode) { target, dtype in
        let source = src.raw(dtype).atLeast1D
        let part = source.restrided(places.shape, source.strides)
        Positions(target.atLeast1D, d, places, shape: places.shape).write(part, mode)
      }
    }
  }

  /// Everything that can be wrong with a scatter, in PyTorch's order.
  func checkScatter(_ d: Int, _ index: Tensor, _ src: Tensor?, _ name: String) throws {
    if index.numel > 0 {
      try check(index.isIndexDType, .runtime, "\(name)(): Expected dtype int32/int64 for index")
    }
    if let src {
      try check(
        src.dtype == dtype, .runtime, "\(name)(): Expected self.dtype to be equal to src.dtype")
    }
    if index.numel == 0 { return }
    try checkScatterShapes(d, index, src)
    let size = sizeAlong(self, d)
    try index.checkIndexRange(size, .runtime) { outOfBounds($0, d, size) }
  }

  private func checkScatterShapes(_ d: Int, _ index: Tensor, _ src: Tensor?) throws {
    try check(
      Swift.max(dim, 1) == Swift.max(index.dim, 1), .runtime,
      "Index tensor must have the same number of dimensions as self tensor")
    if let src {
      try check(
        Swift.max(src.dim, 1) == Swift.max(index.dim, 1), .runtime,
        "Index tensor must have the same number of dimensions as src tensor")
    }
    for other in 0..<Swift.max(dim, 1) {
      let count = sizeAlong(index, other)
      let fits = other == d || count <= sizeAlong(self, other)
      let covered = src.map { count <= sizeAlong($0, other) } ?? true
      let than = src.map { " and to be no larger size than src \($0.shape)" } ?? ""
      try check(
        fits && covered, .runtime,
        "Expected index \(index.shape) to be no larger than self \(shape) apart from dimension "
          + "\(d)\(than)")
    }
  }
}
