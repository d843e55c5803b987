import Testing
import Touchstone

/// Gradients through reading and assigning by subscripts.
@Suite struct SubscriptGradientTests {
  private func leaf() -> Tensor {
    Tensor([[1.0, 2, 3], [4, 5, 6]], dtype: .float64, requiresGrad: true)
  }

  private func gradient(_ x: Tensor) -> [Double] { x.grad!.toArray() }

  @Test func readingSpreadsTheGradient() {
    let x = leaf()
    let weights = Tensor([10.0, 20], dtype: .float64)
    x[.all, 1].mul(weights).sum().backward()
    #expect(gradient(x) == [0, 10, 0, 0, 20, 0])
  }

  @Test func repeatedPositionsAddUp() {
    let x = leaf()
    x[[0, 0, 1], [2, 2, 0]].mul(Tensor([1.0, 2, 4], dtype: .float64)).sum().backward()
    #expect(gradient(x) == [0, 0, 3, 4, 0, 0])
  }

  @Test func masksAndSteps() {
    let x = leaf()
    (x[x.gt(4)].sum() + x[0, .stride(2)].sum()).backward()
    #expect(gradient(x) == [1, 0, 1, 0, 1, 1])
  }

  @Test func assigningCutsAndRoutesTheGradient() {
    let x = leaf()
    let value = Tensor([7.0, 8, 9], dtype: .float64, requiresGrad: true)
    let y = x.mul(1.0)
    y[0] = value
    y.mul(Tensor([[1.0, 2, 3], [4, 5, 6]], dtype: .float64)).sum().backward()
    #expect(gradient(x) == [0, 0, 0, 4, 5, 6])
    #expect(gradient(value) == [1, 2, 3])
  }

  @Test func assigningByIndexBroadcasts() {
    let x = leaf()
    let value = Tensor(2.0, dtype: .float64, requiresGrad: true)
    let y = x.mul(3.0)
    y[[0, 1], [1, 2]] = value
    y.mul(Tensor([[1.0, 2, 3], [4, 5, 6]], dtype: .float64)).sum().backward()
    #expect(gradient(x) == [3, 0, 9, 12, 15, 0])
    #expect(gradient(value) == [8])
  }

  @Test func assigningThroughAViewReachesTheBase() {
    let x = leaf()
    let value = Tensor([1.0, 1], dtype: .float64, requiresGrad: true)
    let y = x.mul(1.0)
    y[1][[0, 2]] = value
    y.mul(Tensor([[1.0, 2, 3], [4, 5, 6]], dtype: .float64)).sum().backward()
    #expect(gradient(x) == [1, 2, 3, 0, 5, 0])
    #expect(gradient(value) == [4, 6])
  }

  @Test func leavesRefuse() {
    let x = leaf()
    #expect(throws: TensorError.self) {
      try checked { x[[0]] = Tensor.zeros([3], dtype: .float64) }
    }
    #expect(throws: TensorError.self) { try checked { x.set(0, at: 0) } }
    noGrad { _ = x.set(0, at: 0) }
    #expect(x.detach().toArray() == [0.0, 0, 0, 4, 5, 6])
  }

  @Test func secondDerivatives() {
    let x = leaf()
    let picked = x[[1, 1], [0, 2]]
    let cubes = picked.mul(picked).mul(picked).sum()
    let first = grad(outputs: [cubes], inputs: [x], createGraph: true)
    first[0]!.mul(Tensor([[0.0, 0, 0], [1, 0, 2]], dtype: .float64)).sum().backward()
    #expect(gradient(x) == [0, 0, 0, 24, 0, 72])
  }

  @Test func nodesHavePyTorchsNames() {
    let x = leaf()
    #expect(x[0].gradFn?.name == "SelectBackward0")
    #expect(x[..<1].gradFn?.name == "SliceBackward0")
    #expect(x[[0]].gradFn?.name == "IndexBackward0")
    #expect(x.gather(0, Tensor([[0]])).gradFn?.name == "GatherBackward0")
    #expect(x.maskedFill(x.gt(1), 0).gradFn?.name == "MaskedFillBackward0")
  }
}
