import Testing

@testable import Touchstone

struct LinalgTests {
  private let a = Tensor([[4.0, 1, 0], [2, 5, 1], [0, 1, 3]]).to(.float64)

  private func values(_ tensor: Tensor) -> [Double] { tensor.to(.float64).toArray(Double.self) }

  private func isClose(_ x: Tensor, _ y: Tensor, _ tolerance: Double = 1e-12) -> Bool {
    x.shape == y.shape && (x - y).abs().le(tolerance).all().item().boolValue
  }

  private func message(_ body: () -> Tensor) -> String? {
    #expect(throws: TensorError.self) { try checked(body) }?.message
  }

  private var identity: Tensor { Tensor.eye(3, dtype: .float64) }

  /// Three positive-definite matrices.
  private var positive: Tensor {
    let x = Tensor.arange(27).to(.float64).sin().view([3, 3, 3])
    return x.matmul(x.mT) + identity
  }

  @Test func inverseAndSolve() {
    #expect(isClose(a.matmul(Linalg.inv(a)), identity))
    let b = Tensor.arange(6).to(.float64).view([3, 2])
    #expect(isClose(a.matmul(Linalg.solve(a, b)), b))
    #expect(isClose(Linalg.solve(a, b.mT, left: false).matmul(a), b.mT))
    #expect(Linalg.solve(positive, b).shape == [3, 3, 2])
    #expect(isClose(a.mv(Linalg.solve(a, b.select(1, 1))), b.select(1, 1)))
    #expect(isClose(Linalg.matrixPower(a, -2).matmul(a.mm(a)), identity))
    #expect(
      message { Linalg.inv(Tensor.ones([2, 2])) }
        == "linalg.inv: The diagonal element 2 is zero, the inversion could not be completed "
        + "because the input matrix is singular.")
  }

  @Test func determinants() {
    #expect(isClose(Linalg.det(a), Tensor(50.0).to(.float64)))
    let (sign, logarithm) = Linalg.slogdet(-a)
    #expect(values(sign) == [-1])
    #expect(isClose(logarithm, Tensor(50.0).to(.float64).log()))
    #expect(values((-a).logdet())[0].isNaN)
    #expect(values(Linalg.det(Tensor.zeros([0, 0]))) == [1])
  }

  /// The gradient of a singular matrix' determinant is its cofactors.
  @Test func singularDeterminant() {
    let singular = Tensor([[1.0, 2], [2, 4]]).to(.float64)
    singular.requiresGrad = true
    Linalg.det(singular).backward()
    #expect(isClose(singular.grad!, Tensor([[4.0, -2], [-2, 1]]).to(.float64), 1e-9))
    let again = grad(outputs: [Linalg.det(singular)], inputs: [singular], createGraph: true)[0]!
    #expect(isClose(again.detach(), Tensor([[4.0, -2], [-2, 1]]).to(.float64), 1e-9))
  }

  @Test func reconstructions() {
    let l = Linalg.cholesky(positive)
    #expect(isClose(l.matmul(l.mT), positive))
    let (p, lower, upper) = Linalg.lu(a.narrow(0, 0, 2))
    #expect(isClose(p.matmul(lower.matmul(upper)), a.narrow(0, 0, 2)))
    for mode in ["reduced", "complete"] {
      let (q, r) = Linalg.qr(a.narrow(1, 0, 2), mode: mode)
      #expect(isClose(q.matmul(r), a.narrow(1, 0, 2)))
      #expect(isClose(q.mT.matmul(q), Tensor.eye(q.size(-1), dtype: .float64)))
    }
    let (u, s, vh) = Linalg.svd(positive.narrow(1, 0, 2), fullMatrices: false)
    #expect(isClose((u * s.unsqueeze(-2)).matmul(vh), positive.narrow(1, 0, 2)))
    let (values, vectors) = Linalg.eigh(positive)
    #expect(isClose((vectors * values.unsqueeze(-2)).matmul(vectors.mT), positive))
    let root = Linalg.matrixSqrth(positive)
    #expect(isClose(root.matmul(root), positive))
    let (orthogonal, symmetric) = Linalg.polar(a)
    #expect(isClose(orthogonal.matmul(symmetric), a))
  }

  @Test func packedFactorsSolve() {
    let b = Tensor.arange(9).to(.float64).view([3, 3])
    let (lu, pivots) = Linalg.luFactor(positive)
    #expect(isClose(positive.matmul(Linalg.luSolve(lu, pivots, b)), b.expand([3, 3, 3]), 1e-10))
    let (ld, exchanges) = Linalg.ldlFactor(positive)
    #expect(isClose(positive.matmul(Linalg.ldlSolve(ld, exchanges, b)), b.expand([3, 3, 3]), 1e-10))
    let factor = Linalg.cholesky(a.matmul(a.mT))
    #expect(isClose(a.matmul(a.mT).matmul(b.choleskySolve(factor)), b, 1e-10))
    #expect(isClose(factor.choleskyInverse().matmul(a.matmul(a.mT)), identity, 1e-10))
    let (packed, tau) = a.geqrf()
    let q = Linalg.householderProduct(packed, tau)
    #expect(isClose(q, packed.ormqr(tau, identity)))
    #expect(isClose(q.matmul(packed.triu()), a))
  }

  @Test(arguments: ["gels", "gelsy", "gelsd", "gelss"])
  func leastSquares(_ driver: String) {
    let tall = Tensor([[1.0, 0], [1, 1], [1, 2]]).to(.float64)
    let b = Tensor([1.0, 2, 4]).to(.float64)
    let result = Linalg.lstsq(tall, b, driver: driver)
    #expect(isClose(result.solution, Tensor([5.0 / 6, 1.5], dtype: .float64)))
    if driver != "gelsy" {
      #expect(isClose(result.residuals, Tensor([1.0 / 6], dtype: .float64)))
    }
    #expect(isClose(Linalg.pinv(tall).mv(b), result.solution))
  }

  @Test func norms() {
    let x = Tensor([[1.0, -2], [3, 4]])
    #expect(values(Linalg.matrixNorm(x, ord: 1)) == [6])
    #expect(values(Linalg.matrixNorm(x, ord: .p(.infinity))) == [7])
    #expect(values(Linalg.norm(x, dim: [0, 1])) == values(x.norm()))
    #expect(isClose(Linalg.matrixNorm(identity, ord: .nuc), Tensor(3.0).to(.float64)))
    #expect(isClose(Linalg.cond(identity * 2), Tensor(1.0).to(.float64)))
    #expect(values(Linalg.matrixRank(Tensor.ones([3, 3]))) == [1])
  }

  @Test func exponential() {
    let turn = Tensor([[0.0, -1], [1, 0]]).to(.float64) * Double.pi
    #expect(isClose(turn.matrixExp(), -Tensor.eye(2, dtype: .float64), 1e-14))
    let nilpotent = Tensor([[0.0, 1], [0, 0]])
    #expect(values(nilpotent.matrixExp()) == [1, 1, 0, 1])
    #expect(isClose((identity * 10).matrixExp(), identity * 22026.465794806718, 1e-9))
  }

  @Test func chainsAndVectors() {
    let (x, y, z) = (Tensor.ones([2, 10]), Tensor.ones([10, 3]), Tensor.ones([3]))
    #expect(values(Linalg.multiDot([x, y, z])) == [30, 30])
    let (i, j) = (Tensor([1.0, 0, 0]), Tensor([0.0, 1, 0]))
    #expect(values(i.cross(j)) == [0, 0, 1])
    #expect(values(Linalg.vecdot(x, x)) == [10, 10])
    #expect(values(Linalg.vander(Tensor([2, 3]), n: 3)) == [1, 2, 4, 1, 3, 9])
  }

  @Test func emptyBatches() {
    let none = Tensor.zeros([0, 3, 3])
    #expect(Linalg.inv(none).shape == [0, 3, 3])
    #expect(Linalg.det(none).shape == [0])
    #expect(Linalg.svd(Tensor.zeros([2, 3, 0])).U.shape == [2, 3, 3])
    #expect(Linalg.qr(Tensor.zeros([2, 0])).R.shape == [0, 0])
    #expect(Linalg.eigh(Tensor.zeros([0, 0])).eigenvalues.shape == [0])
    #expect(Linalg.pinv(Tensor.zeros([2, 0, 3])).shape == [2, 3, 0])
  }
}
