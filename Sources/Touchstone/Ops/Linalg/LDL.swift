/// A = L D Lᵀ for symmetric matrices (Bunch-Kaufman). PyTorch defines no derivatives here.
extension Linalg {
  /// Packed factors and pivots, `torch.linalg.ldl_factor`. For real numbers `hermitian` changes
  /// nothing; only the lower triangle is read.
  public static func ldlFactor(
    _ a: Tensor, hermitian: Bool = false
  ) -> (LD: Tensor, pivots: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      let (ld, pivots, info) = try factorLDL(a)
      try checkInfo(info, "torch.linalg.ldl_factor") {
        "D[\($0),\($0)] is zero and using it on ldl_solve would result in a division by zero."
      }
      return (ld, pivots)
    }
  }

  /// `ldlFactor` that reports zero pivots in `info` instead, `torch.linalg.ldl_factor_ex`.
  public static func ldlFactorEx(
    _ a: Tensor, hermitian: Bool = false, checkErrors: Bool = false
  ) -> (LD: Tensor, pivots: Tensor, info: Tensor) {
    guarded((Tensor.poison, Tensor.poison, Tensor.poison)) {
      let (ld, pivots, info) = try factorLDL(a)
      if checkErrors {
        try checkInfo(info, "torch.linalg.ldl_factor_ex") { "D[\($0),\($0)] is zero" }
      }
      return (ld, pivots, info)
    }
  }

  private static func factorLDL(_ a: Tensor) throws -> (Tensor, Tensor, Tensor) {
    let name = "torch.linalg.ldl_factor_ex"
    try checkMatrix(a, name)
    try checkFloating(a, name, allowsHalf: true)
    try checkSquare(a, name)
    try checkLapackType(a, kernel: "ldl_factor_kernel_cpu")
    let ld = try noGrad { try a.detach().tril().columnMajor() }
    let pivots = try a.fresh(a.batchShape(appending: a.rows), .int32)
    let info = try a.fresh(a.batchShape, .int32)
    backend(for: a.device).ldlFactor(ld, pivots: pivots, info: info)
    try record("LinalgLdlFactorExBackward0", [a], [ld, pivots, info], nil)
    return (ld, pivots, info)
  }

  /// Solves A X = B from `ldlFactor`'s results, `torch.linalg.ldl_solve`. Batches broadcast.
  public static func ldlSolve(
    _ ld: Tensor, _ pivots: Tensor, _ b: Tensor, hermitian: Bool = false
  ) -> Tensor {
    guarded {
      try checkLDLSolve(ld, pivots, b)
      let batch = try broadcastShapes(b.batchShape, ld.batchShape)
      let x = try b.columnMajor(batch: batch)
      let exchange = pivots.to(.int32).expand(Shape(Array(batch) + [ld.rows])).contiguous()
      backend(for: ld.device).ldlSolve(try ld.columnMajor(batch: batch), pivots: exchange, x)
      return try record("LinalgLdlSolveBackward0", [ld, b], x, nil)
    }
  }

  private static func checkLDLSolve(_ ld: Tensor, _ pivots: Tensor, _ b: Tensor) throws {
    let name = "torch.linalg.ldl_solve"
    try checkMatrix(ld, name)
    try checkFloating(ld, name)
    try checkSquare(ld, name)
    try check(
      b.dim >= 2, .runtime,
      "\(name): Expected B to have at least 2 dimensions, but it has \(b.dim) dimensions instead")
    try check(
      pivots.shape == Shape(ld.shape.dropLast()), .runtime,
      "\(name): Expected LD.shape[:-1] and pivots.shape to be the same, but got pivots with shape "
        + "\(pivots.shape) instead")
    try check(
      pivots.dtype.isInteger, .runtime,
      "\(name): Expected pivots to be integers. Got \(pivots.dtype.scalarTypeName)")
    try checkSolverOperands(b, ld, name)
    try checkPivotRange(
      pivots.abs(), rows: ld.rows, "\(name): pivots must be between 1 and LD.size(-2) in magnitude.")
  }
}
