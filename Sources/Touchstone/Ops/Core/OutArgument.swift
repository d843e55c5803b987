extension Tensor {
  /// Stores an operation's result in this tensor, PyTorch's `out=`: it takes the result's shape
  /// when it has another one, must have the result's dtype, and must share no memory with the
  /// tensors that the operation read.
  @discardableResult
  func store(_ result: Tensor, reading inputs: [Tensor]) throws -> Tensor {
    try check(
      !isGradEnabled || !(inputs + [self]).contains(where: \.requiresGrad), .runtime,
      "functions with out=... arguments don't support automatic differentiation, but one of the "
        + "arguments requires grad.")
    try check(
      dtype == result.dtype, .runtime,
      "Expected out tensor to have dtype \(result.dtype.cTypeName), but got \(dtype.cTypeName) "
        + "instead")
    try check(
      !hasInternalOverlap, .runtime,
      "unsupported operation: more than one element of the written-to tensor refers to a single "
        + "memory location. Please clone() the tensor before performing the operation.")
    try check(
      !inputs.contains(where: sharesMemory), .runtime,
      "unsupported operation: some elements of the input tensor and the written-to tensor refer "
        + "to a single memory location. Please clone() the tensor before performing the operation.")
    if shape != result.shape { resize_(result.shape) }
    return copy_(result)
  }

  /// Whether the memory between the first and last elements of both tensors intersects.
  private func sharesMemory(_ other: Tensor) -> Bool {
    guard storage === other.storage, numel > 0, other.numel > 0 else { return false }
    let mine = storageOffset..<storageOffset + Tensor.storageSpan(shape, strides)
    let start = other.storageOffset
    return mine.overlaps(start..<start + Tensor.storageSpan(other.shape, other.strides))
  }
}

extension Arguments {
  /// The result of an operation, stored in the argument `out` when one was given.
  func result(_ result: Tensor, reading inputs: Tensor...) throws -> [Value] {
    guard let out = try tensorOrNil("out") else { return [.tensor(result)] }
    try throwPendingError()
    return [.tensor(try out.store(result, reading: inputs))]
  }
}
