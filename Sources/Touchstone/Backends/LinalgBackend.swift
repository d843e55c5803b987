/// Factorisations and solvers of a device, over batches of float32 or float64 matrices.
///
/// Operands named here are in LAPACK's layout (`Tensor.columnMajor`): each matrix by columns, the
/// matrices of a batch one after the other. Results overwrite operands; `info` (int32, one number
/// per matrix) is LAPACK's.
protocol LinalgBackend: Sendable {
  /// A = P L U in place; `pivots` count from 1.
  func luFactor(_ a: Tensor, pivots: Tensor, info: Tensor)
  /// Solves A X = B, or A^T X = B, in place of `b`.
  func luSolve(_ lu: Tensor, pivots: Tensor, _ b: Tensor, transposed: Bool)
  /// The row permutation (int64) that the exchanges in `pivots` amount to.
  func permutation(from pivots: Tensor, into permutation: Tensor)

  /// Cholesky factor in place of one triangle.
  func cholesky(_ a: Tensor, upper: Bool, info: Tensor)
  /// Triangle of inv(A) in place of that of A's Cholesky factor.
  func choleskyInverse(_ factor: Tensor, upper: Bool, info: Tensor)
  /// Solves A X = B in place of `b` from a Cholesky factor.
  func choleskySolve(_ factor: Tensor, _ b: Tensor, upper: Bool)
  /// A = L D L^T in place (Bunch-Kaufman, lower triangle).
  func ldlFactor(_ a: Tensor, pivots: Tensor, info: Tensor)
  /// Solves A X = B in place of `b` from `ldlFactor`'s results.
  func ldlSolve(_ factor: Tensor, pivots: Tensor, _ b: Tensor)
  /// Eigenvalues of a symmetric matrix; its eigenvectors in place of `a` when wanted.
  func eigh(_ a: Tensor, values: Tensor, upper: Bool, vectors: Bool, info: Tensor)

  /// Householder QR in place.
  func qrFactor(_ a: Tensor, tau: Tensor)
  /// The product of Householder reflections in place of their vectors.
  func householderProduct(_ a: Tensor, tau: Tensor)
  /// `c` := op(Q) c or c op(Q), Q given by its reflections.
  func householderMultiply(_ a: Tensor, tau: Tensor, _ c: Tensor, left: Bool, transposed: Bool)
  /// Singular values and, when wanted, vectors; destroys `a`.
  func svd(
    _ a: Tensor, u: Tensor, s: Tensor, vh: Tensor, vectors: SingularVectors, info: Tensor)

  /// Solves A X = B or X A = B in place of `b`, A (or its transpose) triangular.
  func solveTriangular(_ a: Tensor, _ b: Tensor, _ options: TriangularOptions)
  /// Least squares; destroys `a`; `b` has max(m, n) rows and receives X in the first n.
  func leastSquares(
    _ a: Tensor, _ b: Tensor, rank: Tensor, singularValues: Tensor, rcond: Double,
    driver: LeastSquaresDriver, info: Tensor)
}

/// Which singular vectors to compute.
enum SingularVectors: Int32, Sendable { case none, reduced, full }

/// How a triangular system is to be read.
struct TriangularOptions: Sendable {
  var left = true
  var upper: Bool
  var transposed = false
  var unitriangular = false
}

/// LAPACK's least-squares routines, by PyTorch's names.
public enum LeastSquaresDriver: String, Sendable { case gels, gelsy, gelsd, gelss }
