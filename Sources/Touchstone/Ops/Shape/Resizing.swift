extension Tensor {
  /// Changes the shape in place, `Tensor.resize_`: elements keep their place in memory, new ones
  /// are undefined. A tensor that outgrows its storage gets a new one of its own.
  @discardableResult
  public func resize_(_ shape: Shape, memoryFormat: MemoryFormat = .contiguous) -> Tensor {
    guarded(self) {
      try refuseSparse("resize_")
      try check(!requiresGrad, .runtime, "cannot resize variables that require grad")
      try Tensor.refuseNegative(shape)
      try check(
        memoryFormat != .preserve, .runtime, "Unsupported memory format preserve")
      if shape == self.shape && memoryFormat == .contiguous { return self }
      let strides = try memoryFormat.strides(of: shape)!
      try reserve(storageOffset + Tensor.storageSpan(shape, strides))
      self.shape = shape
      self.strides = strides
      isContiguous = Tensor.isContiguous(shape, strides)
      return self
    }
  }

  /// `resize_` to the shape of `other`.
  @discardableResult
  public func resizeAs_(_ other: Tensor, memoryFormat: MemoryFormat = .contiguous) -> Tensor {
    resize_(other.shape, memoryFormat: memoryFormat)
  }

  /// Makes room for `count` elements in the storage.
  private func reserve(_ count: Int) throws {
    guard count * dtype.itemSize > storage.byteCount else { return }
    let held = storage.byteCount / dtype.itemSize
    let old = Tensor(
      storage: storage, shape: [held], strides: [1], storageOffset: 0, dtype: dtype)
    let grown = try Tensor.uninitialized([count], dtype, device)
    backend(for: device).copy(old, into: grown.narrow(0, 0, held))
    grown.storage.version = storage.version
    storage = grown.storage
  }
}
