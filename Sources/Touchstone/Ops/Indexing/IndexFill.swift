extension Tensor {
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
          ctx.needs(1) ? ctx.grad.maskedFill(ctx.grad.untouched(d, index), 0).sum() : nil,
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

  /// A mask of the elements that filling at `index` leaves alone. (A position named twice is
  /// filled, and counts, once.)
  private func untouched(_ d: Int, _ index: Tensor) -> Tensor {
    noGrad { Tensor.ones(shape, dtype: .bool, device: device).indexFill(d, index, false) }
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
      target.indexedRows(d, index.wrappedIndex(size), rows).write(plain)
    }
  }
}
