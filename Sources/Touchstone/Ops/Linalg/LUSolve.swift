extension Linalg {
  /// Solves A X = B (X A = B when not `left`; Aᵀ when `adjoint`) from `luFactor`'s results,
  /// `torch.linalg.lu_solve`. Batches broadcast.
  public static func luSolve(
    _ lu: Tensor, _ pivots: Tensor, _ b: Tensor, left: Bool = true, adjoint: Bool = false
  ) -> Tensor {
    guarded {
      try checkLUSolve(lu, pivots, b, left: left)
      let batch = try broadcastShapes(lu.batchShape, b.batchShape)
      let x = try solution(lu, pivots, b, batch, left: left, adjoint: adjoint)
      return try record(
        "LinalgLuSolveBackward0", [lu, b], x, saving: [lu, pivots], savingOutput: true
      ) { [shapes = (lu.shape, b.shape)] ctx in
        let (lu, pivots, x) = (ctx.saved[0], ctx.saved[1], ctx.savedOutputs[0])
        let gb = luSolve(lu, pivots, ctx.grad, left: left, adjoint: !adjoint)
        let glu =
          ctx.needs(0)
          ? factorGradient(lu, pivots, gb, x, left: left, adjoint: adjoint).sum(toShape: shapes.0)
          : nil
        return [glu, ctx.needs(1) ? gb.sum(toShape: shapes.1) : nil]
      }
    }
  }

  private static func checkLUSolve(
    _ lu: Tensor, _ pivots: Tensor, _ b: Tensor, left: Bool
  ) throws {
    try checkFloating(lu, "torch.linalg.lu_solve")
    try check(
      lu.dtype == b.dtype, .runtime,
      "linalg.lu_solve: Expected LU and B to have the same dtype, but found LU of type "
        + "\(lu.dtype.scalarTypeName) and B of type \(b.dtype.scalarTypeName) instead")
    try check(
      pivots.dtype == .int32, .runtime,
      "linalg.lu_solve: pivots should be a Tensor of scalar type torch.int32")
    try checkSquare(lu, "torch.linalg.lu_solve")
    try checkMatrix(b, "linalg.lu_solve", argument: "B")
    try checkEquationShapes(lu, b, left: left, "linalg.lu_solve")
    try check(
      pivots.shape == Shape(lu.shape.dropLast()), .runtime,
      "linalg.lu_solve: Expected LU.shape[:-1] and pivots.shape to be the same, but got pivots with "
        + "shape \(pivots.shape) instead")
    try checkPivotRange(
      pivots, rows: lu.rows,
      "Pivots given to lu_solve must all be smaller or equal to LU.size(-2). "
        + "Did you properly pass the result of lu_factor?")
  }

  /// X A = B is Aᵀ Xᵀ = Bᵀ.
  private static func solution(
    _ lu: Tensor, _ pivots: Tensor, _ b: Tensor, _ batch: Shape, left: Bool, adjoint: Bool
  ) throws -> Tensor {
    let (lu, pivots, b) = (lu.detach(), pivots, b.detach())
    let x = try (left ? b : b.matrixTransposed).columnMajor(batch: batch)
    let exchange = pivots.expand(Shape(Array(batch) + [lu.rows])).contiguous()
    backend(for: lu.device).luSolve(
      try lu.columnMajor(batch: batch), pivots: exchange, x, transposed: left == adjoint)
    return left ? x : x.transposedAlias
  }

  /// Gradient of the packed factors. With A = P L U the gradient of A is G = −gB Xᵀ (for A X = B);
  /// gL = tril(Pᵀ G Uᵀ, −1) and gU = triu(Lᵀ Pᵀ G).
  private static func factorGradient(
    _ lu: Tensor, _ pivots: Tensor, _ gb: Tensor, _ x: Tensor, left: Bool, adjoint: Bool
  ) -> Tensor {
    let (p, l, u) = lu.luUnpack(pivots)
    let (g, xt) = (gb.matrixTransposed, x.matrixTransposed)
    let product: Tensor
    switch (left, adjoint) {
    case (true, false): product = gb.matmul(xt)
    case (true, true): product = x.matmul(g)
    case (false, false): product = xt.matmul(gb)
    case (false, true): product = g.matmul(x)
    }
    let permuted = p.matrixTransposed.matmul(product)
    let gl = permuted.matmul(u.matrixTransposed).tril(-1)
    return -(gl + l.matrixTransposed.matmul(permuted).triu())
  }
}

extension Tensor {
  /// Older argument order of `Linalg.luSolve`, `torch.lu_solve`: solves A X = self.
  public func luSolve(_ lu: Tensor, _ pivots: Tensor) -> Tensor {
    Linalg.luSolve(lu, pivots, self)
  }

  /// Each matrix transposed, without history or view bookkeeping.
  var transposedAlias: Tensor {
    var (shape, strides) = (shape, strides)
    shape.swapAt(dim - 2, dim - 1)
    strides.swapAt(dim - 2, dim - 1)
    return shapedView(shape, strides)
  }
}
