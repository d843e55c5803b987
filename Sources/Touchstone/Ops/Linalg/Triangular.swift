extension Linalg {
  /// Solves A X = B (X A = B when not `left`) with A triangular,
  /// `torch.linalg.solve_triangular`. The other triangle, and with `unitriangular` the diagonal,
  /// is not read. Batches broadcast.
  public static func solveTriangular(
    _ a: Tensor, _ b: Tensor, upper: Bool, left: Bool = true, unitriangular: Bool = false
  ) -> Tensor {
    guarded {
      try checkEquation(a, b, left: left, "linalg.solve_triangular")
      let options = TriangularOptions(left: left, upper: upper, unitriangular: unitriangular)
      return try solveTriangular(a, b, options)
    }
  }

  /// The same with checked operands; `options.transposed` reads A^T.
  static func solveTriangular(_ a: Tensor, _ b: Tensor, _ options: TriangularOptions) throws
    -> Tensor
  {
    try checkLapackType(a, kernel: "triangular_solve_cpu")
    let batch = try broadcastShapes(a.batchShape, b.batchShape)
    let x = try b.to(a.dtype).columnMajor(batch: batch)
    backend(for: a.device).solveTriangular(try a.columnMajor(batch: batch), x, options)
    return try record(
      "LinalgSolveTriangularBackward0", [a, b], x, saving: [a], savingOutput: true
    ) { [shapes = (a.shape, b.shape)] ctx in
      let (a, x) = (ctx.saved[0], ctx.savedOutputs[0])
      var adjoint = options
      adjoint.transposed.toggle()
      let gb = try solveTriangular(a, ctx.grad, adjoint)
      let ga = ctx.needs(0) ? matrixGradient(gb, x, options).sum(toShape: shapes.0) : nil
      return [ga, ctx.needs(1) ? gb.sum(toShape: shapes.1) : nil]
    }
  }

  /// −gB Xᵀ (left) or −Xᵀ gB, turned for a transposed A, restricted to the triangle that was read.
  private static func matrixGradient(
    _ gb: Tensor, _ x: Tensor, _ options: TriangularOptions
  ) -> Tensor {
    let (g, xt) = (gb.matrixTransposed, x.matrixTransposed)
    let product: Tensor
    switch (options.left, options.transposed) {
    case (true, false): product = gb.matmul(xt)
    case (true, true): product = x.matmul(g)
    case (false, false): product = xt.matmul(gb)
    case (false, true): product = g.matmul(x)
    }
    let skipped = options.unitriangular ? 1 : 0
    return -(options.upper ? product.triu(skipped) : product.tril(-skipped))
  }

  /// The checks of equations AX = B and XA = B.
  static func checkEquation(_ a: Tensor, _ b: Tensor, left: Bool, _ name: String) throws {
    try checkSquare(a, name)
    try checkMatrix(b, name, argument: "B")
    try checkEquationShapes(a, b, left: left, name)
  }

  static func checkEquationShapes(_ a: Tensor, _ b: Tensor, left: Bool, _ name: String) throws {
    let fits = left ? a.rows == b.rows : a.rows == b.columns
    try check(
      fits, .runtime,
      "\(name): Incompatible shapes of A and B for the equation \(left ? "AX = B" : "XA = B") "
        + "(\(a.rows)x\(a.columns) and \(b.rows)x\(b.columns))")
  }
}

extension Tensor {
  /// The older form of `Linalg.solveTriangular`, `torch.triangular_solve`: solves A X = self and
  /// also returns the A that was used.
  public func triangularSolve(
    _ a: Tensor, upper: Bool = true, transpose: Bool = false, unitriangular: Bool = false
  ) -> (solution: Tensor, clonedCoefficient: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      for (tensor, name) in [(self, "b"), (a, "A")] {
        try check(
          tensor.dim >= 2, .runtime,
          "torch.triangular_solve: Expected \(name) to have at least 2 dimensions, but it has "
            + "\(tensor.dim) dimensions instead")
      }
      try checkSolverOperands(self, a, "triangular_solve")
      try checkLapackType(a, kernel: "triangular_solve_cpu")
      let batch = try broadcastShapes(batchShape, a.batchShape)
      let options = TriangularOptions(
        upper: upper, transposed: transpose, unitriangular: unitriangular)
      let solution = try Linalg.solveTriangular(a, self, options)
      let coefficient = a.expand(a.matrixShape(batch)).clone()
      return (solution, coefficient)
    }
  }

  /// The shape of this tensor's matrices over another batch.
  func matrixShape(_ batch: Shape) -> Shape { Shape(Array(batch) + [rows, columns]) }
}

/// The checks that PyTorch's older solvers share.
func checkSolverOperands(_ b: Tensor, _ a: Tensor, _ name: String) throws {
  try check(
    a.dtype == b.dtype, .runtime,
    "Expected b and A to have the same dtype, but found b of type \(b.dtype.scalarTypeName) and A "
      + "of type \(a.dtype.scalarTypeName) instead.")
  try checkSquare(a, "")
  try check(
    a.rows == b.rows, .runtime,
    "Incompatible matrix sizes for \(name): each A matrix is \(a.rows) by \(a.columns) but each b "
      + "matrix is \(b.rows) by \(b.columns)")
}
