extension Tensor {
  /// `self` with `value` where `mask` (bool) holds; both broadcast to each other.
  public func maskedFill(_ mask: Tensor, _ value: some TensorScalar) -> Tensor {
    guarded {
      let number = Tensor.full([], value.scalar, dtype: dtype, device: device)
      let out = try maskedFilled(mask, number)
      return try record("MaskedFillBackward0", [self], out, saving: [mask]) { [shape] ctx in
        [ctx.grad.maskedFill(ctx.saved[0], 0).sum(toShape: shape)]
      }
    }
  }

  /// The same with a 0-d tensor, which receives the sum of the masked gradients.
  public func maskedFill(_ mask: Tensor, _ value: Tensor) -> Tensor {
    guarded {
      let out = try maskedFilled(mask, value)
      return try record("MaskedFillBackward1", [self, value], out, saving: [mask]) {
        [shape] ctx in
        let mask = ctx.saved[0]
        let others = mask.logicalNot()
        return [
          ctx.needs(0) ? ctx.grad.maskedFill(mask, 0).sum(toShape: shape) : nil,
          ctx.needs(1) ? ctx.grad.maskedFill(others, 0).sum() : nil,
        ]
      }
    }
  }

  private func maskedFilled(_ mask: Tensor, _ value: Tensor) throws -> Tensor {
    let shape = try broadcastShapes(mask.shape, self.shape)
    let write = try maskedFillWrite(mask, value)
    let out = try copied(shape)
    try write(out)
    return out
  }

  /// The same in place; `mask` broadcasts to `self`.
  @discardableResult
  public func maskedFill_(_ mask: Tensor, _ value: some TensorScalar) -> Tensor {
    writeInPlace([mask]) {
      try checkMask(mask, fitting: "mask")
      return try maskedFillWrite(
        mask, Tensor.full([], value.scalar, dtype: dtype, device: device))
    } recorded: {
      maskedFill(mask, value)
    }
  }

  @discardableResult
  public func maskedFill_(_ mask: Tensor, _ value: Tensor) -> Tensor {
    writeInPlace([mask, value]) {
      try checkMask(mask, fitting: "mask")
      return try maskedFillWrite(mask, value)
    } recorded: {
      maskedFill(mask, value)
    }
  }

  private func maskedFillWrite(_ mask: Tensor, _ value: Tensor) throws -> IndexedWrite {
    try check(
      value.dim == 0, .runtime,
      "masked_fill_ only supports a 0-dimensional value tensor, but got tensor with "
        + "\(value.dim) dimension(s).")
    try check(
      mask.dtype == .bool, .runtime,
      "masked_fill_ only supports boolean masks, but got mask with dtype \(mask.dtype.cTypeName)")
    return { target in
      let number = value.raw(target.dtype)
      backend(for: target.device).maskedWrite(number, mask: mask, into: target)
    }
  }

  /// Throws unless `mask` broadcasts to this tensor's shape.
  private func checkMask(_ mask: Tensor, fitting name: String) throws {
    let common = try broadcastShapes(shape, mask.shape)
    try check(
      common == shape, .runtime,
      "output with shape \(shape) doesn't match the broadcast shape \(common)")
  }

  /// The elements where `mask` (bool) holds as a 1-D tensor, in row-major order; both broadcast.
  public func maskedSelect(_ mask: Tensor) -> Tensor {
    guarded {
      try check(mask.dtype == .bool, .runtime, "masked_select: expected BoolTensor for mask")
      let common = try broadcastShapes(mask.shape, shape)
      let from = broadcastRaw(common)
      let wide = mask.broadcastRaw(common)
      let count = backend(for: device).countNonzero(wide)
      let out = try Tensor(uninitialized: [count], dtype: dtype, device: device)
      backend(for: device).maskedSelect(from, mask: wide, into: out)
      return try record("MaskedSelectBackward0", [self], out, saving: [mask]) { [shape] ctx in
        let zeros = Tensor.zeros(common, dtype: ctx.grad.dtype, device: ctx.grad.device)
        return [zeros.maskedScatter(ctx.saved[0], ctx.grad).sum(toShape: shape)]
      }
    }
  }

  /// `self` with consecutive elements of `source` where `mask` (bool) holds, in row-major order;
  /// `source` has at least as many elements as there are such places.
  public func maskedScatter(_ mask: Tensor, _ source: Tensor) -> Tensor {
    guarded {
      let common = try broadcastShapes(mask.shape, shape)
      let write = try maskedScatterWrite(mask, source, common)
      let out = try copied(common)
      try write(out)
      return try record("MaskedScatterBackward0", [self, source], out, saving: [mask]) {
        [shape, sourceShape = source.shape] ctx in
        let mask = ctx.saved[0]
        return [
          ctx.needs(0) ? ctx.grad.maskedFill(mask, 0).sum(toShape: shape) : nil,
          ctx.needs(1) ? ctx.grad.maskedSelect(mask).padded(to: sourceShape) : nil,
        ]
      }
    }
  }

  /// The same in place; `mask` broadcasts to `self`.
  @discardableResult
  public func maskedScatter_(_ mask: Tensor, _ source: Tensor) -> Tensor {
    writeInPlace([mask, source]) {
      try checkMask(mask, fitting: "mask")
      return try maskedScatterWrite(mask, source, shape)
    } recorded: {
      maskedScatter(mask, source)
    }
  }

  private func maskedScatterWrite(
    _ mask: Tensor, _ source: Tensor, _ common: Shape
  ) throws -> IndexedWrite {
    try check(
      dtype == source.dtype, .runtime,
      "masked_scatter: expected self and source to have same dtypes but got"
        + "\(dtype.scalarTypeName) and \(source.dtype.scalarTypeName)")
    try check(
      mask.dtype == .bool, .runtime,
      "masked_scatter_ only supports boolean masks, but got mask with dtype "
        + mask.dtype.scalarTypeName)
    let wide = mask.broadcastRaw(common)
    let count = backend(for: device).countNonzero(wide)
    try check(
      count <= source.numel, .runtime, "Number of elements of source < number of ones in mask")
    return { target in
      let flat = noGrad { source.detach().reshape([-1]) }
      backend(for: target.device).maskedScatter(flat, mask: wide, into: target)
    }
  }

  /// These 1-D elements followed by zeros, in a larger shape.
  private func padded(to shape: Shape) -> Tensor {
    let rest = shape.numel - numel
    if rest == 0 { return reshape(shape) }
    return Tensor.cat([self, Tensor.zeros([rest], dtype: dtype, device: device)]).reshape(shape)
  }

  /// Broadcast by strides, without history; `shape` is known to fit.
  func broadcastRaw(_ shape: Shape) -> Tensor {
    var wide = Shape(repeating: 0, count: shape.count)
    let lead = shape.count - dim
    for d in 0..<dim where self.shape[d] != 1 { wide[lead + d] = strides[d] }
    return restrided(shape, wide)
  }
}
