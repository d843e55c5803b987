import Testing

@testable import Touchstone

/// First and second derivatives against central differences in float64.
struct LinalgGradientTests {
  /// A function of one tensor and a point.
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let rows, columns: Int
    var isSymmetric = false
    let function: @Sendable (Tensor) -> Tensor
    var testDescription: String { name }
  }

  static let examples: [Example] = [
    Example(name: "inv", rows: 3, columns: 3) { Linalg.inv($0) },
    Example(name: "det", rows: 3, columns: 3) { Linalg.det($0) },
    Example(name: "slogdet", rows: 3, columns: 3) { Linalg.slogdet($0).logabsdet },
    Example(name: "solve", rows: 3, columns: 3) { Linalg.solve($0, $0.narrow(1, 0, 2).sin()) },
    Example(name: "solve on the right", rows: 3, columns: 3) {
      Linalg.solve($0, $0.narrow(0, 0, 2).sin(), left: false)
    },
    Example(name: "solve_triangular", rows: 3, columns: 3) {
      Linalg.solveTriangular($0, $0.cos(), upper: true)
    },
    Example(name: "cholesky", rows: 3, columns: 3, isSymmetric: true) { Linalg.cholesky($0) },
    Example(name: "cholesky_inverse", rows: 3, columns: 3) { $0.tril().choleskyInverse() },
    Example(name: "cholesky_solve", rows: 3, columns: 3) { $0.sin().choleskySolve($0.tril()) },
    Example(name: "lu", rows: 3, columns: 3) { Linalg.luFactor($0).LU },
    Example(name: "lu, tall", rows: 4, columns: 2) { Linalg.luFactor($0).LU },
    Example(name: "lu, wide", rows: 2, columns: 4) { Linalg.luFactor($0).LU },
    Example(name: "lu_solve", rows: 3, columns: 3) {
      let (lu, pivots) = Linalg.luFactor($0)
      return Linalg.luSolve(lu, pivots, $0.sin(), adjoint: true)
    },
    Example(name: "qr", rows: 4, columns: 3) {
      let (q, r) = Linalg.qr($0)
      return Tensor.cat([q, r], dim: 0)
    },
    Example(name: "qr, wide", rows: 2, columns: 4) {
      let (q, r) = Linalg.qr($0)
      return Tensor.cat([q, r], dim: 1)
    },
    Example(name: "svd", rows: 4, columns: 3) {
      let (u, s, vh) = Linalg.svd($0, fullMatrices: false)
      return (u * s.sin().unsqueeze(-2)).matmul(vh)
    },
    Example(name: "svdvals", rows: 3, columns: 4) { Linalg.svdvals($0) },
    Example(name: "eigh", rows: 3, columns: 3, isSymmetric: true) {
      let (values, vectors) = Linalg.eigh($0)
      return (vectors * values.sin().unsqueeze(-2)).matmul(vectors.mT)
    },
    Example(name: "pinv", rows: 4, columns: 3) { Linalg.pinv($0) },
    Example(name: "pinv, wide", rows: 2, columns: 3) { Linalg.pinv($0) },
    Example(name: "lstsq", rows: 4, columns: 3) {
      Linalg.lstsq($0, $0.narrow(1, 0, 2).cos()).solution
    },
    Example(name: "lstsq residuals", rows: 4, columns: 2) {
      Linalg.lstsq($0, $0.cos(), driver: "gelsd").residuals
    },
    Example(name: "matrix_exp", rows: 3, columns: 3) { $0.matrixExp() },
    Example(name: "matrix_sqrth", rows: 3, columns: 3, isSymmetric: true) { Linalg.matrixSqrth($0) },
    Example(name: "polar", rows: 4, columns: 3) {
      let (u, h) = Linalg.polar($0)
      return Tensor.cat([u, h], dim: 0)
    },
    Example(name: "householder_product", rows: 4, columns: 3) {
      Linalg.householderProduct($0, $0.select(0, 0) * 0.1)
    },
    Example(name: "ormqr", rows: 4, columns: 3) {
      $0.ormqr($0.select(0, 0) * 0.1, $0.sin(), transpose: true)
    },
    Example(name: "nuclear norm", rows: 3, columns: 4) { Linalg.matrixNorm($0, ord: .nuc) },
    Example(name: "multi_dot", rows: 2, columns: 3) { Linalg.multiDot([$0, $0.mT, $0]) },
    Example(name: "einsum", rows: 3, columns: 3) { Tensor.einsum("ij,jk,ii->ki", $0, $0, $0) },
    Example(name: "cross", rows: 2, columns: 3) { Linalg.cross($0, $0.sin()) },
  ]

  /// Fixed numbers that look random.
  private func noise(_ shape: Shape, _ seed: Double) -> Tensor {
    let steps = Tensor.arange(shape.numel).to(.float64)
    return ((steps + seed) * 12.9898).sin().view(shape)
  }

  private func point(_ example: Example) -> Tensor {
    let x = noise([example.rows, example.columns], 1)
    if example.isSymmetric { return x.mm(x.T) + Tensor.eye(example.rows, dtype: .float64) }
    return x + Tensor.eye(example.rows, example.columns, dtype: .float64)
  }

  /// ⟨f(x), c⟩ as a function, made symmetric in x where the example needs it.
  private func scalar(_ example: Example, _ x: Tensor) -> Tensor {
    let argument = example.isSymmetric ? (x + x.mT) * 0.5 : x
    let y = example.function(argument)
    return (y * noise(y.shape, 5)).sum()
  }

  private func gradient(_ example: Example, _ x: Tensor) -> Tensor {
    let leaf = x.detach().clone()
    leaf.requiresGrad = true
    return grad(outputs: [scalar(example, leaf)], inputs: [leaf])[0]!
  }

  private func number(_ tensor: Tensor) -> Double { tensor.detach().item().doubleValue }

  @Test(arguments: examples) func firstDerivative(_ example: Example) throws {
    let (x, step) = (point(example), 1e-5)
    let direction = noise(x.shape, 9)
    let ahead = number(scalar(example, x + direction * step))
    let behind = number(scalar(example, x - direction * step))
    let slope = number((gradient(example, x) * direction).sum())
    let expected = (ahead - behind) / (2 * step)
    #expect(abs(slope - expected) <= 1e-7 * max(1, abs(expected)), "\(slope) \(expected)")
  }

  @Test(arguments: examples) func secondDerivative(_ example: Example) throws {
    let (x, step) = (point(example), 1e-5)
    let (direction, weight) = (noise(x.shape, 9), noise(x.shape, 3))
    let leaf = x.detach().clone()
    leaf.requiresGrad = true
    let first = grad(outputs: [scalar(example, leaf)], inputs: [leaf], createGraph: true)[0]!
    let second = grad(outputs: [(first * weight).sum()], inputs: [leaf])[0]!
    let ahead = number((gradient(example, x + direction * step) * weight).sum())
    let behind = number((gradient(example, x - direction * step) * weight).sum())
    let curvature = number((second * direction).sum())
    let expected = (ahead - behind) / (2 * step)
    #expect(abs(curvature - expected) <= 1e-6 * max(1, abs(expected)), "\(curvature) \(expected)")
  }
}
