import CKernels

extension CPUBackend {
  func luFactor(_ a: Tensor, pivots: Tensor, info: Tensor) {
    withViews(a, pivots, info) { ts_lu_factor($0, $1, $2) }
  }

  func luSolve(_ lu: Tensor, pivots: Tensor, _ b: Tensor, transposed: Bool) {
    withViews(lu, pivots, b) { ts_lu_solve($0, $1, $2, transposed) }
  }

  func permutation(from pivots: Tensor, into permutation: Tensor) {
    withViews(pivots, permutation) { ts_pivots_to_permutation($0, $1) }
  }

  func cholesky(_ a: Tensor, upper: Bool, info: Tensor) {
    withViews(a, info) { ts_cholesky($0, upper, $1) }
  }

  func choleskyInverse(_ factor: Tensor, upper: Bool, info: Tensor) {
    withViews(factor, info) { ts_cholesky_inverse($0, upper, $1) }
  }

  func choleskySolve(_ factor: Tensor, _ b: Tensor, upper: Bool) {
    withViews(factor, b) { ts_cholesky_solve($0, $1, upper) }
  }

  func ldlFactor(_ a: Tensor, pivots: Tensor, info: Tensor) {
    withViews(a, pivots, info) { ts_ldl_factor($0, $1, $2) }
  }

  func ldlSolve(_ factor: Tensor, pivots: Tensor, _ b: Tensor) {
    withViews(factor, pivots, b) { ts_ldl_solve($0, $1, $2) }
  }

  func eigh(_ a: Tensor, values: Tensor, upper: Bool, vectors: Bool, info: Tensor) {
    withViews(a, values, info) { ts_eigh($0, $1, upper, vectors, $2) }
  }

  func qrFactor(_ a: Tensor, tau: Tensor) {
    withViews(a, tau) { ts_qr_factor($0, $1) }
  }

  func householderProduct(_ a: Tensor, tau: Tensor) {
    withViews(a, tau) { ts_householder_product($0, $1) }
  }

  func householderMultiply(
    _ a: Tensor, tau: Tensor, _ c: Tensor, left: Bool, transposed: Bool
  ) {
    withViews(a, tau, c) { ts_householder_multiply($0, $1, $2, left, transposed) }
  }

  func svd(
    _ a: Tensor, u: Tensor, s: Tensor, vh: Tensor, vectors: SingularVectors, info: Tensor
  ) {
    withViews(a, u, s) { a, u, s in
      withViews(vh, info) { ts_svd(a, u, s, $0, vectors.rawValue, $1) }
    }
  }

  func solveTriangular(_ a: Tensor, _ b: Tensor, _ options: TriangularOptions) {
    withViews(a, b) {
      ts_solve_triangular(
        $0, $1, options.left, options.upper, options.transposed, options.unitriangular)
    }
  }

  func leastSquares(
    _ a: Tensor, _ b: Tensor, rank: Tensor, singularValues: Tensor, rcond: Double,
    driver: LeastSquaresDriver, info: Tensor
  ) {
    withViews(a, b, rank) { a, b, rank in
      withViews(singularValues, info) { ts_lstsq(a, b, rank, $0, rcond, driver.code, $1) }
    }
  }
}

extension LeastSquaresDriver {
  fileprivate var code: Int32 {
    switch self {
    case .gels: Int32(TS_GELS.rawValue)
    case .gelsy: Int32(TS_GELSY.rawValue)
    case .gelsd: Int32(TS_GELSD.rawValue)
    case .gelss: Int32(TS_GELSS.rawValue)
    }
  }
}
