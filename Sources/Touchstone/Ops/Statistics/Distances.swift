extension Tensor {
  /// p-norm distance between each row of this tensor (…, P, M) and each of `other` (…, R, M):
  /// (…, P, R). `computeMode` is checked and otherwise ignored: distances are computed exactly.
  public func cdist(
    _ other: Tensor, p: Double = 2,
    computeMode: String = "use_mm_for_euclid_dist_if_necessary"
  ) -> Tensor {
    guarded {
      try checkCdist(other, p, computeMode)
      let a = unsqueeze(-2)
      let b = other.unsqueeze(-3)
      if size(-1) == 0 { return a.sum(-1).add(b.sum(-1)) }
      let difference = a.sub(b)
      if difference.numel == 0 { return difference.sum(-1) }
      return p == 1 || p == .infinity
        ? try difference.signedNorm(p) : difference.norm(p, dim: -1)
    }
  }

  /// ‖xᵢ − xⱼ‖ₚ for every pair of rows i < j of this matrix, `torch.pdist`.
  public func pdist(_ p: Double = 2) -> Tensor {
    guarded {
      try check(dim == 2, .runtime, "pdist only supports 2D tensors, got: \(dim)D")
      try check(
        dtype.isFloatingPoint, .runtime, "pdist only supports floating-point dtypes")
      try check(p >= 0, .runtime, "pdist only supports non-negative p values")
      try check(
        !dtype.isHalf, .notImplemented,
        "\"pdist\" not implemented for '\(dtype.scalarTypeName)'")
      let pairs = Tensor.triuIndices(shape[0], shape[0], 1)
      let difference = indexSelect(0, pairs.select(0, 0)).sub(indexSelect(0, pairs.select(0, 1)))
      return difference.numel > 0 && (p == 1 || p == .infinity)
        ? try difference.signedNorm(p) : difference.norm(p, dim: -1)
    }
  }

  private func checkCdist(_ other: Tensor, _ p: Double, _ mode: String) throws {
    let modes = [
      "use_mm_for_euclid_dist_if_necessary", "use_mm_for_euclid_dist",
      "donot_use_mm_for_euclid_dist",
    ]
    try check(modes.contains(mode), .value, "\(mode) is not a valid value for compute_mode")
    for (name, tensor) in [("X1", self), ("X2", other)] {
      try check(
        tensor.dim >= 2, .runtime,
        "cdist only supports at least 2D tensors, \(name) got: \(tensor.dim)D")
    }
    try check(
      shape.last == other.shape.last, .runtime,
      "X1 and X2 must have the same number of columns. X1: \(shape.last!) X2: \(other.shape.last!)")
    for (name, tensor) in [("X1", self), ("X2", other)] {
      try check(
        tensor.dtype.isFloatingPoint, .runtime,
        "cdist only supports floating-point dtypes, \(name) got: \(tensor.dtype.scalarTypeName)")
    }
    try check(p >= 0, .runtime, "cdist only supports non-negative p values")
    try check(
      dtype == other.dtype, .runtime,
      "expected scalar type \(dtype.scalarTypeName) but found \(other.dtype.scalarTypeName)")
    _ = try broadcastShapes(Shape(shape.dropLast(2)), Shape(other.shape.dropLast(2)))
  }

  /// Σ |x| or max |x| over the last dimension. NaNs reach the gradient, and every element that
  /// attains the maximum gets the whole of it.
  private func signedNorm(_ p: Double) throws -> Tensor {
    let last = try ReducedDims(-1, rank: dim)
    let out = try reduced(.norm, last, keepdim: false, dtype: dtype, order: p)
    return try record("CdistBackward0", [self], out, saving: [self], savingOutput: true) { ctx in
      let x = ctx.saved[0]
      let sign = Tensor.where(x.isnan(), x, x.sgn()).mul(ctx.grad.unsqueeze(-1))
      if p == 1 { return [sign] }
      return [sign.mul(x.abs().eq(ctx.savedOutputs[0].unsqueeze(-1)))]
    }
  }

  /// Scales each slice along `dim` whose p-norm exceeds `maxnorm` down to it.
  public func renorm(_ p: Double, _ dim: Int, _ maxnorm: Double) -> Tensor {
    guarded {
      try check(p > 0, .runtime, "renorm: non-positive-norm not supported")
      try check(
        maxnorm >= 0, .runtime,
        "renorm: expected maxnorm to be >= 0 but got \(numberText(maxnorm))")
      try check(
        self.dim > 1, .runtime,
        "renorm: input needs at least 2 dimensions, got \(self.dim) dimensions")
      let d = try wrapDim(dim, rank: self.dim)
      let others = try ReducedDims((0..<self.dim).filter { $0 != d }, rank: self.dim)
      let out = noGrad { renormed(p, maxnorm, others) }
      return try record("RenormBackward0", [self], out, saving: [self]) { ctx in
        [renormGradient(ctx.grad, ctx.saved[0], p, maxnorm, others)]
      }
    }
  }

  private func renormed(_ p: Double, _ maxnorm: Double, _ others: ReducedDims) -> Tensor {
    let x = widened
    let norm = x.norm(p, dim: others.list, keepdim: true)
    let shrink = norm.add(1e-7).reciprocal().mul(maxnorm)
    return x.mul(Tensor.where(norm.gt(maxnorm), shrink, Tensor.onesLike(norm))).to(dtype)
  }

  @discardableResult
  public func renorm_(_ p: Double, _ dim: Int, _ maxnorm: Double) -> Tensor {
    inplace { renorm(p, dim, maxnorm) }
  }

  /// Summed down to `shape`, to which this tensor's shape must be expandable from.
  public func sumToSize(_ shape: Shape) -> Tensor {
    shape.isEmpty ? sum() : sum(toShape: shape)
  }
}

/// maxnorm / (norm + ε) · (grad − d norm · Σ x grad / (norm + ε)) where the norm exceeds maxnorm,
/// `grad` elsewhere.
private func renormGradient(
  _ grad: Tensor, _ input: Tensor, _ p: Double, _ maxnorm: Double, _ others: ReducedDims
) -> Tensor {
  let x = input.widened
  let g = grad.widened
  let norm = x.norm(p, dim: others.list, keepdim: true)
  let along = x.mul(g).sum(others.list, keepdim: true)
  let inverse = norm.add(1e-7).reciprocal()
  let change = inverse.mul(normGradient(along, x, norm, p, others))
  let shrunk = inverse.mul(maxnorm).mul(g.sub(change))
  return Tensor.where(norm.gt(maxnorm), shrunk, g)
}
