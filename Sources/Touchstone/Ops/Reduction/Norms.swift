extension Tensor {
  /// (Σ |x|^ord)^(1/ord) over `dims` (all when nil or empty), `torch.linalg.vector_norm`.
  ///
  /// ord 0 counts non-zero elements, ±∞ is the largest or smallest |x|. The gradient is 0 where the
  /// norm is 0.
  public func linalgVectorNorm(
    ord: Double = 2, dim dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil
  ) -> Tensor {
    guarded {
      try checkNorm(ord, dims, dtype)
      if isSparse { return try sparseNorm(ord, dims, keepdim: keepdim) }
      let source = dtype == nil ? self : to(dtype!)
      return try source.vectorNorm(
        ord, try ReducedDims(dims, rank: dim), keepdim: keepdim, "LinalgVectorNormBackward0")
    }
  }

  /// The p-norm of all elements or over `dims`, `torch.norm` with a number.
  public func norm(
    _ p: Double = 2, dim dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil
  ) -> Tensor {
    linalgVectorNorm(ord: p, dim: dims, keepdim: keepdim, dtype: dtype)
  }

  public func norm(_ p: Double = 2, dim: Int, keepdim: Bool = false, dtype: DType? = nil) -> Tensor
  {
    norm(p, dim: [dim], keepdim: keepdim, dtype: dtype)
  }

  /// "fro" (the 2-norm of all elements) or "nuc" (the sum of the singular values),
  /// `torch.norm` with a name.
  public func norm(
    _ name: String, dim dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil
  ) -> Tensor {
    if name == "fro" && (dims?.count ?? 0) <= 2 {
      return norm(2, dim: dims, keepdim: keepdim, dtype: dtype)
    }
    return guarded {
      let chosen = dims ?? Array(0..<dim)
      try check(
        name == "nuc" || name == "fro", .runtime,
        "linalg.matrix_norm: Order \(name) not supported.")
      try check(
        dim >= 2, .runtime,
        "linalg.matrix_norm: The input tensor A must have at least 2 dimensions.")
      try check(
        chosen.count == 2, .runtime,
        "linalg.matrix_norm: dim must be a 2-tuple. Got "
          + chosen.map(String.init).joined(separator: " "))
      return Linalg.matrixNorm(self, ord: .nuc, dim: chosen, keepdim: keepdim, dtype: dtype)
    }
  }

  /// (Σ |self − other|^p)^(1/p) over the broadcast shape, `torch.dist`.
  public func dist(_ other: Tensor, p: Double = 2) -> Tensor {
    guarded {
      _ = try broadcastShapes(shape, other.shape)
      let type = resultType(self, other)
      try check(
        type.isFloatingPoint, .notImplemented,
        "norm(): input dtype should be either floating point or complex. Got "
          + "\(type.scalarTypeName) instead.")
      return sub(other).norm(p)
    }
  }

  private func vectorNorm(
    _ ord: Double, _ dims: ReducedDims, keepdim: Bool, _ name: StaticString
  ) throws -> Tensor {
    let out = try reduced(.norm, dims, keepdim: keepdim, dtype: dtype, order: ord)
    return try record(name, [self], out, saving: [self], savingOutput: true) { ctx in
      let norm = dims.restore(ctx.savedOutputs[0].widened, keepdim: keepdim)
      let grad = dims.restore(ctx.grad.widened, keepdim: keepdim)
      return [normGradient(grad, ctx.saved[0].widened, norm, ord, dims)]
    }
  }

  private func checkNorm(_ ord: Double, _ dims: [Int]?, _ dtype: DType?) throws {
    let name = "linalg.vector_norm"
    try check(
      self.dtype.isFloatingPoint, .notImplemented,
      "\(name): Expected a floating point or complex tensor as input. Got "
        + self.dtype.scalarTypeName)
    if let dtype {
      try check(
        dtype.isFloatingPoint, .runtime,
        "\(name): dtype should be floating point or complex, but got \(dtype.scalarTypeName)")
      try check(
        promoteTypes(self.dtype, dtype) == dtype, .runtime,
        "\(name): the dtype of the input (\(self.dtype.scalarTypeName)) should be convertible "
          + "without narrowing to the specified dtype (\(dtype.scalarTypeName))")
    }
    let hasIdentity = ord >= 0 && ord != .infinity
    if hasIdentity || numel > 0 { return }
    let order = numberText(ord)
    try check(
      !(dims ?? []).isEmpty, .runtime,
      "\(name) cannot compute the \(order) norm on an empty tensor because the operation does not "
        + "have an identity")
    for d in dims ?? [] where size(d) == 0 {
      throw TensorError(
        .runtime,
        "\(name) cannot compute the \(order) norm on the dimension \(d)because this dimension is "
          + "empty and the operation does not have an identity")
    }
  }
}

/// A number as C++ streams print it: without a trailing `.0`.
func numberText(_ value: Double) -> String {
  if value == value.rounded(), value.magnitude < 1e15 { return String(Int(value)) }
  return "\(value)"
}

/// d‖x‖/dx · grad; `grad` and `norm` have size 1 in the reduced dimensions.
func normGradient(
  _ grad: Tensor, _ x: Tensor, _ norm: Tensor, _ p: Double, _ dims: ReducedDims
) -> Tensor {
  if p == 0 { return Tensor.zerosLike(x) }
  if p == 1 { return x.sgn().mul(grad) }
  if p == 2 { return grad.mul(x.div(norm).maskedFill(norm.eq(0), 0)) }
  if p.isInfinite { return extremeNormGradient(grad, x, norm, dims) }
  let atZero = norm.eq(0)
  if p < 1 {
    return x.sgn().mul(x.abs().div(norm).pow(p - 1).maskedFill(x.eq(0), 0)).mul(grad)
  }
  let weight = grad.div(norm.pow(p - 1)).maskedFill(atZero, 0)
  if p < 2 { return x.sgn().mul(x.abs().pow(p - 1)).mul(weight) }
  return x.mul(x.abs().pow(p - 2)).mul(weight)
}

/// The elements whose magnitude is the norm share the gradient evenly.
private func extremeNormGradient(
  _ grad: Tensor, _ x: Tensor, _ norm: Tensor, _ dims: ReducedDims
) -> Tensor {
  let bothNaN = x.isnan().logicalAnd(norm.isnan())
  let mask = x.abs().eq(norm).logicalOr(bothNaN)
  let share = mask.div(mask.sum(dims.list, keepdim: true))
  return x.sgn().mul(share.to(grad.dtype)).mul(grad)
}
