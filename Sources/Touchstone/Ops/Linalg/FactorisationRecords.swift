/// Maps that remove what a decomposition leaves open, so that two libraries can be compared. The
/// fixture generator has the same maps in `process.py`.
private enum Unique {
  /// (U, S, Vh) → |Uₖ|, S, |Vhₖ|, Uₖ Vhₖ: unique whatever sign each pair of vectors has.
  static func svd(_ leaves: [Tensor]) -> [Tensor] {
    let s = leaves[1]
    let k = s.size(-1)
    let (u, vh) = (leaves[0].narrow(-1, 0, k), leaves[2].narrow(-2, 0, k))
    return [u.abs(), s, vh.abs(), u.matmul(vh)]
  }

  /// (λ, V) → λ, |V|, V diag(λ) Vᵀ.
  static func eigh(_ leaves: [Tensor]) -> [Tensor] {
    let (values, vectors) = (leaves[0], leaves[1])
    let scaled = vectors * values.unsqueeze(-2)
    return [values, vectors.abs(), scaled.matmul(vectors.transpose(-2, -1))]
  }

  /// (Q, R) → the first k columns and rows with the diagonal of R made non-negative.
  static func qr(_ leaves: [Tensor]) -> [Tensor] {
    let k = Swift.min(leaves[1].size(-2), leaves[1].size(-1))
    let r = leaves[1].narrow(-2, 0, k)
    let negative = r.detach().diagonal(0, -2, -1).lt(0)
    let sign = negative.to(r.dtype) * -2 + 1
    var q = leaves[0]
    if q.numel > 0 { q = q.narrow(-1, 0, k) * sign.unsqueeze(-2) }
    return [q, r * sign.unsqueeze(-1)]
  }
}

extension Catalogue {
  static let decompositions: [OperationRecord] = [
    .factorisation("linalg.svd", "A, full_matrices, driver", process: { _, leaves in
      Unique.svd(leaves)
    }) { a in
      try refuseDriver(a, "linalg.svd")
      let (u, s, vh) = Linalg.svd(
        try a.tensor("A"), fullMatrices: try a.bool("full_matrices", default: true))
      return [u, s, vh]
    },
    .factorisation("svd", "input, some, compute_uv", process: { _, leaves in
      Unique.svd([leaves[0], leaves[1], leaves[2].transpose(-2, -1)])
    }) { a in
      let (u, s, v) = try a.tensor("input").svd(
        some: try a.bool("some", default: true), computeUV: try a.bool("compute_uv", default: true))
      return [u, s, v]
    },
    .solver("linalg.svdvals", "A, driver") { a in
      try refuseDriver(a, "linalg.svdvals")
      return Linalg.svdvals(try a.tensor("A"))
    },
    .factorisation("linalg.eigh", "A, UPLO", process: { _, leaves in Unique.eigh(leaves) }) { a in
      let (values, vectors) = Linalg.eigh(
        try a.tensor("A"), uplo: try a.string("UPLO", default: "L"))
      return [values, vectors]
    },
    .solver("linalg.eigvalsh", "A, UPLO") { a in
      Linalg.eigvalsh(try a.tensor("A"), uplo: try a.string("UPLO", default: "L"))
    },
    .factorisation("linalg.qr", "A, mode", process: { _, leaves in Unique.qr(leaves) }) { a in
      let (q, r) = Linalg.qr(try a.tensor("A"), mode: try a.string("mode", default: "reduced"))
      return [q, r]
    },
    .factorisation("linalg.polar", "A") { a in
      let (u, h) = Linalg.polar(try a.tensor("A"))
      return [u, h]
    },
    .factorisation("geqrf", "input") { a in
      let (packed, tau) = try a.tensor("input").geqrf()
      return [packed, tau]
    },
    .solver("linalg.householder_product", "A, tau") { a in
      Linalg.householderProduct(try a.tensor("A"), try a.tensor("tau"))
    },
    .solver("ormqr", "input, tau, other, left, transpose") { a in
      try a.tensor("input").ormqr(
        try a.tensor("tau"), try a.tensor("other"), left: try a.bool("left", default: true),
        transpose: try a.bool("transpose", default: false))
    },
  ]

  static let triangularFactors: [OperationRecord] = [
    .solver("linalg.cholesky", "A, upper") { a in
      Linalg.cholesky(try a.tensor("A"), upper: try a.bool("upper", default: false))
    },
    .factorisation("linalg.cholesky_ex", "A, upper, check_errors") { a in
      let (factor, info) = Linalg.choleskyEx(
        try a.tensor("A"), upper: try a.bool("upper", default: false),
        checkErrors: try a.bool("check_errors", default: false))
      return [factor, info]
    },
    .factorisation("linalg.lu", "A, pivot") { a in
      let (p, l, u) = Linalg.lu(try a.tensor("A"), pivot: try a.bool("pivot", default: true))
      return [p, l, u]
    },
    .factorisation("linalg.lu_factor", "A, pivot") { a in
      let (lu, pivots) = Linalg.luFactor(
        try a.tensor("A"), pivot: try a.bool("pivot", default: true))
      return [lu, pivots]
    },
    .factorisation("linalg.lu_factor_ex", "A, pivot, check_errors") { a in
      let (lu, pivots, info) = Linalg.luFactorEx(
        try a.tensor("A"), pivot: try a.bool("pivot", default: true),
        checkErrors: try a.bool("check_errors", default: false))
      return [lu, pivots, info]
    },
    .factorisation("lu", "A, pivot, get_infos") { a in
      let (lu, pivots, infos) = try a.tensor("A").lu(pivot: try a.bool("pivot", default: true))
      return try a.bool("get_infos", default: false) ? [lu, pivots, infos] : [lu, pivots]
    },
    .factorisation("lu_unpack", "LU_data, LU_pivots, unpack_data, unpack_pivots") { a in
      let (p, l, u) = try a.tensor("LU_data").luUnpack(
        try a.tensor("LU_pivots"), unpackData: try a.bool("unpack_data", default: true),
        unpackPivots: try a.bool("unpack_pivots", default: true))
      return [p, l, u]
    },
    .factorisation("linalg.ldl_factor", "A, hermitian") { a in
      let (ld, pivots) = Linalg.ldlFactor(
        try a.tensor("A"), hermitian: try a.bool("hermitian", default: false))
      return [ld, pivots]
    },
    .factorisation("linalg.ldl_factor_ex", "A, hermitian, check_errors") { a in
      let (ld, pivots, info) = Linalg.ldlFactorEx(
        try a.tensor("A"), hermitian: try a.bool("hermitian", default: false),
        checkErrors: try a.bool("check_errors", default: false))
      return [ld, pivots, info]
    },
  ]

  private static func refuseDriver(_ a: Arguments, _ name: String) throws {
    try check(
      !a.has("driver"), .runtime,
      "torch.\(name): keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER "
        + "backend.")
  }
}
