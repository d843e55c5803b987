import Touchstone

extension Benchmark {
  private static let million16 = 1 << 24

  /// 16 M floats: three streams of 64 MiB.
  static var memory: [Benchmark] {
    let bytes = Double(million16 * 4)
    return [
      Benchmark("add_16M", .memory, bytes: 3 * bytes) {
        let a = operand([million16]), b = operand([million16])
        return { _ = a + b }
      },
      Benchmark("add_16M_in_place", .memory, bytes: 3 * bytes) {
        let a = operand([million16]), b = Tensor.zeros([million16])
        return { a.add_(b) }
      },
      Benchmark("clone_16M", .memory, bytes: 2 * bytes) {
        let a = operand([million16])
        return { _ = a.clone() }
      },
      Benchmark("transposed_copy_4096", .memory, bytes: 2 * bytes) {
        let a = operand([4096, 4096])
        return { _ = a.transpose(0, 1).contiguous() }
      },
    ]
  }
}
