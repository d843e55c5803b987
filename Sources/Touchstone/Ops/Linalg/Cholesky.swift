extension Linalg {
  /// Lower (or upper) triangular L with A = L Lᵀ (Uᵀ U), `torch.linalg.cholesky`. Only that
  /// triangle of A is read.
  /// - Errors: a matrix that is not positive-definite, a matrix that is not square.
  public static func cholesky(_ a: Tensor, upper: Bool = false) -> Tensor {
    guarded {
      let (factor, info) = try choleskyWithInfo(a, upper: upper)
      try checkInfo(info, "linalg.cholesky", notPositive)
      return factor
    }
  }

  /// `cholesky` that reports failures in `info` instead, `torch.linalg.cholesky_ex`.
  public static func choleskyEx(
    _ a: Tensor, upper: Bool = false, checkErrors: Bool = false
  ) -> (L: Tensor, info: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      let (factor, info) = try choleskyWithInfo(a, upper: upper)
      if checkErrors { try checkInfo(info, "linalg.cholesky_ex", notPositive) }
      return (factor, info)
    }
  }

  private static func notPositive(_ minor: Int) -> String {
    "The factorization could not be completed because the input is not positive-definite (the "
      + "leading minor of order \(minor) is not positive-definite)."
  }

  private static func choleskyWithInfo(_ a: Tensor, upper: Bool) throws -> (Tensor, Tensor) {
    try checkMatrix(a, "linalg.cholesky")
    try checkFloating(a, "linalg.cholesky", allowsHalf: true)
    try checkSquare(a, "linalg.cholesky")
    try checkLapackType(a, kernel: "cholesky_cpu")
    let factor = try noGrad {
      let triangle = upper ? a.detach().triu() : a.detach().tril()
      return try triangle.columnMajor()
    }
    let info = try a.fresh(a.batchShape, .int32)
    backend(for: a.device).cholesky(factor, upper: upper, info: info)
    try record("LinalgCholeskyExBackward0", [a], [factor, info], savingOutputs: [0]) { ctx in
      let saved = ctx.savedOutputs[0]
      return [choleskyGradient(upper ? saved.matrixTransposed : saved, ctx.grad, upper: upper)]
    }
    return (factor, info)
  }

  /// gA = ½ (S + Sᵀ) with S = L⁻ᵀ Φ(Lᵀ gL) L⁻¹, Φ taking the lower triangle with half the diagonal.
  private static func choleskyGradient(_ l: Tensor, _ grad: Tensor, upper: Bool) -> Tensor {
    let gl = upper ? grad.matrixTransposed : grad
    let product = l.matrixTransposed.matmul(gl)
    let phi = product.tril() - (product.matrixDiagonal * 0.5).diagEmbed()
    let left = solveTriangular(l.matrixTransposed, phi, upper: true)
    let s = solveTriangular(l, left, upper: false, left: false)
    return (s + s.matrixTransposed) * 0.5
  }
}

extension Tensor {
  /// Inverse of A from its Cholesky factor (this tensor), `torch.cholesky_inverse`.
  public func choleskyInverse(upper: Bool = false) -> Tensor {
    guarded {
      try checkSquare(self, "cholesky_inverse")
      try checkLapackType(self, kernel: "cholesky_inverse_out_cpu")
      let triangle = try columnMajor()
      let info = try fresh(batchShape, .int32)
      backend(for: device).choleskyInverse(triangle, upper: upper, info: info)
      try checkInfo(info, "cholesky_inverse") {
        "The diagonal element \($0) is zero, the inversion could not be completed because the "
          + "input matrix is singular."
      }
      let out = noGrad { triangle.symmetric(upper: upper) }
      return try record(
        "CholeskyInverseBackward0", [self], out, saving: [self], savingOutput: true
      ) { ctx in
        // X = (L Lᵀ)⁻¹ gives dX = −X (dL Lᵀ + L dLᵀ) X, so gL = −X (g + gᵀ) X L.
        let (factor, x) = (ctx.saved[0], ctx.savedOutputs[0])
        let common = x.matmul((ctx.grad + ctx.grad.matrixTransposed).matmul(x))
        return [-(upper ? factor.matmul(common) : common.matmul(factor))]
      }
    }
  }

  /// The full symmetric matrix from one triangle.
  func symmetric(upper: Bool) -> Tensor {
    upper
      ? triu() + triu(1).matrixTransposed
      : tril() + tril(-1).matrixTransposed
  }

  /// Solves A X = self from A's Cholesky factor, `torch.cholesky_solve`. Batches broadcast.
  public func choleskySolve(_ factor: Tensor, upper: Bool = false) -> Tensor {
    guarded {
      for (tensor, name) in [(self, "b"), (factor, "u")] {
        try check(
          tensor.dim >= 2, .runtime,
          "\(name) should have at least 2 dimensions, but has \(tensor.dim) dimensions instead")
      }
      try checkSolverOperands(self, factor, "cholesky_solve")
      try checkLapackType(self, kernel: "cholesky_solve_cpu")
      let batch = try broadcastShapes(batchShape, factor.batchShape)
      let x = try columnMajor(batch: batch)
      backend(for: device).choleskySolve(try factor.columnMajor(batch: batch), x, upper: upper)
      return try record(
        "CholeskySolveBackward0", [self, factor], x, saving: [factor], savingOutput: true
      ) { [shapes = (self.shape, factor.shape)] ctx in
        // X = A⁻¹ B: gB = A⁻¹ g and, through A = L Lᵀ, gL = −(gB Xᵀ + X gBᵀ) L.
        let (factor, x) = (ctx.saved[0], ctx.savedOutputs[0])
        let gb = ctx.grad.choleskySolve(factor, upper: upper)
        let outer = gb.matmul(x.matrixTransposed)
        let common = outer + outer.matrixTransposed
        let gl = -(upper ? factor.matmul(common) : common.matmul(factor))
        return [gb.sum(toShape: shapes.0), gl.sum(toShape: shapes.1)]
      }
    }
  }
}
