import Touchstone

extension Benchmark {
  private static let million = 1 << 20
  private static let million16 = 1 << 24

  /// Random numbers: new tensors and numbers into memory that exists.
  static var random: [Benchmark] { normal + uniform + choices }

  private static var normal: [Benchmark] { [
    Benchmark("randn_1M", .random, bytes: Double(million * 4)) {
      { _ = Tensor.randn([million]) }
    },
    Benchmark("randn_16M", .random, bytes: Double(million16 * 4)) {
      { _ = Tensor.randn([million16]) }
    },
    Benchmark("normal_16M_in_place", .random, bytes: Double(million16 * 4)) {
      let x = Tensor.zeros([million16])
      return { x.normal_() }
    },
  ] }

  private static var uniform: [Benchmark] { [
    Benchmark("rand_1M", .random, bytes: Double(million * 4)) {
      { _ = Tensor.rand([million]) }
    },
    Benchmark("rand_16M", .random, bytes: Double(million16 * 4)) {
      { _ = Tensor.rand([million16]) }
    },
    Benchmark("uniform_16M_in_place", .random, bytes: Double(million16 * 4)) {
      let x = Tensor.zeros([million16])
      return { x.uniform_() }
    },
  ] }

  private static var choices: [Benchmark] { [
    Benchmark("bernoulli_1M", .random, bytes: Double(million * 4)) {
      let x = Tensor.zeros([million])
      return { x.bernoulli_(0.3) }
    },
    Benchmark("randperm_1M", .random, bytes: Double(million * 8)) {
      { _ = Tensor.randperm(million) }
    },
  ] }
}
