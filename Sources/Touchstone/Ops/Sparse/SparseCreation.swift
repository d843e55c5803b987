extension Tensor {
  /// A tensor that is zero but at the coordinates given, where it is the sum of the values given
  /// for them, `torch.sparse_coo_tensor`.
  ///
  /// - Parameters:
  ///   - indices: [sparse dimensions, nnz], any numeric dtype; column k is the place of value k.
  ///   - values: [nnz, dense dimensions…]; gradients flow to it.
  ///   - size: the smallest that holds all coordinates when nil.
  ///   - isCoalesced: a promise that coordinates ascend without repeats.
  ///   - checkInvariants: checks coordinates against `size`, and that promise. Without it wrong
  ///     coordinates are an error once an operation follows them.
  /// - Errors: `.runtime` for shapes that do not fit each other.
  public static func sparseCOO(
    indices: Tensor, values: Tensor, size: Shape? = nil, dtype: DType? = nil,
    requiresGrad: Bool = false, isCoalesced: Bool? = nil, checkInvariants: Bool = false
  ) -> Tensor {
    guarded {
      let values = dtype.map { values.to($0) } ?? values
      let elements = values.dim == 0 ? values.expand([1]) : values
      try throwPendingError()
      let places = noGrad { indices.detach().to(.int64) }
      try checkCounts(places, elements)
      let shape = try size ?? inferredSize(places, elements)
      try checkSizes(shape, places, elements)
      if checkInvariants { try places.checkCoordinates(shape) }
      if checkInvariants && isCoalesced == true { try places.checkOrder(shape) }
      let parts = SparseParts(
        indices: places, values: elements.detach(),
        isCoalesced: isCoalesced ?? (places.shape[1] < 2))
      let out = try Tensor(sparse: parts, shape: shape)
      try record(
        "SparseCooTensorWithDimsAndTensorsBackward0", [elements], out, saving: [out.detach()]
      ) { ctx in [ctx.grad.sparseMask(ctx.saved[0]).elements] }
      return out.leaf(requiresGrad)
    }
  }

  /// A sparse tensor without elements.
  public static func sparseCOO(size: Shape, dtype: DType? = nil, device: Device = .cpu) -> Tensor {
    guarded { try sparseZeros(size, size.count, dtype: dtype ?? defaultDType, device) }
  }

  /// The same, with the dimensions from `sparseDim` on dense.
  static func sparseZeros(
    _ shape: Shape, _ sparseDim: Int, dtype: DType, _ device: Device
  ) throws -> Tensor {
    try checkElementCount(shape)
    let indices = try uninitialized([sparseDim, 0], .int64, device)
    let values = try uninitialized(Shape([0] + shape[sparseDim...]), dtype, device)
    return try Tensor(
      sparse: SparseParts(indices: indices, values: values, isCoalesced: true), shape: shape)
  }

  private static func checkCounts(_ indices: Tensor, _ values: Tensor) throws {
    try check(
      indices.dim > 0, .index, "Dimension specified as 0 but tensor has no dimensions")
    try check(
      indices.dim == 2, .runtime,
      "indices must be sparse_dim x nnz, but got: \(indices.shape)")
    try check(
      indices.shape[1] == values.shape[0], .runtime,
      "indices and values must have same nnz, but got nnz from indices: \(indices.shape[1]), nnz "
        + "from values: \(values.shape[0])")
  }

  /// One more than the largest coordinate of each sparse dimension.
  private static func inferredSize(_ indices: Tensor, _ values: Tensor) throws -> Shape {
    let dense = values.shape.dropFirst()
    if indices.shape[1] == 0 {
      return Shape(Array(repeating: 0, count: indices.shape[0]) + dense)
    }
    try indices.checkNotNegative()
    guard indices.shape[0] > 0 else { return Shape(dense) }
    let largest = noGrad { indices.amax([1]).toArray(Int64.self) }
    try throwPendingError()
    return Shape(largest.map { Int($0) + 1 } + dense)
  }

  private static func checkSizes(_ shape: Shape, _ indices: Tensor, _ values: Tensor) throws {
    try checkElementCount(shape)
    let (sparseDim, denseDim) = (indices.shape[0], values.dim - 1)
    try check(
      shape.count == sparseDim + denseDim, .runtime,
      "'len(size) == sparse_dim + dense_dim' is not satisfied: len(size) = \(shape.count), "
        + "sparse_dim = \(sparseDim), dense_dim = \(denseDim)")
    let expected = Shape([indices.shape[1]] + shape[sparseDim...])
    try check(
      values.shape == expected, .runtime,
      "values has incorrect size, expected \(expected), got \(values.shape)")
  }

  private static func checkElementCount(_ shape: Shape) throws {
    try check(
      shape.allSatisfy { $0 >= 0 } && shape.numel < .max, .runtime,
      "numel: integer multiplication overflow")
  }
}

extension Tensor {
  /// Checks coordinates against the sizes of their dimensions.
  func checkCoordinates(_ shape: Shape) throws {
    try checkNotNegative()
    for d in 0..<self.shape[0] {
      guard let outside = backend(for: device).firstOutside(0..<shape[d], in: row(d)) else {
        continue
      }
      throw TensorError(
        .runtime,
        "size is inconsistent with indices: for dim \(d), size is \(shape[d]) but found index "
          + "\(outside)")
    }
  }

  private func checkNotNegative() throws {
    for d in 0..<shape[0] {
      guard let outside = backend(for: device).firstOutside(0..<Int.max, in: row(d)) else {
        continue
      }
      throw TensorError(.runtime, "found negative index \(outside) for dim \(d)")
    }
  }

  private func row(_ d: Int) -> Tensor { noGrad { detach().select(0, d) } }

  /// Checks that coordinates ascend without repeats.
  fileprivate func checkOrder(_ shape: Shape) throws {
    let numbers = rowMajorNumbers(shape)
    let ascending = noGrad { numbers.diff().gt(0).all().item().boolValue }
    try check(
      ascending, .runtime,
      "cannot set is_coalesced to true if indices correspond to uncoalesced COO tensor")
  }

  /// Row-major numbers of the places that these coordinates name within the leading dimensions of
  /// `shape`, dense int64.
  func rowMajorNumbers(_ shape: Shape) -> Tensor {
    noGrad {
      guard self.shape[0] > 0 else {
        return Tensor.zeros([self.shape[1]], dtype: .int64, device: device)
      }
      let first = row(0).contiguous()
      return (1..<self.shape[0]).reduce(first) { numbers, d in numbers * shape[d] + row(d) }
    }
  }
}
