import Touchstone

extension Benchmark {
  private static let million = 1 << 20

  /// One million elements: larger than a cache, smaller than a page-fault storm.
  static var elementwise: [Benchmark] {
    let bytes = Double(million * 4)
    return [
      Benchmark("mul_1M", .elementwise, bytes: 3 * bytes) {
        let a = operand([million]), b = operand([million])
        return { _ = a * b }
      },
      Benchmark("exp_1M", .elementwise, bytes: 2 * bytes) {
        let a = operand([million])
        return { _ = a.exp() }
      },
      Benchmark("tanh_1M", .elementwise, bytes: 2 * bytes) {
        let a = operand([million])
        return { _ = a.tanh() }
      },
      Benchmark("add_rows_1M", .elementwise, bytes: 2 * bytes) {
        let a = operand([1024, 1024]), b = operand([1024])
        return { _ = a + b }
      },
    ]
  }
}
