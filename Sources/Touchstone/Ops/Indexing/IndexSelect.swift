extension Tensor {
  /// The slices of `self` along `dim` that the 1-D `index` (int64 or int32) names.
  public func indexSelect(_ dim: Int, _ index: Tensor) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      try check(index.dim <= 1, .index, "index_select(): Index is supposed to be a vector")
      try check(
        self.dim > 0 || index.numel == 1, .runtime,
        "index_select(): Index to scalar can have only 1 value, got \(index.numel) value(s)")
      try check(
        index.isIndexDType, .runtime, "index_select(): Expected dtype int32 or int64 for index")
      try index.checkIndexRange(sizeAlong(self, d), .index) { _ in "index out of range in self" }
      let out = try indexSelected(d, index)
      return try record("IndexSelectBackward0", [self], out, saving: [index]) { [shape] ctx in
        let zeros = Tensor.zeros(shape, dtype: ctx.grad.dtype, device: ctx.grad.device)
        return [zeros.indexAdd(d, ctx.saved[0], ctx.grad)]
      }
    }
  }

  private func indexSelected(_ d: Int, _ index: Tensor) throws -> Tensor {
    let from = atLeast1D
    var sizes = from.shape
    sizes[d] = index.numel
    let out = try Positions(from, d, index.laid(along: d, rank: from.dim), shape: sizes).read()
    return dim == 0 ? out.restrided([], []) : out
  }

  /// `self` with `alpha · source` added to the slices along `dim` that `index` names.
  public func indexAdd(
    _ dim: Int, _ index: Tensor, _ source: Tensor, alpha: Scalar = 1
  ) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      let out = try written(try indexAddWrite(d, index, source, alpha))
      return try record("IndexAddBackward0", [self, source], out, saving: [index]) {
        [shape = source.shape] ctx in
        guard ctx.needs(1) else { return [ctx.grad, nil] }
        let picked = ctx.grad.indexSelect(d, ctx.saved[0]).reshape(shape)
        return [ctx.grad, picked.mul(alpha)]
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func indexAdd_(
    _ dim: Int, _ index: Tensor, _ source: Tensor, alpha: Scalar = 1
  ) -> Tensor {
    writeInPlace([source, index]) {
      try indexAddWrite(try wrapDim(dim, rank: self.dim), index, source, alpha)
    } recorded: {
      indexAdd(dim, index, source, alpha: alpha)
    }
  }

  private func indexAddWrite(
    _ d: Int, _ index: Tensor, _ source: Tensor, _ alpha: Scalar
  ) throws -> IndexedWrite {
    try checkIndexAdd(d, index, source, alpha)
    return { target in
      try target.accumulating(.add) { target, dtype in
        let plain = source.raw(dtype)
        let isOne = alpha == 1 || alpha == .double(1) || alpha == .bool(true)
        let scaled = isOne ? plain : noGrad { plain.mul(alpha).to(dtype) }
        target.indexedRows(d, index, scaled.atLeast1D.shape).write(scaled.atLeast1D, .add)
      }
    }
  }

  private func checkIndexAdd(
    _ d: Int, _ index: Tensor, _ source: Tensor, _ alpha: Scalar
  ) throws {
    try checkAlpha(alpha)
    try check(
      dtype == source.dtype, .runtime,
      "index_add_(): self (\(dtype.scalarTypeName)) and source "
        + "(\(source.dtype.scalarTypeName)) must have the same scalar type")
    try checkRows(d, index, source, "index_add_()", dtypes: "int32/int64")
    let size = sizeAlong(self, d)
    try index.checkIndexRange(size, .runtime) { outOfBounds($0, d, size) }
  }

  private func checkAlpha(_ alpha: Scalar) throws {
    try check(
      !alpha.isBool || dtype == .bool, .runtime,
      "Boolean alpha only supported for Boolean results.")
    try check(
      dtype.isFloatingPoint || !alpha.isFloatingPoint, .runtime,
      "For integral input tensors, argument alpha must not be a floating point number.")
  }
}

extension Tensor {
  /// The rows along `d` that `index` names, one per row of a source of shape `shape`.
  func indexedRows(_ d: Int, _ index: Tensor, _ shape: Shape) -> Positions {
    let target = atLeast1D
    return Positions(target, d, index.laid(along: d, rank: target.dim), shape: shape)
  }

  /// Checks index and source of `index_add` and `index_reduce`: a vector of positions, and a
  /// source with the sizes of `self` but one row per index along `d`.
  func checkRows(
    _ d: Int, _ index: Tensor, _ source: Tensor, _ name: String, dtypes: String
  ) throws {
    try check(
      index.dim <= 1, .index, "\(name): Index is supposed to be a vector, but got dim: "
        + "\(index.dim) with type: \(index.dtype.scalarTypeName) and size: \(index.shape)")
    try check(
      index.isIndexDType, .runtime,
      "\(name): Expected dtype \(dtypes) for index but got: \(index.dtype.scalarTypeName)")
    try check(
      source.dim == 0 || d < source.dim, .runtime,
      "\(name): Indexing dim \(d) is out of bounds of the source tensor with dim \(source.dim)")
    try check(
      source.dim > 0 || index.numel == 1, .index,
      "Dimension specified as \(d) but tensor has no dimensions")
    try check(
      index.numel == sizeAlong(source, d), .runtime,
      "\(name): Number of indices (\(index.numel)) should be equal to source.size(dim): "
        + "(\(sizeAlong(source, d))), for dim: \(d)")
    var mine = atLeast1D.shape
    var theirs = source.atLeast1D.shape
    mine.remove(at: d)
    theirs.remove(at: d)
    try check(
      mine == theirs, .runtime,
      "source tensor shape must match self tensor shape, excluding the specified dimension. Got "
        + "self.shape = \(shape) source.shape = \(source.shape)")
  }
}
