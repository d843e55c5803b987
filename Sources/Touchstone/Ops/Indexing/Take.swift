extension Tensor {
  /// The elements with these row-major numbers (int64, negative from the end), in the shape of
  /// `index`.
  public func take(_ index: Tensor) -> Tensor {
    guarded {
      try check(
        index.dtype == .int64, .runtime,
        "take(): Expected a long tensor for index, but got \(index.dtype.scalarTypeName)")
      try check(
        numel > 0 || index.numel == 0, .index, "take(): tried to take from an empty tensor")
      try checkNumbers(index)
      let out = try Positions(alias(), numbers: index).read()
      return try record("TakeBackward0", [self], out, saving: [index]) { [shape] ctx in
        let zeros = Tensor.zeros(shape, dtype: ctx.grad.dtype, device: ctx.grad.device)
        return [zeros.put(ctx.saved[0], ctx.grad, accumulate: true)]
      }
    }
  }

  /// `self` with the elements of `source` written at these row-major numbers, or added there.
  public func put(_ index: Tensor, _ source: Tensor, accumulate: Bool = false) -> Tensor {
    guarded {
      let out = try written(try putWrite(index, source, accumulate))
      return try record("PutBackward0", [self, source], out, saving: [index]) {
        [shape = source.shape] ctx in
        let index = ctx.saved[0]
        let nothing = Tensor.zeros(shape, dtype: ctx.grad.dtype, device: ctx.grad.device)
        return [
          accumulate ? ctx.grad : ctx.grad.put(index, nothing),
          ctx.needs(1) ? ctx.grad.take(index).reshape(shape) : nil,
        ]
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func put_(_ index: Tensor, _ source: Tensor, accumulate: Bool = false) -> Tensor {
    writeInPlace([source, index]) {
      try putWrite(index, source, accumulate)
    } recorded: {
      put(index, source, accumulate: accumulate)
    }
  }

  private func putWrite(
    _ index: Tensor, _ source: Tensor, _ accumulate: Bool
  ) throws -> IndexedWrite {
    try check(
      index.dtype == .int64, .runtime,
      "put_(): Expected a long tensor for index, but got \(index.dtype.scalarTypeName)")
    try check(
      dtype == source.dtype, .runtime,
      "put_(): self and source expected to have the same dtype, but got self.dtype = "
        + "\(dtype.scalarTypeName) and source.dtype = \(source.dtype.scalarTypeName)")
    try check(
      source.numel == index.numel, .index,
      "put_(): Expected source and index to have the same number of elements, but got "
        + "source.numel() = \(source.numel), index.numel() = \(index.numel)")
    try check(
      numel > 0 || index.numel == 0, .index, "put_(): Tried to put elements into an empty tensor")
    try checkNumbers(index)
    let mode: ScatterMode = accumulate ? .add : .set
    return { target in
      try target.accumulating(mode) { target, dtype in
        let flat = noGrad { source.raw(dtype).reshape(index.shape) }
        try Positions(target, numbers: index).write(flat, mode)
      }
    }
  }

  private func checkNumbers(_ index: Tensor) throws {
    let count = numel
    try index.checkIndexRange(count, wrapping: true, .index) {
      "out of range: tried to access index \($0) on a tensor of \(count) elements."
    }
  }
}
