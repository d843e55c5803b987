extension Tensor {
  /// The same memory read as elements of `dtype`, `Tensor.view(dtype)`: bits are kept, not values.
  ///
  /// The last dimension grows or shrinks when the element sizes differ; it must then be dense, and
  /// for a larger element all other strides and the offset must be multiples. No gradient flows
  /// through bits.
  public func view(dtype target: DType) -> Tensor {
    guarded {
      let (from, to) = (dtype.itemSize, target.itemSize)
      if from == to { return reading(target, shape, strides, storageOffset) }
      let names = "to view \(dtype.scalarTypeName) as \(target.scalarTypeName) (different element "
        + "sizes)"
      try check(dim > 0, .runtime, "self.dim() cannot be 0 \(names)")
      try check(
        strides[dim - 1] == 1, .runtime,
        "self.stride(-1) must be 1 \(names), but got \(strides[dim - 1])")
      return from > to
        ? viewSplit(target, into: from / to) : try viewJoined(target, from: to / from, names)
    }
  }

  private func reading(
    _ target: DType, _ shape: Shape, _ strides: Shape, _ offset: Int
  ) -> Tensor {
    Tensor(storage: storage, shape: shape, strides: strides, storageOffset: offset, dtype: target)
  }

  /// Each element becomes `parts` smaller ones.
  private func viewSplit(_ target: DType, into parts: Int) -> Tensor {
    var sizes = shape
    var steps = Shape(strides.map { $0 * parts })
    sizes[dim - 1] *= parts
    steps[dim - 1] = 1
    return reading(target, sizes, steps, storageOffset * parts)
  }

  /// Each run of `parts` elements becomes a larger one.
  private func viewJoined(_ target: DType, from parts: Int, _ names: String) throws -> Tensor {
    func divide(_ value: Int, _ what: String) throws -> Int {
      try check(
        value % parts == 0, .runtime,
        "self.\(what) must be divisible by \(parts) \(names), but got \(value)")
      return value / parts
    }
    var sizes = shape
    var steps = strides
    sizes[dim - 1] = try divide(shape[dim - 1], "size(-1)")
    let offset = try divide(storageOffset, "storage_offset()")
    for index in 0..<(dim - 1) { steps[index] = try divide(strides[index], "stride(\(index))") }
    return reading(target, sizes, steps, offset)
  }
}
