/// Access to tensor memory from Swift, without a copy where the memory is dense.
extension Tensor {
  /// A tensor over `memory` of the caller, `torch.from_numpy`'s counterpart: both see each other's
  /// changes. `onRelease` runs once no tensor uses the memory any more; until then it must live.
  ///
  /// - Parameter strides: in elements; row-major when nil.
  public convenience init(
    wrapping memory: UnsafeMutableRawBufferPointer, shape: Shape, strides: Shape? = nil,
    dtype: DType, onRelease: @escaping @Sendable () -> Void = {}
  ) {
    let steps = strides ?? shape.contiguousStrides
    let accepted = guarded(false) {
      try checkWrapped(memory, shape, steps, dtype)
      return true
    }
    let pointer = memory.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 64)!
    let storage = Storage(
      wrapping: pointer, byteCount: memory.count, device: .cpu, onRelease: { _ in onRelease() })
    self.init(
      storage: storage, shape: accepted ? shape : [0], strides: accepted ? steps : [1],
      storageOffset: 0, dtype: dtype)
  }

  /// A tensor with a copy of `elements`, converted to `dtype` when given.
  public convenience init<Element: TensorElement>(
    copying elements: some Collection<Element>, shape: Shape? = nil, device: Device = .cpu
  ) {
    let sizes = shape ?? [elements.count]
    let fitting = guarded(false) {
      try check(
        sizes.numel == elements.count, .runtime,
        "shape '\(sizes)' is invalid for input of size \(elements.count)")
      return true
    }
    let target = Tensor.empty(fitting ? sizes : [0], dtype: Element.dtype, device: device)
    if fitting && sizes.numel > 0 {
      let typed = target.storage.pointer.assumingMemoryBound(to: Element.self)
      let buffer = UnsafeMutableBufferPointer(start: typed, count: elements.count)
      _ = buffer.initialize(fromContentsOf: elements)
    }
    self.init(
      storage: target.storage, shape: target.shape, strides: target.strides, storageOffset: 0,
      dtype: Element.dtype)
  }

  /// Calls `body` with the elements in row-major order; a dense tensor's own memory, else a copy.
  public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    let dense = noGrad { detach().contiguous() }
    let bytes = UnsafeRawBufferPointer(
      start: dense.storage.pointer + dense.storageOffset * dtype.itemSize,
      count: dense.numel * dtype.itemSize)
    return try withExtendedLifetime(dense) { try body(bytes) }
  }

  /// Calls `body` with this tensor's own memory, which must be row-major, and counts one in-place
  /// modification.
  public func withUnsafeMutableBytes<R>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> R
  ) throws -> R {
    try check(
      isContiguous, .runtime,
      "withUnsafeMutableBytes needs a contiguous tensor, but got strides \(strides) for sizes "
        + "\(shape)")
    defer { storage.version += 1 }
    let bytes = UnsafeMutableRawBufferPointer(
      start: storage.pointer + storageOffset * dtype.itemSize, count: numel * dtype.itemSize)
    return try body(bytes)
  }

  /// All elements in row-major order, converted to `type`.
  public func toArray<Element: TensorElement>(_ type: Element.Type = Element.self) -> [Element] {
    let converted = noGrad { detach().to(Element.dtype) }
    return converted.withUnsafeBytes { bytes in
      Array(bytes.assumingMemoryBound(to: Element.self))
    }
  }
}

/// Checks that `memory` holds a tensor of this geometry.
private func checkWrapped(
  _ memory: UnsafeMutableRawBufferPointer, _ shape: Shape, _ strides: Shape, _ dtype: DType
) throws {
  try check(
    shape.count == strides.count, .runtime,
    "dimensionality of sizes (\(shape.count)) must match dimensionality of strides "
      + "(\(strides.count))")
  try Tensor.refuseNegative(shape)
  try check(
    strides.allSatisfy { $0 >= 0 }, .value, "strides must not be negative, but got \(strides)")
  let needed = Tensor.storageSpan(shape, strides) * dtype.itemSize
  try check(
    needed <= memory.count, .value,
    "sizes \(shape) and strides \(strides) of \(dtype.name) need \(needed) bytes, but the memory "
      + "holds \(memory.count)")
  try check(
    memory.baseAddress.map { Int(bitPattern: $0) % dtype.itemSize == 0 } ?? true, .value,
    "memory of \(dtype.name) elements must be aligned to \(dtype.itemSize) bytes")
}
