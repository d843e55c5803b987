// Operations without a kernel for sparse tensors.
//
// An operation asks where it leaves its fast path for contiguous memory, which a sparse tensor
// never has; the backend asks again wherever it hands memory to a kernel. So the usual case pays
// nothing, and nothing reads a sparse tensor as if it were strided.

extension Tensor {
  /// Reports the operation `name` when this tensor is sparse. The call then goes on with zeros.
  @inline(__always)
  func requireStrided(_ name: @autoclosure () -> String) {
    if sparse != nil { raiseLater(sparseRefusal(name())) }
  }

  /// - Throws: `TensorError` (`.notImplemented`) when this tensor is sparse.
  func refuseSparse(_ name: String) throws {
    if sparse != nil { throw sparseRefusal(name) }
  }

  /// Reports the operation and gives zeros of this shape for the call to go on with.
  func refusedResult(_ name: String, dtype: DType? = nil) -> Tensor {
    requireStrided(name)
    return Tensor.zeros(shape, dtype: dtype ?? self.dtype, device: device)
  }
}

/// The same for the operands of one operation.
func requireAllStrided(_ operands: [TensorOrScalar], _ name: String) {
  for operand in operands { operand.tensorOrNil?.requireStrided(name) }
}

/// PyTorch's error of an operation without a kernel for sparse tensors.
private func sparseRefusal(_ name: String) -> TensorError {
  TensorError(
    .notImplemented,
    "Could not run 'aten::\(name)' with arguments from the 'SparseCPU' backend.")
}

/// PyTorch's name of an operation from that of its node: `slice` for `SliceBackward0`.
func operationName(ofNode name: String) -> String {
  snakeCase(name.components(beforeFirst: "Backward"))
}

/// A name from that of a Swift function: `gather_rows` for `gatherRows(_:_:into:)`.
func operationName(ofFunction name: String) -> String {
  snakeCase(name.components(beforeFirst: "("))
}

private func snakeCase(_ name: String) -> String {
  var result = ""
  for character in name {
    if character.isUppercase && !result.isEmpty { result += "_" }
    result += character.lowercased()
  }
  return result
}

extension String {
  fileprivate func components(beforeFirst mark: String) -> String {
    guard let range = range(of: mark) else { return self }
    return String(self[..<range.lowerBound])
  }
}
