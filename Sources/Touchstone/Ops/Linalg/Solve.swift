extension Linalg {
  /// Solves A X = B (X A = B when not `left`), `torch.linalg.solve`. B is a vector (or a batch of
  /// vectors) when it is 1-d or has A's shape without the last dimension. Batches broadcast.
  /// - Errors: A singular or not square, sizes or dtypes that do not match.
  public static func solve(_ a: Tensor, _ b: Tensor, left: Bool = true) -> Tensor {
    guarded {
      let (x, info) = try solveWithInfo(a, b, left: left)
      try checkInfo(info, "torch.linalg.solve") { _ in
        "The solver failed because the input matrix is singular."
      }
      return x
    }
  }

  /// `solve` that reports singular matrices in `info` instead, `torch.linalg.solve_ex`.
  public static func solveEx(
    _ a: Tensor, _ b: Tensor, left: Bool = true, checkErrors: Bool = false
  ) -> (result: Tensor, info: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      let (x, info) = try solveWithInfo(a, b, left: left)
      if checkErrors {
        try checkInfo(info, "torch.linalg.solve_ex") { _ in
          "The solver failed because the input matrix is singular."
        }
      }
      return (x, info)
    }
  }

  private static func solveWithInfo(
    _ a: Tensor, _ b: Tensor, left: Bool
  ) throws -> (Tensor, Tensor) {
    try checkFloatingForSolve(a, b)
    let isVector = isVectorCase(a, b)
    let right = isVector ? b.unsqueeze(-1) : b
    try check(
      right.dim >= 2, .runtime, "linalg.solve: The input tensor B must have at least 2 dimensions.")
    try checkEquationShapes(a, right, left: left, "linalg.solve")
    try check(
      left || !isVector, .runtime,
      "linalg.solve: Vector broadcasting of the left hand side is not supported for left=False. In "
        + "this case linalg.solve is equivalent to B / A.squeeze(-1)")
    try checkLapackType(a, kernel: "lu_cpu")
    let batch = try broadcastShapes(a.batchShape, right.batchShape)
    let (x, info) = try noGrad { try solution(a, right, batch, left: left) }
    try record(
      "LinalgSolveExBackward0", [a, right], [x, info], saving: [a], savingOutputs: [0]
    ) { [shapes = (a.shape, right.shape)] ctx in
      let (a, x) = (ctx.saved[0], ctx.savedOutputs[0])
      let gb = solve(a.matrixTransposed, ctx.grad, asMatrices: true, left: left)
      let (g, xt) = (gb, x.matrixTransposed)
      let ga = ctx.needs(0) ? -(left ? g.matmul(xt) : xt.matmul(g)).sum(toShape: shapes.0) : nil
      return [ga, ctx.needs(1) ? gb.sum(toShape: shapes.1) : nil]
    }
    return (isVector ? x.squeeze(-1) : x, info)
  }

  /// `solve` with B known to hold matrices, whatever its shape.
  private static func solve(
    _ a: Tensor, _ b: Tensor, asMatrices: Bool, left: Bool
  ) -> Tensor {
    guard isVectorCase(a, b) else { return solve(a, b, left: left) }
    return solve(a.unsqueeze(0), b.unsqueeze(0), left: left).squeeze(0)
  }

  private static func checkFloatingForSolve(_ a: Tensor, _ b: Tensor) throws {
    try check(
      a.dtype.isFloatingPoint, .notImplemented,
      "linalg.solve: Expected a floating point or complex tensor as input. Got "
        + a.dtype.scalarTypeName)
    try check(
      a.dtype == b.dtype, .runtime,
      "linalg.solve: Expected A and B to have the same dtype, but found A of type "
        + "\(a.dtype.scalarTypeName) and B of type \(b.dtype.scalarTypeName) instead")
    try checkSquare(a, "linalg.solve")
  }

  static func isVectorCase(_ a: Tensor, _ b: Tensor) -> Bool {
    b.dim == 1 || (a.dim - 1 == b.dim && b.shape == Shape(a.shape.dropLast()))
  }

  /// Factors each matrix of A once, then solves for the broadcast right-hand sides.
  private static func solution(
    _ a: Tensor, _ b: Tensor, _ batch: Shape, left: Bool
  ) throws -> (Tensor, Tensor) {
    let (lu, pivots, info) = try rawFactor(a)
    let x = try (left ? b : b.transposedAlias).columnMajor(batch: batch)
    let exchange = pivots.expand(Shape(Array(batch) + [a.rows])).contiguous()
    let factors = batch == a.batchShape ? lu : try lu.columnMajor(batch: batch)
    backend(for: a.device).luSolve(factors, pivots: exchange, x, transposed: !left)
    return (left ? x : x.transposedAlias, info)
  }
}
