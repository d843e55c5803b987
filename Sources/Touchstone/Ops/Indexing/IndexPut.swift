extension Tensor {
  /// The elements that index tensors select, one per dimension (nil: whole), PyTorch's
  /// `aten::index`: their broadcast shape stands in place of neighbouring indexed dimensions, and
  /// in front when they are separated. Negative positions count from the end.
  public func index(_ indices: [Tensor?]) -> Tensor {
    guarded {
      let plan = try AdvancedIndex(self, indices)
      let out = try plan.positions(in: self).read()
      return try record("IndexBackward0", [self], out, saving: indices) { [shape] ctx in
        let zeros = Tensor.zeros(shape, dtype: ctx.grad.dtype, device: ctx.grad.device)
        return [zeros.indexPut(ctx.saved.tensors, ctx.grad, accumulate: true)]
      }
    }
  }

  /// `self` with `values` (broadcast to the shape of `index(indices)`) written where the index
  /// tensors select, or added there; sums are taken in row-major order.
  public func indexPut(
    _ indices: [Tensor?], _ values: Tensor, accumulate: Bool = false
  ) -> Tensor {
    guarded {
      let out = try written(try indexPutWrite(indices, values, accumulate))
      return try record("IndexPutBackward0", [self, values], out, saving: indices) {
        [shape = values.shape] ctx in
        let indices = ctx.saved.tensors
        let zero = Tensor.zeros([], dtype: ctx.grad.dtype, device: ctx.grad.device)
        let toSelf = accumulate ? ctx.grad : ctx.grad.indexPut(indices, zero)
        return [toSelf, ctx.needs(1) ? ctx.grad.index(indices).sum(toShape: shape) : nil]
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func indexPut_(
    _ indices: [Tensor?], _ values: Tensor, accumulate: Bool = false
  ) -> Tensor {
    writeInPlace([values] + indices.compactMap { $0 }) {
      try indexPutWrite(indices, values, accumulate)
    } recorded: {
      indexPut(indices, values, accumulate: accumulate)
    }
  }

  private func indexPutWrite(
    _ indices: [Tensor?], _ values: Tensor, _ accumulate: Bool
  ) throws -> IndexedWrite {
    try check(
      values.dtype == dtype, .runtime,
      "Index put requires the source and destination dtypes match, got \(dtype.scalarTypeName) "
        + "for the destination and \(values.dtype.scalarTypeName) for the source.")
    let plan = try AdvancedIndex(self, indices)
    try check(
      isExpandable(values.shape, to: plan.resultShape), .runtime,
      "shape mismatch: value tensor of shape \(values.shape) cannot be broadcast to indexing "
        + "result of shape \(plan.resultShape)")
    let mode: ScatterMode = accumulate ? .add : .set
    return { target in
      try target.accumulating(mode) { target, dtype in
        try plan.positions(in: target).write(values.raw(dtype), mode)
      }
    }
  }
}
