/// Sums of products over chosen dimensions.
extension Tensor {
  /// Sum of products over the last dimension of both, `torch.inner`.
  public func inner(_ other: Tensor) -> Tensor {
    guarded {
      if dim == 0 || other.dim == 0 { return self * other }
      try check(
        shape[dim - 1] == other.shape[other.dim - 1], .runtime,
        "inner() the last dimension must match on both input tensors but got shapes \(shape) and "
          + "\(other.shape)")
      return tensordot(other, dims: ([-1], [-1]))
    }
  }

  /// Contracts the last `dims` dimensions of `self` with the first of `other`, `torch.tensordot`.
  public func tensordot(_ other: Tensor, dims: Int = 2) -> Tensor {
    guarded {
      try check(dims >= 0, .runtime, "tensordot expects dims >= 0, but got dims=\(dims)")
      try check(
        dims <= dim && dims <= other.dim, .runtime,
        "tensordot expects dims < ndim_a or ndim_b, but got dims=\(dims)")
      return tensordot(other, dims: (Array(-dims..<0), Array(0..<dims)))
    }
  }

  /// Contracts dimension `dims.0[i]` of `self` with `dims.1[i]` of `other`, `torch.tensordot`; the
  /// free dimensions of `self`, then those of `other`, remain. A contracted size 1 broadcasts.
  /// - Errors: lists of different length, repeated or unequal dimensions, different dtypes.
  public func tensordot(_ other: Tensor, dims: ([Int], [Int])) -> Tensor {
    guarded {
      try check(
        dims.0.count == dims.1.count, .runtime, "both dimension lists should have same length")
      try check(dtype == other.dtype, .runtime, "both inputs should have same dtype")
      let left = try dims.0.map { try wrapDim($0, rank: dim) }
      let right = try dims.1.map { try wrapDim($0, rank: other.dim) }
      let (a, b) = try matchedSizes(other, dims, left, right)
      try refuseRepeats(left)
      try refuseRepeats(right)
      return try a.contracted(b, left, right)
    }
  }

  /// Sums away contracted dimensions whose partner has size 1.
  private func matchedSizes(
    _ other: Tensor, _ dims: ([Int], [Int]), _ left: [Int], _ right: [Int]
  ) throws -> (Tensor, Tensor) {
    var (a, b) = (self, other)
    for (index, (i, j)) in zip(left, right).enumerated() {
      let (m, n) = (shape[i], other.shape[j])
      if n == 1 && m != 1 {
        a = a.sum([i], keepdim: true).to(dtype)
      } else if m == 1 && n != 1 {
        b = b.sum([j], keepdim: true).to(dtype)
      } else {
        try check(
          m == n, .runtime,
          "contracted dimensions need to match, but first has size \(m) in dim \(dims.0[index]) and "
            + "second has size \(n) in dim \(dims.1[index])")
      }
    }
    return (a, b)
  }

  /// Moves contracted dimensions together and multiplies matrices.
  private func contracted(_ other: Tensor, _ left: [Int], _ right: [Int]) throws -> Tensor {
    let freeLeft = shape.indices.filter { !left.contains($0) }
    let freeRight = other.shape.indices.filter { !right.contains($0) }
    let inner = left.reduce(1) { $0 * shape[$1] }
    let outer = freeLeft.map { shape[$0] } + freeRight.map { other.shape[$0] }
    let rows = freeLeft.reduce(1) { $0 * shape[$1] }
    let columns = freeRight.reduce(1) { $0 * other.shape[$1] }
    if freeLeft.isEmpty && freeRight.isEmpty {
      let a = permute(left).reshape([inner])
      return a.dot(other.permute(right).reshape([inner]))
    }
    let a = permute(freeLeft + left).reshape([rows, inner])
    let b = other.permute(right + freeRight).reshape([inner, columns])
    return a.mm(b).reshape(Shape(outer))
  }
}
