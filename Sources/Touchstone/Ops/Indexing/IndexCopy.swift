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
}
