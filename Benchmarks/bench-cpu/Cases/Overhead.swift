import Touchstone

extension Benchmark {
  /// Eight elements: what a call costs beside its arithmetic.
  static var overhead: [Benchmark] {
    [
      Benchmark("add_8", .overhead) {
        let a = operand([8]), b = operand([8])
        return { _ = a + b }
      },
      Benchmark("add_8_scalar", .overhead) {
        let a = operand([8])
        return { _ = a + 1.5 }
      },
      Benchmark("add_8_broadcast", .overhead) {
        let a = operand([4, 2]), b = operand([2])
        return { _ = a + b }
      },
      Benchmark("add_8_in_place", .overhead) {
        let a = operand([8]), b = Tensor.zeros([8])
        return { a.add_(b) }
      },
      Benchmark("add_8_recorded", .overhead) {
        let a = operand([8]).requiresGrad_(), b = operand([8])
        return { _ = a + b }
      },
      Benchmark("mul_8_recorded", .overhead) {
        let a = operand([8]).requiresGrad_(), b = operand([8]).requiresGrad_()
        return { _ = a * b }
      },
      Benchmark("exp_8", .overhead) {
        let a = operand([8])
        return { _ = a.exp() }
      },
      Benchmark("select_8", .overhead) {
        let a = operand([8, 8])
        return { _ = a.select(0, 3) }
      },
      Benchmark("transpose_8", .overhead) {
        let a = operand([4, 2])
        return { _ = a.transpose(0, 1) }
      },
    ]
  }
}
