/// Exchange of raw elements with memory of the caller.
extension Tensor {
  /// A tensor over a copy of `bytes`, which become its whole storage.
  ///
  /// - Parameters:
  ///   - strides: in elements; row-major when nil.
  ///   - storageOffset: in elements from the start of `bytes`.
  /// - Errors: `.runtime` when the geometry does not lie within `bytes`.
  public static func copying(
    _ bytes: UnsafeRawBufferPointer, dtype: DType, shape: Shape, strides: Shape? = nil,
    storageOffset: Int = 0
  ) -> Tensor {
    guarded {
      let strides = strides ?? shape.contiguousStrides
      let span = storageSpan(shape, strides)
      try check(
        strides.count == shape.count && storageOffset >= 0
          && shape.allSatisfy { $0 >= 0 } && strides.allSatisfy { $0 >= 0 }
          && (span == 0 || span <= bytes.count / dtype.itemSize - storageOffset),
        .runtime,
        "copying: sizes \(shape), strides \(strides) and offset \(storageOffset) do not lie within "
          + "\(bytes.count) bytes of \(dtype.name)")
      let storage = try Storage(byteCount: bytes.count, device: .cpu)
      if let source = bytes.baseAddress {
        storage.pointer.copyMemory(from: source, byteCount: bytes.count)
      }
      return Tensor(
        storage: storage, shape: shape, strides: strides, storageOffset: storageOffset,
        dtype: dtype)
    }
  }

  /// Calls `body` with the storage's bytes; element `[0, 0, …]` lies at `storageOffset`.
  ///
  /// The tensor must be in host memory. The bytes are valid during the call only.
  public func withStorageBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    precondition(device.isCPU, "withStorageBytes: the tensor is on \(device)")
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeRawBufferPointer(start: storage.pointer, count: storage.byteCount))
  }
}
