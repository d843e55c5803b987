extension Linalg {
  /// Determinants, `torch.linalg.det`. The gradient is right for singular matrices as well, where
  /// it is the transposed adjugate times the cotangent.
  public static func det(_ a: Tensor) -> Tensor {
    guarded {
      try checkMatrix(a, "linalg.det")
      try checkFloating(a, "linalg.det", allowsHalf: true)
      try checkSquare(a, "linalg.det")
      try checkLapackType(a, kernel: "lu_cpu")
      let (lu, pivots, _) = try rawFactor(a)
      let det = noGrad { lu.matrixDiagonal.prod(-1) * permutationSign(pivots) }
      return try record(
        "LinalgDetBackward0", [a], det, saving: [a, lu, pivots], savingOutput: true
      ) { ctx in
        let (a, pivots) = (ctx.saved[0], ctx.saved[2])
        if a.numel == 0 { return [Tensor.zerosLike(a)] }
        if isGradEnabled { return [differentiableGradient(a, ctx.savedOutputs[0], ctx.grad)] }
        let lu = perturbed(ctx.saved[1])
        let det = lu.matrixDiagonal.prod(-1) * permutationSign(pivots)
        return [luSolve(lu, pivots, diagonalMatrix(ctx.grad * det, like: a), adjoint: true)]
      }
    }
  }

  /// Sign and logarithm of the absolute determinant, `torch.linalg.slogdet`: (0, −inf) for singular
  /// matrices.
  public static func slogdet(_ a: Tensor) -> (sign: Tensor, logabsdet: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) { try signAndLog(a, "linalg.slogdet") }
  }

  static func signAndLog(_ a: Tensor, _ name: String) throws -> (Tensor, Tensor) {
    try checkMatrix(a, name)
    try checkFloating(a, name)
    try checkSquare(a, name)
    let (lu, pivots, _) = try rawFactor(a)
    let (sign, logarithm) = noGrad {
      let diagonal = lu.matrixDiagonal
      return (
        diagonal.sgn().prod(-1) * permutationSign(pivots), diagonal.abs().log().sum([-1])
      )
    }
    try record(
      "LinalgSlogdetBackward0", [a], [sign, logarithm], saving: [a, lu, pivots]
    ) { ctx in
      let scaled = diagonalMatrix(ctx.gradOrZeros(1), like: ctx.saved[0])
      if isGradEnabled { return [solve(ctx.saved[0].matrixTransposed, scaled)] }
      return [luSolve(ctx.saved[1], ctx.saved[2], scaled, adjoint: true)]
    }
    return (sign, logarithm)
  }

  /// −1 for an odd number of row exchanges.
  private static func permutationSign(_ pivots: Tensor) -> Tensor {
    let places = Tensor.arange(1, pivots.size(-1) + 1, dtype: .int32, device: pivots.device)
    let exchanges = pivots.ne(places).sum([-1])
    return exchanges.remainder(2) * -2 + 1
  }

  /// Numbers [...] on the diagonals of matrices shaped like `a`.
  private static func diagonalMatrix(_ values: Tensor, like a: Tensor) -> Tensor {
    values.unsqueeze(-1).unsqueeze(-1) * Tensor.eye(a.rows, dtype: a.dtype, device: a.device)
  }

  /// Zero pivots replaced by the dtype's epsilon: the determinant is smooth, so the gradient at a
  /// nearby matrix will do.
  private static func perturbed(_ lu: Tensor) -> Tensor {
    let missing = lu.matrixDiagonal.eq(0).to(lu.dtype) * lu.epsilon
    return lu + missing.diagEmbed()
  }

  /// The gradient as a differentiable expression: det(A)·A⁻ᵀ g, and the adjugate from an SVD where
  /// A is nearly singular.
  private static func differentiableGradient(
    _ a: Tensor, _ det: Tensor, _ grad: Tensor
  ) -> Tensor {
    let singular = noGrad { det.abs().lt(100 * a.epsilon) }
    let mask = singular.unsqueeze(-1).unsqueeze(-1)
    if !singular.any().item().boolValue {
      return solve(a.matrixTransposed, diagonalMatrix(grad * det, like: a))
    }
    let (u, s, vh) = svd(a, fullMatrices: false)
    let sign = Linalg.det(u) * Linalg.det(vh) * grad
    let cofactors = u.matmul(productsOfOthers(s).unsqueeze(-1) * vh)
    let viaSVD = cofactors * sign.unsqueeze(-1).unsqueeze(-1)
    if singular.all().item().boolValue { return viaSVD }
    let safe = Tensor.where(mask, Tensor.identity(a.rows, batch: a.batchShape, like: a), a)
    let viaSolve = solve(safe.matrixTransposed, diagonalMatrix(grad * det, like: a))
    return Tensor.where(mask, viaSVD, viaSolve)
  }

  /// For each element the product of all others along the last dimension.
  private static func productsOfOthers(_ s: Tensor) -> Tensor {
    let n = s.size(-1)
    let rows = s.unsqueeze(-2).expand(Shape(Array(s.shape) + [n]))
    let diagonal = Tensor.eye(n, dtype: .bool, device: s.device)
    return Tensor.where(diagonal, Tensor.onesLike(rows), rows).prod(-1)
  }
}

extension Tensor {
  /// `torch.det`.
  public func det() -> Tensor { Linalg.det(self) }

  /// `torch.slogdet`.
  public func slogdet() -> (sign: Tensor, logabsdet: Tensor) { Linalg.slogdet(self) }

  /// Logarithm of the determinant, NaN where that is negative, `torch.logdet`.
  public func logdet() -> Tensor {
    guarded {
      let (sign, logarithm) = try Linalg.signAndLog(self, "logdet")
      let invalid = Tensor.full([], Double.nan, dtype: dtype, device: device)
      return Tensor.where(sign.eq(-1), invalid, logarithm)
    }
  }
}
