extension Tensor {
  /// Copies `source`, broadcast and converted, into this tensor, `Tensor.copy_`.
  @discardableResult
  public func copy_(_ source: Tensor) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try check(
        layout == source.layout, .runtime,
        "copy_() between dense and sparse Tensors is not implemented! Found self type = "
          + "\(legacyTypeName) and src type = \(source.legacyTypeName)")
      let joint = try broadcastShapes(shape, source.shape)
      try check(
        joint == shape, .runtime,
        "output with shape \(shape) doesn't match the broadcast shape \(joint)")
      try writeTracked(source)
      return self
    }
  }

  /// A copy with the same values in new memory; strides are kept when dense.
  public func clone() -> Tensor {
    guarded {
      try checkInitialized(method: "clone")
      let result = try copied(as: dtype)
      return try record("CloneBackward0", [self], result) { ctx in [ctx.grad] }
    }
  }

  /// A copy without history in the same layout.
  private func copied(as dtype: DType) throws -> Tensor {
    if let sparse { return try Tensor(sparse: sparse.copied(as: dtype), shape: shape) }
    let result = Tensor.emptyLike(self, dtype: dtype)
    backend(for: device).copy(self, into: result)
    return result
  }

  /// This tensor when it is row-major, otherwise a row-major copy. Sparse tensors have no order.
  public func contiguous() -> Tensor {
    guarded {
      if isContiguous { return self }
      if isSparse { return refusedResult("contiguous") }
      let result = try Tensor.uninitialized(shape, dtype, device)
      backend(for: device).copy(self, into: result)
      return try record("CloneBackward0", [self], result) { ctx in [ctx.grad] }
    }
  }

  /// The same elements without history; shares memory and version counter.
  public func detach() -> Tensor {
    guarded {
      try checkInitialized(method: "detach")
      return alias()
    }
  }

  /// This tensor when it already has `dtype`, otherwise a converted copy, `Tensor.to`.
  public func to(_ dtype: DType, copy: Bool = false) -> Tensor {
    guarded {
      if dtype == self.dtype { return copy ? clone() : self }
      return try converted(to: dtype)
    }
  }

  /// Moves to `device` (and converts); this tensor itself when nothing changes.
  public func to(_ device: Device, dtype: DType? = nil, copy: Bool = false) -> Tensor {
    guarded {
      try check(
        device == self.device, .runtime, "cannot move a tensor to \(device): no such device")
      return to(dtype ?? self.dtype, copy: copy)
    }
  }

  private func converted(to dtype: DType) throws -> Tensor {
    let result = try copied(as: dtype)
    let source = self.dtype
    return try record("ToCopyBackward0", [self], result) { ctx in [ctx.grad.to(source)] }
  }
}
