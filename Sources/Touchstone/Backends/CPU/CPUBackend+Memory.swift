import CKernels

extension CPUBackend {
  func allocate(_ byteCount: Int) throws -> UnsafeMutableRawPointer {
    if let block = ts_alloc(Int64(byteCount)) { return block }
    throw TensorError(
      .runtime,
      "DefaultCPUAllocator: can't allocate memory: you tried to allocate \(byteCount) bytes.")
  }

  func deallocate(_ pointer: UnsafeMutableRawPointer, _ byteCount: Int) {
    ts_free(pointer)
  }
}
