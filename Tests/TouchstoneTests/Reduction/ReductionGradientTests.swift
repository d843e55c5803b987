import Testing
import Touchstone

/// PyTorch's choices where a gradient is not unique.
@Suite struct ReductionGradientTests {
  private func leaf(_ values: [Double]) -> Tensor {
    let tensor = Tensor(values, dtype: .float64)
    tensor.requiresGrad = true
    return tensor
  }

  private func gradient(
    _ values: [Double], _ function: (Tensor) -> Tensor
  ) -> [Double] {
    let x = leaf(values)
    return grad(outputs: [function(x)], inputs: [x])[0]!.toArray(Double.self)
  }

  @Test func tiesShareOrGoToTheIndex() {
    #expect(gradient([1, 3, 3]) { $0.amax() } == [0, 0.5, 0.5])
    #expect(gradient([1, 3, 3]) { $0.max() } == [0, 0.5, 0.5])
    #expect(gradient([1, 3, 3]) { $0.max(0).values } == [0, 1, 0])
    #expect(gradient([1, 1, 3]) { $0.aminmax().min } == [0.5, 0.5, 0])
    #expect(gradient([1, 3, 3]) { $0.norm(.infinity) } == [0, 0.5, 0.5])
    #expect(gradient([3, 3, 1]) { $0.cummax(0).values.sum() } == [1, 2, 0])
  }

  @Test func zeroIsASubgradient() {
    #expect(gradient([0, 0]) { $0.norm(2) } == [0, 0])
    #expect(gradient([0, 0]) { $0.norm(3) } == [0, 0])
    #expect(gradient([2, 2]) { $0.std() } == [0, 0])
    #expect(gradient([0, 4]) { $0.norm(1) } == [0, 1])
  }

  @Test func productsWithZeros() {
    #expect(gradient([2, 0, 3]) { $0.prod() } == [0, 6, 0])
    #expect(gradient([2, 0, 0]) { $0.prod() } == [0, 0, 0])
    let weights = Tensor([1.0, 2.0, 3.0, 4.0], dtype: .float64)
    #expect(gradient([2, 0, 3, 0]) { $0.cumprod(0).mul(weights).sum() } == [1, 22, 0, 0])
  }

  @Test func productsWithZerosTwice() {
    let a = leaf([2, 0, 3])
    let first = grad(outputs: [a.prod()], inputs: [a], createGraph: true)[0]!
    #expect(first.toArray(Double.self) == [0, 6, 0])
    let second = grad(outputs: [first.sum()], inputs: [a])[0]!
    #expect(second.toArray(Double.self) == [3, 5, 2])

    let b = leaf([2, 0, 3, 0])
    let weights = Tensor([1.0, 2.0, 3.0, 4.0], dtype: .float64)
    let scan = b.cumprod(0).mul(weights).sum()
    let inner = grad(outputs: [scan], inputs: [b], createGraph: true)[0]!
    let outer = grad(outputs: [inner.mul(weights).sum()], inputs: [b])[0]!
    #expect(outer.toArray(Double.self) == [22, 125, 12, 48])
  }

  @Test func softmaxTwice() {
    let y = leaf([0.5, -1, 2])
    let cotangent = Tensor([1.0, 2.0, 3.0], dtype: .float64)
    let inner = grad(
      outputs: [y.softmax(0).mul(cotangent).sum()], inputs: [y], createGraph: true)[0]!
    let direction = Tensor([3.0, 1.0, 2.0], dtype: .float64)
    let outer = grad(outputs: [inner.mul(direction).sum()], inputs: [y])[0]!
    let expected: [Double] = [-0.198_5, 0.037_2, 0.161_3]
    for (value, wanted) in zip(outer.toArray(Double.self), expected) {
      #expect((value - wanted).magnitude < 1e-3)
    }
  }

  @Test func uniqueHasNoDerivative() {
    let x = leaf([1, 2])
    let error = #expect(throws: TensorError.self) {
      try checked { x.unique().output.sum().backward() }
    }
    #expect(error?.kind == .notImplemented)
  }
}
