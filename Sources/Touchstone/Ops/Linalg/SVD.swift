extension Linalg {
  /// A = U diag(S) Vh with singular values in descending order, `torch.linalg.svd`. `fullMatrices`:
  /// U is m × m and Vh n × n, otherwise the first min(m, n) columns and rows.
  /// - Errors: non-finite elements.
  public static func svd(
    _ a: Tensor, fullMatrices: Bool = true
  ) -> (U: Tensor, S: Tensor, Vh: Tensor) {
    guarded((Tensor.poison, Tensor.poison, Tensor.poison)) {
      try checkSVD(a)
      return try decompose(a, fullMatrices ? .full : .reduced)
    }
  }

  /// Singular values in descending order, `torch.linalg.svdvals`.
  public static func svdvals(_ a: Tensor) -> Tensor {
    guarded {
      try checkSVD(a)
      if needsGrad(a) { return try decompose(a, .reduced).1 }
      return try rawSVD(a, .none).1
    }
  }

  private static func checkSVD(_ a: Tensor) throws {
    try checkMatrix(a, "linalg.svd")
    try checkFloating(a, "linalg.svd", allowsHalf: true)
    try checkLapackType(a, kernel: "linalg_svd_cpu")
  }

  private static func decompose(
    _ a: Tensor, _ vectors: SingularVectors
  ) throws -> (Tensor, Tensor, Tensor) {
    let (u, s, vh) = try rawSVD(a, vectors)
    try record("LinalgSvdBackward0", [a], [u, s, vh], savingOutputs: [0, 1, 2]) { ctx in
      let s = ctx.savedOutputs[1]
      let k = s.size(-1)
      let gu = ctx.grads[0]?.narrow(-1, 0, k)
      let gvh = ctx.grads[2]?.narrow(-2, 0, k)
      let (u, vh) = (ctx.savedOutputs[0].narrow(-1, 0, k), ctx.savedOutputs[2].narrow(-2, 0, k))
      return [svdGradient(u, s, vh, gu, ctx.grads[1], gvh)]
    }
    return (u, s, vh)
  }

  private static func rawSVD(
    _ a: Tensor, _ vectors: SingularVectors
  ) throws -> (Tensor, Tensor, Tensor) {
    let (m, n) = (a.rows, a.columns)
    let k = Swift.min(m, n)
    let (p, q) = vectors == .none ? (0, 0) : vectors == .full ? (m, n) : (k, k)
    let u = try Tensor.emptyColumnMajor(a.batchShape(appending: p == 0 ? 0 : m, p), like: a)
    let vh = try Tensor.emptyColumnMajor(a.batchShape(appending: q, q == 0 ? 0 : n), like: a)
    let s = try a.fresh(a.batchShape(appending: k))
    let info = try a.fresh(a.batchShape, .int32)
    backend(for: a.device).svd(
      try a.columnMajor(), u: u, s: s, vh: vh, vectors: vectors, info: info)
    if k == 0 { return (emptySVD(u, m, p), s, emptySVD(vh, q, n)) }
    try checkInfo(info, "linalg.svd") { code in
      code < 0
        ? "The algorithm failed to converge because the input matrix contained non-finite values."
        : "The algorithm failed to converge because the input matrix is ill-conditioned or has too "
          + "many repeated singular values (error code: \(code))."
    }
    return (u, s, vh)
  }

  /// Identity vectors for matrices without elements.
  private static func emptySVD(_ vectors: Tensor, _ rows: Int, _ columns: Int) -> Tensor {
    noGrad {
      let eye = Tensor.eye(rows, columns, dtype: vectors.dtype, device: vectors.device)
      return eye.expand(vectors.batchShape(appending: rows, columns)).clone()
    }
  }

  /// With E[i, j] = sⱼ² − sᵢ² and skew(X) = X − Xᵀ,
  /// gA = U [skew(Uᵀ gU)/E S + S skew(Vᵀ gV)/E + diag(gS)] Vᵀ plus the parts of gU and gV outside the
  /// spaces that U and V span, divided by S.
  private static func svdGradient(
    _ u: Tensor, _ s: Tensor, _ vh: Tensor, _ gu: Tensor?, _ gs: Tensor?, _ gvh: Tensor?
  ) -> Tensor {
    guard gu != nil || gvh != nil else {
      return u.matmul((gs ?? Tensor.zerosLike(s)).unsqueeze(-1) * vh)
    }
    let squares = s * s
    let eye = Tensor.eye(s.size(-1), dtype: s.dtype, device: s.device)
    let e = squares.unsqueeze(-2) - squares.unsqueeze(-1) + eye
    var inner = (gs ?? Tensor.zerosLike(s)).diagEmbed()
    if let gu { inner = inner + skew(u.matrixTransposed.matmul(gu)) / e * s.unsqueeze(-2) }
    if let gvh {
      inner = inner + skew(vh.matmul(gvh.matrixTransposed)) / e * s.unsqueeze(-1)
    }
    var left = u.matmul(inner)
    if let gu, u.rows > u.columns {
      let outside = gu - u.matmul(u.matrixTransposed.matmul(gu))
      left = left + outside / s.unsqueeze(-2)
    }
    var result = left.matmul(vh)
    if let gvh, vh.columns > vh.rows {
      let outside = gvh - gvh.matmul(vh.matrixTransposed).matmul(vh)
      result = result + u.matmul(outside / s.unsqueeze(-1))
    }
    return result
  }

  static func skew(_ x: Tensor) -> Tensor { x - x.matrixTransposed }
}

extension Tensor {
  /// `torch.svd`: returns V, not its transpose; `some` means reduced. Without `computeUV` U and V
  /// are zeros.
  public func svd(
    some: Bool = true, computeUV: Bool = true
  ) -> (U: Tensor, S: Tensor, V: Tensor) {
    guarded((Tensor.poison, Tensor.poison, Tensor.poison)) {
      try check(
        dim >= 2, .runtime,
        "linalg.svd: input should have at least 2 dimensions, but has \(dim) dimensions instead")
      if computeUV {
        let (u, s, vh) = Linalg.svd(self, fullMatrices: !some)
        return (u, s, vh.transpose(-2, -1))
      }
      let u = Tensor.zeros(batchShape(appending: rows, rows), dtype: dtype, device: device)
      let v = Tensor.zeros(batchShape(appending: columns, columns), dtype: dtype, device: device)
      return (u, Linalg.svdvals(self), v)
    }
  }
}
