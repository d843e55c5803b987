import CKernels

extension CPUBackend {
  func allocate(_ byteCount: Int) throws -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer.allocate(byteCount: Swift.max(byteCount, 64), alignment: 64)
  }

  func deallocate(_ pointer: UnsafeMutableRawPointer, _ byteCount: Int) {
    pointer.deallocate()
  }
}
