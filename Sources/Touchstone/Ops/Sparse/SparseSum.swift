/// a + alpha · b where b is sparse; a strided one gives a strided sum.
struct SparseSum {
  private let a: Tensor
  private let b: Tensor
  private let alpha: Scalar
  private let dtype: DType

  /// - Throws: `TensorError` (`.runtime`) for a sparse first and another second operand.
  init(_ a: TensorOrScalar, _ b: TensorOrScalar, alpha: Scalar) throws {
    guard case .tensor(let first) = a, case .tensor(let second) = b, second.isSparse else {
      throw TensorError(
        .runtime, "add(sparse, dense) is not supported. Use add(dense, sparse) instead.")
    }
    (self.a, self.b, self.alpha) = (first.detach(), second.detach(), alpha)
    dtype = resultType(a, b)
    try first.isSparse ? checkSparse() : checkStrided()
  }

  private func checkStrided() throws {
    try check(
      a.shape == b.shape, .runtime,
      "add: expected 'self' and 'other' to have same size, but self has size \(a.shape) while "
        + "other has size \(b.shape) (FYI: dense-sparse addition does not currently support "
        + "broadcasting)")
  }

  private func checkSparse() throws {
    try check(
      a.shape == b.shape, .runtime,
      "add: expected sizes of 'self' and 'other' to match, but \(a.shape) != \(b.shape)")
    try check(
      a.nnz == 0 || b.nnz == 0 || a.sparseDim == b.sparseDim, .runtime,
      "add: expected 'self' and 'other' to have same density, but 'self' has \(a.sparseDim) sparse "
        + "dimensions while 'other' has \(b.sparseDim) sparse dimensions")
  }

  /// The sum without history.
  func result() throws -> Tensor {
    guard let mine = a.sparse, let theirs = b.sparse else {
      let out = a.to(dtype, copy: true)
      try throwPendingError()
      try out.addElements(of: b.sparse!, alpha: alpha)
      return out
    }
    return try Tensor(sparse: try joined(mine, theirs), shape: a.shape)
  }

  private func joined(_ mine: SparseParts, _ theirs: SparseParts) throws -> SparseParts {
    if theirs.count == 0 { return mine.copied(as: dtype) }
    if mine.count == 0 { return theirs.with(theirs.values.to(dtype).mul(alpha)) }
    try check(
      dtype != .float16 && dtype != .bool, .notImplemented,
      "\"cadd_sparse\" not implemented for '\(dtype.scalarTypeName)'")
    let (left, right) = (mine.with(mine.values.to(dtype)), theirs.with(theirs.values.to(dtype)))
    if mine.isCoalesced && theirs.isCoalesced {
      return try .union(left, right, alpha, within: a.shape)
    }
    if mine.indices.equal(theirs.indices) {
      return SparseParts(
        indices: mine.indices, values: left.values.add(right.values, alpha: alpha),
        isCoalesced: mine.count < 2)
    }
    let scaled = alpha.doubleValue == 1 ? right.values : right.values.mul(alpha)
    return SparseParts(
      indices: Tensor.cat([mine.indices, theirs.indices], dim: 1),
      values: Tensor.cat([left.values, scaled], dim: 0), isCoalesced: false)
  }
}

extension Tensor {
  /// self += alpha · other in time proportional to what `other` stores, without history.
  func addInPlace(sparse other: Tensor, alpha: Scalar) throws {
    try checkInPlace()
    let joint = promoteTypes(dtype, other.dtype)
    try check(
      canCast(from: joint, to: dtype), .runtime,
      "Can't convert result type \(joint.scalarTypeName) to output \(dtype.scalarTypeName) in add "
        + "operation")
    let sum = try SparseSum(operand, other.operand, alpha: alpha)
    if joint == dtype {
      try addElements(of: other.sparse!, alpha: alpha)
    } else {
      backend(for: device).copy(try sum.result(), into: self)
    }
    storage.version += 1
  }
}
