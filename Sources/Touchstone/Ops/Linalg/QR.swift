extension Linalg {
  /// Which parts of a QR decomposition to compute.
  public enum QRMode: String, Sendable { case reduced, complete, r }

  /// A = Q R with orthonormal columns of Q and upper triangular R, `torch.linalg.qr`. `reduced`: Q is
  /// m × min(m, n); `complete`: m × m; `r`: Q is empty.
  public static func qr(_ a: Tensor, mode: String = "reduced") -> (Q: Tensor, R: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      try checkMatrix(a, "linalg.qr")
      try checkFloating(a, "linalg.qr", allowsHalf: true)
      guard let mode = QRMode(rawValue: mode) else {
        throw TensorError(
          .runtime,
          "qr received unrecognized mode '\(mode)' but expected one of 'reduced' (default), 'r', or "
            + "'complete'")
      }
      try checkLapackType(a, kernel: "geqrf_cpu")
      return try decompose(a, mode)
    }
  }

  private static func decompose(_ a: Tensor, _ mode: QRMode) throws -> (Tensor, Tensor) {
    let (packed, tau) = try rawQR(a)
    let k = Swift.min(a.rows, a.columns)
    let width = mode == .complete ? a.rows : k
    let r = noGrad { packed.narrow(-2, 0, k).triu().padded(rows: width) }
    let q = mode == .r ? try a.fresh([0]) : try orthogonal(packed, tau, columns: width)
    try record(
      "LinalgQrBackward0", [a], [q, r], savingOutputs: [0, 1], differentiable: [mode != .r, true]
    ) { ctx in
      try check(
        mode != .r, .runtime,
        "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use "
          + "linalg.qr(A, mode='reduced') if you are going to require its gradients")
      let (q, r) = (ctx.savedOutputs[0], ctx.savedOutputs[1])
      try check(
        mode == .reduced || q.rows <= r.columns, .runtime,
        "The QR decomposition is not differentiable when mode='complete' and nrows > ncols")
      return [qrGradient(q, r, ctx.gradOrZeros(0), ctx.gradOrZeros(1))]
    }
    return (q, r)
  }

  /// Householder vectors under R, and tau.
  static func rawQR(_ a: Tensor) throws -> (packed: Tensor, tau: Tensor) {
    let packed = try a.columnMajor()
    let tau = try a.fresh(a.batchShape(appending: Swift.min(a.rows, a.columns)))
    backend(for: a.device).qrFactor(packed, tau: tau)
    return (packed, tau)
  }

  /// The first `columns` columns of the product of reflections.
  private static func orthogonal(
    _ packed: Tensor, _ tau: Tensor, columns: Int
  ) throws -> Tensor {
    let q = try Tensor.emptyColumnMajor(
      packed.batchShape(appending: packed.rows, columns), like: packed)
    let common = Swift.min(columns, packed.columns)
    noGrad {
      q.zero_()
      q.narrow(-1, 0, common).copy_(packed.narrow(-1, 0, common))
      if tau.size(-1) == 0 { q.matrixDiagonal.fill_(1) }
    }
    if tau.size(-1) > 0 { backend(for: packed.device).householderProduct(q, tau: tau) }
    return q
  }

  /// Square or tall A: gA = [gQ + Q sym(triu(gR Rᵀ − Qᵀ gQ))] R⁻ᵀ, where sym mirrors the upper
  /// triangle. Wide A = [A₁ A₂] with R₂ = Qᵀ A₂: gA₂ = Q gR₂, and A₁ is the square case with
  /// gQ + A₂ gR₂ᵀ in place of gQ.
  private static func qrGradient(
    _ q: Tensor, _ r: Tensor, _ gq: Tensor, _ gr: Tensor
  ) -> Tensor {
    let (k, extra) = (r.rows, r.columns - r.rows)
    guard extra > 0 else { return tallGradient(q, r, gq, gr) }
    let (r2, gr2) = (r.narrow(-1, k, extra), gr.narrow(-1, k, extra))
    let (r1, gr1) = (r.narrow(-1, 0, k), gr.narrow(-1, 0, k))
    let through = gq + q.matmul(r2.matmul(gr2.matrixTransposed))
    return Tensor.cat([tallGradient(q, r1, through, gr1), q.matmul(gr2)], dim: -1)
  }

  private static func tallGradient(
    _ q: Tensor, _ r: Tensor, _ gq: Tensor, _ gr: Tensor
  ) -> Tensor {
    let m = gr.matmul(r.matrixTransposed) - q.matrixTransposed.matmul(gq)
    let inner = gq + q.matmul(m.symmetric(upper: true))
    return solveTriangular(r.matrixTransposed, inner, upper: false, left: false)
  }
}

extension Tensor {
  /// Each matrix with rows of zeros below, up to `rows`.
  fileprivate func padded(rows: Int) -> Tensor {
    if rows == self.rows { return self }
    let zeros = Tensor.zeros(
      batchShape(appending: rows - self.rows, columns), dtype: dtype, device: device)
    return Tensor.cat([self, zeros], dim: -2)
  }

  /// `torch.qr`, the older form: `some` false means complete.
  public func qr(some: Bool = true) -> (Q: Tensor, R: Tensor) {
    Linalg.qr(self, mode: some ? "reduced" : "complete")
  }
}
