extension Linalg {
  /// Eigenvalues in ascending order and orthonormal eigenvectors of symmetric matrices,
  /// `torch.linalg.eigh`; `uplo` ("L" or "U") names the triangle that is read.
  public static func eigh(
    _ a: Tensor, uplo: String = "L"
  ) -> (eigenvalues: Tensor, eigenvectors: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      let upper = try checkEigh(a, uplo)
      let (values, vectors) = try rawEigh(a, upper: upper, vectors: true)
      try record("LinalgEighBackward0", [a], [values, vectors], savingOutputs: [0, 1]) { ctx in
        [eighGradient(ctx.savedOutputs[0], ctx.savedOutputs[1], ctx.grads[0], ctx.grads[1])]
      }
      return (values, vectors)
    }
  }

  /// Eigenvalues alone, `torch.linalg.eigvalsh`.
  public static func eigvalsh(_ a: Tensor, uplo: String = "L") -> Tensor {
    guarded {
      let upper = try checkEigh(a, uplo)
      if needsGrad(a) { return eigh(a, uplo: uplo).eigenvalues }
      return try rawEigh(a, upper: upper, vectors: false).0
    }
  }

  private static func checkEigh(_ a: Tensor, _ uplo: String) throws -> Bool {
    try checkSquare(a, "linalg.eigh")
    try check(
      ["L", "U"].contains(uplo.uppercased()), .runtime,
      "Expected UPLO argument to be 'L' or 'U', but got \(uplo)")
    try checkLapackType(a, kernel: "linalg_eigh_cpu")
    return uplo.uppercased() == "U"
  }

  private static func rawEigh(
    _ a: Tensor, upper: Bool, vectors: Bool
  ) throws -> (Tensor, Tensor) {
    let work = try a.columnMajor()
    let values = try a.fresh(Shape(a.shape.dropLast()))
    let info = try a.fresh(a.batchShape, .int32)
    backend(for: a.device).eigh(work, values: values, upper: upper, vectors: vectors, info: info)
    try checkInfo(info, "linalg.eigh") {
      "The algorithm failed to converge because the input matrix is ill-conditioned or has too many "
        + "repeated eigenvalues (error code: \($0))."
    }
    return (values, work)
  }

  /// gA = V [½ skew(Vᵀ gV)/E + diag(gλ)] Vᵀ with E[i, j] = λⱼ − λᵢ.
  private static func eighGradient(
    _ values: Tensor, _ v: Tensor, _ gl: Tensor?, _ gv: Tensor?
  ) -> Tensor {
    let gl = gl ?? Tensor.zerosLike(values)
    guard let gv else { return (v * gl.unsqueeze(-2)).matmul(v.matrixTransposed) }
    let eye = Tensor.eye(v.rows, dtype: v.dtype, device: v.device)
    let e = values.unsqueeze(-2) - values.unsqueeze(-1) + eye
    let inner = skew(v.matrixTransposed.matmul(gv)) * 0.5 / e + gl.diagEmbed()
    return v.matmul(inner.matmul(v.matrixTransposed))
  }

  /// Principal square root of symmetric positive-definite matrices, `torch.linalg.matrix_sqrth`;
  /// only the lower triangle is read.
  public static func matrixSqrth(_ a: Tensor) -> Tensor {
    guarded {
      try checkMatrix(a, "linalg.matrix_sqrth")
      try checkFloating(a, "linalg.matrix_sqrth")
      try checkSquare(a, "linalg.matrix_sqrth")
      let root = noGrad {
        let (values, v) = eigh(a)
        return (v * values.sqrt().unsqueeze(-2)).matmul(v.matrixTransposed)
      }
      try throwPendingError()
      return try record("LinalgMatrixSqrthBackward0", [a], root, saving: [a]) { ctx in
        let (values, v) = eigh(ctx.saved[0])
        let symmetric = (ctx.grad + ctx.grad.matrixTransposed) * 0.5
        return [lyapunov(v, values.sqrt(), symmetric)]
      }
    }
  }

  /// The Y with Y H + H Y = G for symmetric G and H = V diag(h) Vᵀ.
  static func lyapunov(_ v: Tensor, _ h: Tensor, _ g: Tensor) -> Tensor {
    let vt = v.matrixTransposed
    let inner = vt.matmul(g.matmul(v)) / (h.unsqueeze(-2) + h.unsqueeze(-1))
    return v.matmul(inner.matmul(vt))
  }

  /// A = U H with orthonormal columns of U (m ≥ n) and symmetric positive-semidefinite H,
  /// `torch.linalg.polar`.
  public static func polar(_ a: Tensor) -> (U: Tensor, H: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      try checkMatrix(a, "linalg.polar")
      try checkFloating(a, "linalg.polar", allowsHalf: true)
      try check(
        a.rows >= a.columns, .runtime,
        "linalg.polar: input must have at least as many rows as columns, but got \(a.rows) by "
          + "\(a.columns) matrices")
      let (u, h) = noGrad {
        let (p, s, vh) = svd(a, fullMatrices: false)
        return (p.matmul(vh), (vh.matrixTransposed * s.unsqueeze(-2)).matmul(vh))
      }
      try throwPendingError()
      try record("LinalgPolarBackward0", [a], [u, h], saving: [a]) { ctx in
        [polarGradient(ctx.saved[0], ctx.grads[0], ctx.grads[1])]
      }
      return (u, h)
    }
  }

  /// Through U: P [skew(Pᵀ gU V) / (sᵢ + sⱼ)] Vᵀ + (I − P Pᵀ) gU V S⁻¹ Vᵀ; through H: 2 A Y with
  /// Y H + H Y = sym(gH).
  private static func polarGradient(_ a: Tensor, _ gu: Tensor?, _ gh: Tensor?) -> Tensor {
    let (p, s, vh) = svd(a, fullMatrices: false)
    let v = vh.matrixTransposed
    var result = Tensor.zerosLike(a)
    if let gu {
      let turned = gu.matmul(v)
      let inside = p.matrixTransposed.matmul(turned)
      let sums = s.unsqueeze(-2) + s.unsqueeze(-1)
      let outside = (turned - p.matmul(inside)) / s.unsqueeze(-2)
      result = result + (p.matmul(skew(inside) / sums) + outside).matmul(vh)
    }
    if let gh {
      let symmetric = gh + gh.matrixTransposed
      result = result + a.matmul(lyapunov(v, s, symmetric))
    }
    return result
  }
}
