/// Results of `Linalg.lstsq`, in PyTorch's order; what a driver does not know is empty.
public struct LeastSquares {
  public let solution: Tensor
  /// Sums of squared residuals per right-hand side, for m > n and full rank.
  public let residuals: Tensor
  public let rank: Tensor
  public let singularValues: Tensor
}

extension Linalg {
  /// The X that minimises ‖A X − B‖ (of least norm where there are many), `torch.linalg.lstsq`.
  ///
  /// A [..., m, n], B [..., m, k] or a batch of vectors [..., m]; batches broadcast. `rcond` is the
  /// ratio to the largest singular value below which others count as zero; by default
  /// max(m, n)·eps. `driver`: gels (A of full rank), gelsy (default), gelsd, gelss.
  public static func lstsq(
    _ a: Tensor, _ b: Tensor, rcond: Double? = nil, driver: String? = nil
  ) -> LeastSquares {
    let poison = Tensor.poison
    let none = LeastSquares(
      solution: poison, residuals: poison, rank: poison, singularValues: poison)
    return guarded(none) {
      let driver = try checkLstsq(a, b, driver)
      let isVector = a.dim - 1 == b.dim && b.shape == Shape(a.shape.dropLast())
      let right = isVector ? b.unsqueeze(-1) : b
      let batch = try broadcastShapes(a.batchShape, right.batchShape)
      var problem = LeastSquaresProblem(batch: batch, m: a.rows, n: a.columns, k: right.columns)
      problem.rcond = rcond ?? a.epsilon * Double(Swift.max(a.rows, a.columns))
      let result = try problem.solve(a, right, driver)
      try record(
        "LinalgLstsqBackward0", [a, right], [result.solution, result.residuals],
        saving: [a, right], savingOutputs: [0]
      ) { ctx in
        let (a, b, x) = (ctx.saved[0], ctx.saved[1], ctx.savedOutputs[0])
        return gradients(a, b, x, ctx.grads[0], ctx.grads[1])
      }
      return LeastSquares(
        solution: isVector ? result.solution.squeeze(-1) : result.solution,
        residuals: result.residuals, rank: result.rank, singularValues: result.singularValues)
    }
  }

  private static func checkLstsq(
    _ a: Tensor, _ b: Tensor, _ driver: String?
  ) throws -> LeastSquaresDriver {
    let name = "torch.linalg.lstsq"
    try check(a.dim >= 2, .runtime, "\(name): input must have at least 2 dimensions.")
    try check(b.dim >= 1, .runtime, "\(name): other must have at least 1 dimension.")
    try check(
      a.dtype == b.dtype, .runtime,
      "\(name): Expected input and other to have the same dtype, but got input's dtype "
        + "\(a.dtype.scalarTypeName) and other's dtype \(b.dtype.scalarTypeName)")
    try check(
      a.dim >= b.dim && a.dim - b.dim <= 1, .runtime,
      "\(name): input.dim() must be greater or equal to other.dim() and (input.dim() - other.dim()) "
        + "<= 1")
    let isVector = a.dim - 1 == b.dim && b.shape == Shape(a.shape.dropLast())
    let last = isVector ? -1 : -2
    try check(
      isVector || b.dim >= 2 && a.rows == b.rows, .runtime,
      "\(name): input.size(-2) should match other.size(\(last))")
    try check(
      a.dtype == .float32 || a.dtype == .float64, .runtime,
      "This function doesn't handle types other than float and double")
    guard let chosen = LeastSquaresDriver(rawValue: driver ?? "gelsy") else {
      throw TensorError(
        .runtime, "\(name): parameter `driver` should be one of (gels, gelsy, gelsd, gelss)")
    }
    return chosen
  }

  /// X = A⁺ B: gB = A⁺ᵀ gX, and gA is the pseudo-inverse's for the cotangent gX Bᵀ. Residuals
  /// r = A X − B add 2 r gL to −gB and 2 r gL Xᵀ to gA.
  private static func gradients(
    _ a: Tensor, _ b: Tensor, _ x: Tensor, _ gx: Tensor?, _ gl: Tensor?
  ) -> [Tensor?] {
    var (ga, gb): (Tensor?, Tensor?) = (nil, nil)
    if let gx {
      let inverse = pinv(a)
      gb = inverse.matrixTransposed.matmul(gx).sum(toShape: b.shape)
      let cotangent = gx.matmul(b.matrixTransposed)
      ga = pinvGradient(cotangent, inverse, a).sum(toShape: a.shape)
    }
    if let gl, gl.numel > 0 {
      let scaled = (a.matmul(x) - b) * gl.unsqueeze(-2) * 2
      let throughA = scaled.matmul(x.matrixTransposed).sum(toShape: a.shape)
      let throughB = -scaled.sum(toShape: b.shape)
      ga = ga.map { $0 + throughA } ?? throughA
      gb = gb.map { $0 + throughB } ?? throughB
    }
    return [ga, gb]
  }
}

/// The sizes of a least-squares call and its raw solution.
private struct LeastSquaresProblem {
  let batch: Shape
  let m, n, k: Int
  var rcond = 0.0

  init(batch: Shape, m: Int, n: Int, k: Int) {
    (self.batch, self.m, self.n, self.k) = (batch, m, n, k)
  }

  func solve(_ a: Tensor, _ b: Tensor, _ driver: LeastSquaresDriver) throws -> LeastSquares {
    let space = try Tensor.emptyColumnMajor(shaped(Swift.max(m, n), k), like: a)
    let rank = Tensor.zeros(batch, dtype: .int32, device: a.device)
    let values = Tensor.zeros(shaped(Swift.min(m, n)), dtype: a.dtype, device: a.device)
    let info = try a.fresh(batch, .int32)
    noGrad {
      space.zero_()
      space.narrow(-2, 0, m).copy_(b.detach().expand(shaped(m, k)))
    }
    backend(for: a.device).leastSquares(
      try a.columnMajor(batch: batch), space, rank: rank, singularValues: values, rcond: rcond,
      driver: driver, info: info)
    try checkInfo(info, "torch.linalg.lstsq") {
      "The least squares solution could not be computed because the input matrix does not have "
        + "full rank (error code: \($0))."
    }
    return try results(a, b, space, rank, values, driver)
  }

  private func results(
    _ a: Tensor, _ b: Tensor, _ space: Tensor, _ rank: Tensor, _ values: Tensor,
    _ driver: LeastSquaresDriver
  ) throws -> LeastSquares {
    let solution = noGrad { space.narrow(-2, 0, n).detachedAlias }
    let knowsValues = driver == .gelsd || driver == .gelss
    let fullRank = driver == .gels || !rank.ne(n).any().item().boolValue
    let hasResiduals = driver != .gelsy && m > n && fullRank
    let residuals = try noGrad {
      let rest = space.narrow(-2, n, Swift.max(m - n, 0))
      return hasResiduals ? (rest * rest).sum([-2]) : try a.fresh([0])
    }
    return LeastSquares(
      solution: solution, residuals: residuals,
      rank: driver == .gels ? try a.fresh([0], .int64) : rank.to(.int64),
      singularValues: knowsValues ? values : try a.fresh([0]))
  }

  private func shaped(_ sizes: Int...) -> Shape { Shape(Array(batch) + sizes) }
}

extension Tensor {
  /// The same elements with neither history nor view bookkeeping.
  var detachedAlias: Tensor { shapedView(shape, strides) }
}
