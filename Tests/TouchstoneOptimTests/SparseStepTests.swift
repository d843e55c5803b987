import Testing
import Touchstone
import TouchstoneOptim

/// Steps with sparse gradients against those with the same gradients written out.
@Suite struct SparseStepTests {
  private func leaf() -> Tensor {
    (Tensor.arange(12, dtype: .float64).reshape([4, 3]) / 7 - 0.5).requiresGrad_()
  }

  /// Rows 2, 0 and 2 again.
  private func gradient(_ step: Int) -> Tensor {
    let values = (Tensor.arange(9, dtype: .float64).reshape([3, 3]) - 4) / Double(step + 2)
    return .sparseCOO(indices: Tensor([[2, 0, 2]] as [[Int]]), values: values, size: [4, 3])
  }

  private func distance(_ make: ([Tensor]) -> Optimizer) -> Double {
    let sparse = leaf(), dense = leaf()
    let (first, second) = (make([sparse]), make([dense]))
    for step in 0..<4 {
      sparse.grad = gradient(step)
      dense.grad = gradient(step).toDense()
      first.step()
      second.step()
    }
    return sparse.detach().sub(dense.detach()).abs().max().item(Double.self)
  }

  @Test func gradientDescentAddsWhatIsStored() {
    #expect(distance { SGD($0, lr: 0.1) } < 1e-15)
    #expect(distance { SGD($0, lr: 0.1, momentum: 0.9, dampening: 0.1) } < 1e-15)
    #expect(distance { SGD($0, lr: 0.1, momentum: 0.9, nesterov: true, maximize: true) } < 1e-15)
  }

  @Test func adagradMovesWhatIsStored() {
    #expect(distance { Adagrad($0, lr: 0.1, lrDecay: 0.2) } < 1e-15)
  }

  @Test func quasiNewtonStepsWriteThemOut() {
    let sparse = leaf(), dense = leaf()
    for (parameter, isSparse) in [(sparse, true), (dense, false)] {
      LBFGS([parameter], maxIter: 1).step {
        let g = gradient(0)
        parameter.grad = isSparse ? g : g.toDense()
        return Tensor([1.0] as [Double])
      }
    }
    #expect(sparse.detach().equal(dense.detach()))
    #expect(!sparse.detach().equal(leaf().detach()))
  }

  @Test func fusedStepsRefuseThem() {
    for optimizer in [SGD([leaf()], fused: true), Adagrad([leaf()], fused: true)] as [Optimizer] {
      let parameter = optimizer.paramGroups[0].params[0]
      parameter.grad = gradient(0)
      let error = #expect(throws: TensorError.self) { try checked { optimizer.step() } }
      #expect(error?.kind == .runtime)
      #expect(parameter.detach().equal(leaf().detach()))
    }
  }
}
