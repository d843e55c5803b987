extension Tensor {
  /// The elements that `index` names along `dim`: `out[i][j] = self[index[i][j]][j]` for dim 0.
  ///
  /// - Parameters:
  ///   - index: int64 or int32, as many dimensions as `self`, no larger than `self` apart from
  ///     `dim`, elements in `0 ..< size(dim)`. Its shape is the result's.
  ///   - sparseGrad: makes the gradient a sparse tensor of the positions in `index`.
  public func gather(_ dim: Int, _ index: Tensor, sparseGrad: Bool = false) -> Tensor {
    guarded {
      let d = try checkGather(dim, index)
      let out = try gathered(d, index)
      return try record("GatherBackward0", [self], out, saving: [index]) { [shape] ctx in
        if sparseGrad { return [sparseGatherGradient(shape, d, ctx.saved[0], ctx.grad)] }
        let zeros = Tensor.zeros(shape, dtype: ctx.grad.dtype, device: ctx.grad.device)
        return [zeros.scatterAdd(d, ctx.saved[0], ctx.grad)]
      }
    }
  }

  private func checkGather(_ dim: Int, _ index: Tensor) throws -> Int {
    let d = try wrapDim(dim, rank: self.dim)
    if index.numel == 0 { return d }
    try check(index.isIndexDType, .runtime, "gather(): Expected dtype int32/int64 for index")
    try check(
      Swift.max(self.dim, 1) == Swift.max(index.dim, 1), .runtime,
      "Index tensor must have the same number of dimensions as input tensor")
    for other in 0..<self.dim where other != d && self.dim == index.dim {
      try check(
        index.shape[other] <= shape[other], .runtime,
        "Size does not match at dimension \(other) expected index \(index.shape) to be no larger "
          + "than self \(shape) apart from dimension \(d)")
    }
    let size = sizeAlong(self, d)
    try index.checkIndexRange(size, .runtime) { outOfBounds($0, d, size) }
    return d
  }

  private func gathered(_ d: Int, _ index: Tensor) throws -> Tensor {
    if index.numel == 0 {
      return try Tensor(uninitialized: index.shape, dtype: dtype, device: device)
    }
    let places = index.asInt64.atLeast1D
    let out = try Positions(atLeast1D, d, places, shape: places.shape).read()
    return out.restrided(index.shape, index.shape.contiguousStrides)
  }

  /// `gather` with `self` and `indices` first broadcast to each other apart from `dim`, where
  /// positions are taken modulo the size; without `dim`, both are flattened.
  public func takeAlongDim(_ indices: Tensor, dim: Int? = nil) -> Tensor {
    guarded {
      try check(
        indices.dtype == .int64, .runtime,
        "torch.take_along_dim(): dtype of indices should be Long but got "
          + indices.dtype.scalarTypeName)
      guard let dim else { return reshape([-1]).gather(0, indices.reshape([-1])) }
      try check(
        self.dim == indices.dim, .runtime,
        "torch.take_along_dim(): input and indices should have the same number of dimensions, but "
          + "got \(self.dim) dimensions for input, and \(indices.dim) dimensions for indices")
      let d = try wrapDim(dim, rank: self.dim)
      let (selfShape, indexShape) = try broadcastApart(from: d, indices)
      let size = sizeAlong(self, d)
      let wrapped = size == 0 ? indices : indices.remainder(size)
      return expand(selfShape).gather(d, wrapped.expand(indexShape))
    }
  }

  /// Shapes of `self` and `other` broadcast to each other in every dimension but `d`.
  private func broadcastApart(from d: Int, _ other: Tensor) throws -> (Shape, Shape) {
    guard dim > 0 else { return (shape, other.shape) }
    var mine = shape
    var theirs = other.shape
    mine[d] = 1
    theirs[d] = 1
    var result = try broadcastShapes(mine, theirs)
    result[d] = shape[d]
    mine = result
    result[d] = other.shape[d]
    return (mine, result)
  }
}

/// Each element of `grad` at the position that it was gathered from.
private func sparseGatherGradient(
  _ shape: Shape, _ d: Int, _ index: Tensor, _ grad: Tensor
) -> Tensor {
  let along = index.asInt64
  let coordinates = shape.indices.map { other -> Tensor in
    if other == d { return along.reshape([-1]) }
    let row = Tensor.arange(along.shape[other], dtype: .int64).laid(along: other, rank: along.dim)
    return row.expand(along.shape).reshape([-1])
  }
  let none = Tensor.empty([0, along.numel], dtype: .int64)
  return Tensor.sparseCOO(
    indices: coordinates.isEmpty ? none : Tensor.stack(coordinates), values: grad.reshape([-1]),
    size: shape)
}
