import Touchstone

extension Benchmark {
  static var reduction: [Benchmark] {
    let bytes = Double(4 << 20)
    return [
      Benchmark("sum_16M", .reduction, bytes: 16 * bytes) {
        let a = operand([1 << 24])
        return { _ = a.sum() }
      },
      rows("sum_rows_1M", bytes: bytes) { $0.sum(1) },
      rows("sum_columns_1M", bytes: bytes) { $0.sum(0) },
      rows("max_rows_1M", bytes: bytes) { $0.amax(1) },
      rows("softmax_rows_1M", bytes: 2 * bytes) { $0.softmax(1) },
      rows("cumsum_rows_1M", bytes: 2 * bytes) { $0.cumsum(1) },
      rows("sort_rows_1M", bytes: 4 * bytes) { $0.sort(1).values },
    ]
  }

  /// A case on 1024 rows of 1024 floats.
  private static func rows(
    _ name: String, bytes: Double, _ call: @escaping (Tensor) -> Tensor
  ) -> Benchmark {
    Benchmark(name, .reduction, bytes: bytes) {
      let a = operand([1024, 1024])
      return { _ = call(a) }
    }
  }
}
