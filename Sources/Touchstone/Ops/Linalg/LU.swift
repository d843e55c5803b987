/// LU factorisation: A = P L U.
extension Linalg {
  /// Packed factors and pivots, `torch.linalg.lu_factor`.
  /// - Errors: a zero pivot; `pivot` false, as in PyTorch on the CPU.
  public static func luFactor(_ a: Tensor, pivot: Bool = true) -> (LU: Tensor, pivots: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      let (lu, pivots, info) = try factor(a, pivot: pivot, "torch.lu_factor")
      try checkInfo(info, "torch.linalg.lu_factor") { k in
        "U[\(k),\(k)] is zero and using it on lu_solve would result in a division by zero. If you "
          + "still want to perform the factorization, consider calling linalg.lu(A, pivot) or "
          + "linalg.lu_factor_ex(A, pivot)"
      }
      return (lu, pivots)
    }
  }

  /// `luFactor` that reports zero pivots in `info` instead, `torch.linalg.lu_factor_ex`.
  public static func luFactorEx(
    _ a: Tensor, pivot: Bool = true, checkErrors: Bool = false
  ) -> (LU: Tensor, pivots: Tensor, info: Tensor) {
    guarded((Tensor.poison, Tensor.poison, Tensor.poison)) {
      let (lu, pivots, info) = try factor(a, pivot: pivot, "torch.lu_factor")
      if checkErrors {
        try checkInfo(info, "torch.linalg.lu_factor_ex") { "U[\($0),\($0)] is zero" }
      }
      return (lu, pivots, info)
    }
  }

  /// The three factors, `torch.linalg.lu`.
  public static func lu(_ a: Tensor, pivot: Bool = true) -> (P: Tensor, L: Tensor, U: Tensor) {
    guarded((Tensor.poison, Tensor.poison, Tensor.poison)) {
      let (lu, pivots, _) = try factor(a, pivot: pivot, "linalg.lu")
      return lu.luUnpack(pivots)
    }
  }

  /// LAPACK's getrf, recorded.
  static func factor(_ a: Tensor, pivot: Bool, _ name: String) throws -> (Tensor, Tensor, Tensor) {
    try check(
      a.dim >= 2, .runtime,
      "\(name): Expected tensor with 2 or more dimensions. Got size: \(a.shape) instead")
    try checkLapackType(a, kernel: "lu_cpu")
    try check(
      pivot, .runtime, "linalg.lu_factor: LU without pivoting is not implemented on the CPU")
    let (lu, pivots, info) = try rawFactor(a)
    try record(
      "LinalgLuFactorExBackward0", [a], [lu, pivots, info], saving: [pivots], savingOutputs: [0]
    ) { ctx in
      let (p, l, u) = ctx.savedOutputs[0].luUnpack(ctx.saved[0])
      let gl = ctx.grad.narrow(-1, 0, l.columns).tril(-1)
      let gu = ctx.grad.narrow(-2, 0, l.columns).triu()
      return [luGradient(lower: gl, upper: gu, p, l, u)]
    }
    return (lu, pivots, info)
  }

  static func rawFactor(_ a: Tensor) throws -> (lu: Tensor, pivots: Tensor, info: Tensor) {
    let lu = try a.columnMajor()
    let pivots = try a.fresh(a.batchShape(appending: min(a.rows, a.columns)), .int32)
    let info = try a.fresh(a.batchShape, .int32)
    backend(for: a.device).luFactor(lu, pivots: pivots, info: info)
    return (lu, pivots, info)
  }

  /// Gradient of A = P L U. With gL, gU the cotangents, for square A:
  /// gA = P L⁻ᵀ [tril(Lᵀ gL, −1) + triu(gU Uᵀ)] U⁻ᵀ; the extra columns or rows of a rectangular A
  /// are solved with the square part.
  static func luGradient(
    lower gl: Tensor, upper gu: Tensor, _ p: Tensor, _ l: Tensor, _ u: Tensor
  ) -> Tensor {
    let (m, n) = (l.rows, u.columns)
    let k = Swift.min(m, n)
    let (l1, u1) = (l.narrow(-2, 0, k), u.narrow(-1, 0, k))
    let (gl1, gl2) = (gl.narrow(-2, 0, k), gl.narrow(-2, k, m - k))
    let (gu1, gu2) = (gu.narrow(-1, 0, k), gu.narrow(-1, k, n - k))
    var inner = l1.matrixTransposed.matmul(gl1)
    var outer = gu1.matmul(u1.matrixTransposed)
    if m > k { outer = outer - l.narrow(-2, k, m - k).matrixTransposed.matmul(gl2) }
    if n > k { inner = inner - gu2.matmul(u.narrow(-1, k, n - k).matrixTransposed) }
    var core = solveUpperTransposedRight(inner.tril(-1) + outer.triu(), u1)
    if n > k { core = Tensor.cat([core, gu2], dim: -1) }
    core = solveLowerTransposed(l1, core)
    if m > k { core = Tensor.cat([core, solveUpperTransposedRight(gl2, u1)], dim: -2) }
    return p.matmul(core)
  }

  /// L⁻ᵀ X for unit lower triangular L.
  private static func solveLowerTransposed(_ l: Tensor, _ x: Tensor) -> Tensor {
    solveTriangular(l.matrixTransposed, x, upper: true, unitriangular: true)
  }

  /// X U⁻ᵀ for upper triangular U.
  private static func solveUpperTransposedRight(_ x: Tensor, _ u: Tensor) -> Tensor {
    solveTriangular(u.matrixTransposed, x, upper: false, left: false)
  }
}

extension Tensor {
  /// `torch.lu`: packed factors, pivots and, when asked for, infos.
  public func lu(pivot: Bool = true) -> (LU: Tensor, pivots: Tensor, infos: Tensor) {
    guarded((Tensor.poison, Tensor.poison, Tensor.poison)) {
      try Linalg.factor(self, pivot: pivot, "torch.lu_factor")
    }
  }
}
