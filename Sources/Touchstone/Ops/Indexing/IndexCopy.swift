extension Tensor {
  /// `self` with the slices along `dim` that `index` (1-D int64) names replaced by those of
  /// `source`.
  public func indexCopy(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      let out = try written(try indexCopyWrite(d, index, source))
      return try record("IndexCopyBackward0", [self, source], out, saving: [index]) {
        [shape = source.shape] ctx in
        let index = ctx.saved[0]
        return [
          ctx.needs(0) ? ctx.grad.indexFill(d, index, 0) : nil,
          ctx.needs(1) ? ctx.grad.indexSelect(d, index).reshape(shape) : nil,
        ]
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func indexCopy_(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    writeInPlace([source, index]) {
      try indexCopyWrite(try wrapDim(dim, rank: self.dim), index, source)
    } recorded: {
      indexCopy(dim, index, source)
    }
  }

  private func indexCopyWrite(
    _ d: Int, _ index: Tensor, _ source: Tensor
  ) throws -> IndexedWrite {
    try checkIndexCopy(d, index, source)
    return { target in
      target.indexedRows(d, index, source.atLeast1D.shape).write(source.atLeast1D)
    }
  }

  private func checkIndexCopy(_ d: Int, _ index: Tensor, _ source: Tensor) throws {
    try check(
      index.dim < 2, .index,
      "index_copy_(): Index should have dimension 1 or 0 (got \(index.dim))")
    try check(
      source.dim > 0 || index.numel == 1, .index,
      "index_copy_(): When source is scalar, index should have one element (got \(index.numel))")
    try check(
      source.dim == dim || source.dim == 0 || dim == 0, .index,
      "index_copy_(): When source and destination are not scalars, their dimensionality must "
        + "match. Source dimensionality (\(source.dim)), destination dimensionality (\(dim))")
    try check(
      index.dtype == .int64, .runtime,
      "index_copy_(): Expected a long tensor for index, but got \(index.dtype.scalarTypeName)")
    try check(
      dtype == source.dtype, .runtime,
      "index_copy_(): self and source expected to have the same dtype, but got (self) "
        + "\(dtype.scalarTypeName) and (source) \(source.dtype.scalarTypeName)")
    try checkCopySlices(d, index, source)
    let size = sizeAlong(self, d)
    try index.checkIndexRange(size, .index) { "index_copy_(): " + outOfBounds($0, d, size) }
  }

  private func checkCopySlices(_ d: Int, _ index: Tensor, _ source: Tensor) throws {
    var mine = shape
    var theirs = source.shape
    if dim > 0 { mine.remove(at: d) }
    if source.dim > 0 { theirs.remove(at: d) }
    try check(
      mine == theirs, .runtime,
      "index_copy_(): Source/destination tensor must have same slice shapes. Destination slice "
        + "shape: \(bare(mine)) at dimension \(d) and source slice shape: \(bare(theirs)) at "
        + "dimension 0.")
    try check(
      source.dim == 0 || index.numel == source.shape[d], .index,
      "index_copy_(): Number of indices (\(index.numel)) should be equal to source.size(dim) "
        + "(\(sizeAlong(source, d)))")
  }

  private func bare(_ shape: Shape) -> String {
    shape.map(String.init).joined(separator: " ")
  }

  /// `self` with `value` in the slices along `dim` that `index` (1-D int64, negative from the end)
  /// names.
  public func indexFill(_ dim: Int, _ index: Tensor, _ value: some TensorScalar) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      let out = try written(try indexFillWrite(d, index, number(value.scalar)))
      return try record("IndexFillBackward0", [self], out, saving: [index]) { ctx in
        [ctx.grad.indexFill(d, ctx.saved[0], 0)]
      }
    }
  }

  /// The same with a 0-d tensor, which receives the sum of the gradients.
  public func indexFill(_ dim: Int, _ index: Tensor, _ value: Tensor) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      let out = try written(try indexFillWrite(d, index, value))
      return try record("IndexFillBackward1", [self, value], out, saving: [index]) { ctx in
        let index = ctx.saved[0]
        return [
          ctx.needs(0) ? ctx.grad.indexFill(d, index, 0) : nil,
          ctx.needs(1) ? ctx.grad.indexSelect(d, index).sum() : nil,
        ]
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func indexFill_(_ dim: Int, _ index: Tensor, _ value: some TensorScalar) -> Tensor {
    writeInPlace([index]) {
      try indexFillWrite(try wrapDim(dim, rank: self.dim), index, number(value.scalar))
    } recorded: {
      indexFill(dim, index, value)
    }
  }

  @discardableResult
  public func indexFill_(_ dim: Int, _ index: Tensor, _ value: Tensor) -> Tensor {
    writeInPlace([value, index]) {
      try indexFillWrite(try wrapDim(dim, rank: self.dim), index, value)
    } recorded: {
      indexFill(dim, index, value)
    }
  }

  /// A 0-d tensor of this dtype.
  private func number(_ value: Scalar) -> Tensor {
    Tensor.full([], value, dtype: dtype, device: device)
  }

  private func indexFillWrite(
    _ d: Int, _ index: Tensor, _ value: Tensor
  ) throws -> IndexedWrite {
    try check(
      value.dim == 0, .runtime,
      "index_fill_ only supports a 0-dimensional value tensor, but got tensor with "
        + "\(value.dim) dimension(s).")
    try check(
      index.dtype == .int64, .index, "index_fill_(): Expected dtype int64 for index.")
    try check(index.dim <= 1, .runtime, "Index has to be a vector/scalar")
    let size = sizeAlong(self, d)
    try index.checkIndexRange(size, wrapping: true, .index) { outOfBounds($0, d, size) }
    return { target in
      var rows = target.atLeast1D.shape
      rows[d] = index.numel
      let plain = value.raw(target.dtype)
      let wrapped = noGrad { index.where_(index.lt(0), size) }
      target.indexedRows(d, wrapped, rows).write(plain)
    }
  }
}
