import Testing

import Touchstone

/// Gradients at kinks, ties and special points, as PyTorch chooses them.
@Suite struct ElementwiseGradientTests {
  /// Gradient of the sum of `body` at `values`.
  private func slope(_ values: [Float], _ body: (Tensor) -> Tensor) -> [Float] {
    let x = Tensor(values)
    x.requiresGrad = true
    body(x).backward(gradient: Tensor.ones([values.count]))
    return x.grad!.toArray(Float.self)
  }

  @Test func kinks() {
    #expect(slope([-2, 0, 3]) { $0.abs() } == [-1, 0, 1])
    #expect(slope([-2, 0, 3]) { $0.relu() } == [0, 0, 1])
    #expect(slope([0, 0.5, 1]) { $0.clamp(min: 0, max: 1) } == [0, 1, 0])
  }

  @Test func tiesShare() {
    let z = Tensor([1, 1, 1] as [Float])
    #expect(slope([0, 1, 2]) { $0.maximum(z) } == [0, 0.5, 1])
    #expect(slope([0, 1, 2]) { $0.fmin(z) } == [1, 0.5, 0])
    #expect(slope([0, 1, 2]) { $0.clamp(min: z, max: nil as Tensor?) } == [0, 0.5, 1])
  }

  @Test func powers() {
    #expect(slope([0, 2]) { $0.pow(0) } == [0, 0])
    #expect(slope([0, 2]) { $0.pow(1) } == [1, 1])
    #expect(slope([-3, 2]) { $0 ** 2 } == [-6, 4])
    #expect(slope([0, 2]) { $0.xlogy(Tensor([0, 1] as [Float])) } == [0, 0])
  }

  @Test func broadcastGradientsAreSummed() {
    let x = Tensor.ones([2, 3]), y = Tensor([1, 2, 3] as [Float])
    y.requiresGrad = true
    (x * y).backward(gradient: Tensor.ones([2, 3]))
    #expect(y.grad!.toArray(Float.self) == [2, 2, 2])
  }

  @Test func secondDerivatives() throws {
    let x = Tensor([0.5, 2], dtype: .float64)
    x.requiresGrad = true
    let y = (x * x * x).sin()
    let first = try #require(
      grad(outputs: [y], inputs: [x], gradOutputs: [Tensor.ones([2], dtype: .float64)],
        createGraph: true)[0])
    let second = try #require(
      grad(outputs: [first], inputs: [x], gradOutputs: [Tensor.ones([2], dtype: .float64)])[0])
    let expected = x * 6 * (x ** 3).cos() - 9 * x ** 4 * (x ** 3).sin()
    #expect(second.allclose(expected.detach(), rtol: 1e-12))
  }
}
