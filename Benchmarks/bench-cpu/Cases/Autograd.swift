import Touchstone

extension Benchmark {
  /// Forward and backward together.
  static var autograd: [Benchmark] {
    [
      Benchmark("backward_8", .autograd) {
        let a = operand([8]).requiresGrad_(), b = operand([8]).requiresGrad_()
        return backward(of: a, b) { a * b + a }
      },
      Benchmark("backward_chain_100", .autograd) {
        let a = operand([8]).requiresGrad_()
        return backward(of: a) { (0..<100).reduce(a) { x, _ in x + 1 } }
      },
      Benchmark("backward_mm_256", .autograd, flops: 6 * 256 * 256 * 256) {
        let a = operand([256, 256]).requiresGrad_(), b = operand([256, 256]).requiresGrad_()
        return backward(of: a, b) { a.mm(b) }
      },
    ]
  }

  private static func backward(
    of leaves: Tensor..., forward: @escaping () -> Tensor
  ) -> () -> Void {
    {
      for leaf in leaves { leaf.grad = nil }
      forward().sum().backward()
    }
  }
}
