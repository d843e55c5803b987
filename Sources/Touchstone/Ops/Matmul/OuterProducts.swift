/// Products in which every element of one operand meets every element of the other.
extension Tensor {
  /// Outer product of two vectors, `torch.outer`: out[i, j] = self[i] · vec2[j].
  public func outer(_ vec2: Tensor) -> Tensor {
    guarded {
      try check(dim == 1, .runtime, "outer: Expected 1-D argument self, but got \(dim)-D")
      try check(
        vec2.dim == 1, .runtime, "outer: Expected 1-D argument vec2, but got \(vec2.dim)-D")
      return unsqueeze(1) * vec2
    }
  }

  /// `torch.ger`, the older name of `outer`.
  public func ger(_ vec2: Tensor) -> Tensor { outer(vec2) }

  /// `beta * self + alpha * vec1 ⊗ vec2`, `torch.addr`; `self` broadcasts to (n, m). For bool, and
  /// and or take the places of product and sum.
  public func addr(
    _ vec1: Tensor, _ vec2: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1
  ) -> Tensor {
    guarded {
      try check(vec1.dim == 1, .runtime, "addr: Expected 1-D argument vec1, but got \(vec1.dim)-D")
      try check(vec2.dim == 1, .runtime, "addr: Expected 1-D argument vec2, but got \(vec2.dim)-D")
      let target = expand([vec1.shape[0], vec2.shape[0]])
      try throwPendingError()
      let type = resultType([self, vec1, vec2])
      try checkScale("beta", beta.scalar, type)
      try checkScale("alpha", alpha.scalar, type)
      let product = vec1.to(type).unsqueeze(1).widened * vec2.to(type).widened
      if type == .bool { return boolSum(target, beta.scalar, product, alpha.scalar) }
      let scaled = product.scaled(by: alpha.scalar)
      if beta.scalar.doubleValue == 0 { return scaled.to(type) }
      return (target.to(type).widened.scaled(by: beta.scalar) + scaled).to(type)
    }
  }

  private func boolSum(
    _ target: Tensor, _ beta: Scalar, _ product: Tensor, _ alpha: Scalar
  ) -> Tensor {
    let kept = beta.boolValue ? target : Tensor.zerosLike(target)
    return alpha.boolValue ? kept.logicalOr(product) : kept.contiguous().clone()
  }

  private func checkScale(_ name: String, _ value: Scalar, _ type: DType) throws {
    try check(
      type.isFloatingPoint || !value.isFloatingPoint, .runtime,
      "For integral input tensors, argument \(name) must not be a floating point number.")
  }

  /// Kronecker product, `torch.kron`: each element of `self` times all of `other`. The shorter
  /// shape counts as having leading ones.
  public func kron(_ other: Tensor) -> Tensor {
    guarded {
      let rank = Swift.max(dim, other.dim)
      let a = Array(repeating: 1, count: rank - dim) + Array(shape)
      let b = Array(repeating: 1, count: rank - other.dim) + Array(other.shape)
      let spread = a.flatMap { [$0, 1] }
      let tile = b.flatMap { [1, $0] }
      let result = zip(a, b).map { $0 * $1 }
      return (reshape(Shape(spread)) * other.reshape(Shape(tile))).reshape(Shape(result))
    }
  }
}
