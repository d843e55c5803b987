extension Linalg {
  /// Inverse matrices, `torch.linalg.inv`.
  /// - Errors: a singular matrix, a matrix that is not square.
  public static func inv(_ a: Tensor) -> Tensor {
    guarded {
      let (inverse, info) = try inverseWithInfo(a)
      try checkInfo(info, "linalg.inv", singularReason)
      return inverse
    }
  }

  /// `inv` that reports singular matrices in `info` instead, `torch.linalg.inv_ex`.
  public static func invEx(
    _ a: Tensor, checkErrors: Bool = false
  ) -> (inverse: Tensor, info: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      let (inverse, info) = try inverseWithInfo(a)
      if checkErrors { try checkInfo(info, "linalg.inv_ex", singularReason) }
      return (inverse, info)
    }
  }

  private static func singularReason(_ code: Int) -> String {
    "The diagonal element \(code) is zero, the inversion could not be completed because the input "
      + "matrix is singular."
  }

  /// Solves A X = I. Gradient: gA = −A⁻ᵀ g A⁻ᵀ.
  private static func inverseWithInfo(_ a: Tensor) throws -> (Tensor, Tensor) {
    try checkMatrix(a, "linalg.inv")
    try checkFloating(a, "linalg.inv")
    try checkSquare(a, "linalg.inv")
    let (lu, pivots, info) = try rawFactor(a)
    let x = try noGrad {
      try Tensor.identity(a.rows, batch: a.batchShape, like: a).columnMajor()
    }
    backend(for: a.device).luSolve(lu, pivots: pivots, x, transposed: false)
    try record("LinalgInvExBackward0", [a], [x, info], savingOutputs: [0]) { ctx in
      let adjoint = ctx.savedOutputs[0].matrixTransposed
      return [-adjoint.matmul(ctx.grad.matmul(adjoint))]
    }
    return (x, info)
  }

  /// Inverse of a tensor seen as a map from its last dimensions to its first `ind`,
  /// `torch.linalg.tensorinv`.
  public static func tensorinv(_ a: Tensor, ind: Int = 2) -> Tensor {
    guarded {
      try check(
        ind > 0, .runtime, "Expected a strictly positive integer for 'ind', but got \(ind)")
      try check(
        ind <= a.dim, .runtime, "ArrayRef: invalid slice, N = \(ind); size = \(a.dim)")
      let (first, last) = (Array(a.shape.prefix(ind)), Array(a.shape.dropFirst(ind)))
      let (m, n) = (first.reduce(1, *), last.reduce(1, *))
      try check(
        m == n, .runtime,
        "Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), "
          + "but got \(n) != \(m)")
      return inv(a.reshape([n, m])).reshape(Shape(last + first))
    }
  }

  /// Solves for X the equation `tensordot(A, X, X.dim) = B`, `torch.linalg.tensorsolve`; `dims` of
  /// A are moved to its end first.
  public static func tensorsolve(_ a: Tensor, _ b: Tensor, dims: [Int]? = nil) -> Tensor {
    guarded {
      var matrix = a
      if let dims {
        let moved = try dims.map { try wrapDim($0, rank: a.dim) }
        matrix = a.movedim(moved, Array((a.dim - dims.count)..<a.dim))
        try throwPendingError()
      }
      try check(
        b.dim <= matrix.dim, .runtime, "ArrayRef: invalid slice, N = \(b.dim); size = \(a.dim)")
      let rest = Array(matrix.shape.dropFirst(b.dim))
      let (m, n) = (matrix.shape.prefix(b.dim).reduce(1, *), rest.reduce(1, *))
      try check(
        m == n, .runtime,
        "Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == "
          + "prod(self.shape[:other.ndim]), but got \(n) != \(m)")
      return solve(matrix.reshape([n, n]), b.reshape([b.numel])).reshape(Shape(rest))
    }
  }
}

extension Tensor {
  /// `torch.inverse`.
  public func inverse() -> Tensor { Linalg.inv(self) }
}
