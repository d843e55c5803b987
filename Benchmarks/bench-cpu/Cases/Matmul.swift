import Touchstone

extension Benchmark {
  static var matmul: [Benchmark] {
    let squares = [64, 256, 1024, 2048].map { product("sgemm_\($0)", size: $0, dtype: .float32) }
    return squares + [
      product("dgemm_1024", size: 1024, dtype: .float64),
      Benchmark("bmm_64x128", .matmul, flops: 2 * 64 * 128 * 128 * 128) {
        let a = operand([64, 128, 128]), b = operand([64, 128, 128])
        return { _ = a.bmm(b) }
      },
      Benchmark("mv_4096", .matmul, bytes: 4 * 4096 * 4096) {
        let a = operand([4096, 4096]), x = operand([4096])
        return { _ = a.mv(x) }
      },
    ]
  }

  private static func product(_ name: String, size: Int, dtype: DType) -> Benchmark {
    let n = Double(size)
    return Benchmark(name, .matmul, flops: 2 * n * n * n) {
      let a = operand([size, size]).to(dtype), b = operand([size, size]).to(dtype)
      return { _ = a.mm(b) }
    }
  }
}
