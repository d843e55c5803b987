import Testing

@testable import Touchstone

/// Layouts that random_digests.py fills, in its order.
private func layouts(_ dtype: DType) -> [Tensor] {
  let sizes = [0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 100, 528, 1000]
  func empty(_ shape: Shape) -> Tensor { Tensor.empty(shape, dtype: dtype) }
  return sizes.map { empty([$0]) } + [
    empty([7, 9]).transpose(0, 1),
    empty([4, 5, 6]).permute([2, 0, 1]),
    empty([10, 12]).slice(1, from: 0, to: 12, step: 2),
    empty([30, 8]).slice(0, from: 0, to: 30, step: 3),
    Tensor.emptyStrided([2, 3, 8, 8], [192, 1, 24, 3], dtype: dtype),
    empty([]),
  ]
}

/// FNV-1a over bytes.
struct Digest {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ tensor: Tensor) {
    tensor.withUnsafeBytes { for byte in $0 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 } }
  }

  mutating func add(_ generator: Generator) { add(generator.getState()) }
}

private func fill(_ name: String, _ x: Tensor, _ g: Generator) {
  switch name {
  case "uniform": x.uniform_(-0.3, 0.7, generator: g)
  case "normal": x.normal_(1.5, 2.75, generator: g)
  case "exponential": x.exponential_(1.7, generator: g)
  case "cauchy": x.cauchy_(0.5, 1.5, generator: g)
  case "logNormal": x.logNormal_(0.3, 0.8, generator: g)
  case "geometric": x.geometric_(0.2, generator: g)
  case "random": x.random_(generator: g)
  case "randomBelow100": x.random_(100, generator: g)
  case "randomWide": x.random_(-3, 1 << 40, generator: g)
  case "random64": x.random_(.min, nil, generator: g)
  case "randomFrom5": x.random_(5, nil, generator: g)
  case "bernoulli": x.bernoulli_(0.37, generator: g)
  case "bernoulliEach":
    let steps = Tensor.linspace(0, 1, max(x.numel, 1)).slice(0, from: 0, to: x.numel)
    x.bernoulli_(steps.reshape(x.shape), generator: g)
  default: Issue.record("no fill \(name)")
  }
}

private func results(_ name: String, _ dtype: DType, _ g: Generator) -> [Tensor] {
  func line(_ from: Double, _ to: Double, _ count: Int) -> Tensor {
    Tensor.linspace(from, to, count, dtype: .float32).to(dtype)
  }
  switch name {
  case "poisson":
    return [Tensor.cat([line(0, 9.9, 20), line(10, 400, 30)]).poisson(generator: g)]
  case "multinomial":
    let w = line(0.1, 2, 60).reshape([3, 20])
    return [
      w.multinomial(30, replacement: true, generator: g), w.multinomial(1, generator: g),
      w.multinomial(7, generator: g), w.select(0, 0).multinomial(20, generator: g),
      w.gt(0.5).to(dtype).multinomial(20, generator: g),
    ]
  case "normalForms":
    let m = line(-3, 5, 20), s = line(0.1, 2, 20)
    return [
      .normal(mean: 1.25, std: 0.3, [20], generator: g, dtype: dtype),
      .normal(mean: m, std: s, generator: g), .normal(mean: m, std: 1.7, generator: g),
      .normal(mean: 0.7, std: s, generator: g),
      .normal(mean: m.unsqueeze(1), std: s.narrow(0, 0, 3), generator: g),
    ]
  case "randperm":
    let last = dtype.isFloatingPoint ? 250 : 100
    return [0, 1, 2, 10, last].map { .randperm($0, generator: g, dtype: dtype) }
  case "standardGamma": return [line(0, 8, 40).standardGamma(generator: g)]
  case "rreluNoise":
    return [line(-2, 2, 30).rreluNoise(lower: 0.125, upper: 1 / 3, generator: g)]
  default:
    Issue.record("no function \(name)")
    return []
  }
}

/// Every distribution in every dtype, layout and size class against PyTorch: results and the
/// generator's state afterwards.
struct RandomDigestTests {
  private func parse(_ key: String) throws -> (String, DType) {
    let parts = key.split(separator: " ").map(String.init)
    return (parts[0], try #require(DType(name: parts[1])))
  }

  @Test func fillsEqualPyTorch() throws {
    for (key, expected) in ExpectedRandom.fills {
      let (name, dtype) = try parse(key)
      let generator = Generator(seed: 0x1234567)
      var digest = Digest()
      for tensor in layouts(dtype) {
        fill(name, tensor, generator)
        digest.add(tensor)
      }
      digest.add(generator)
      #expect(digest.value == expected, "\(key)")
    }
  }

  @Test func functionsOfTensorsEqualPyTorch() throws {
    let generator = Generator().manualSeed(-7)
    for (key, expected) in ExpectedRandom.functions {
      let (name, dtype) = try parse(key)
      var digest = Digest()
      for tensor in results(name, dtype, generator) { digest.add(tensor) }
      digest.add(generator)
      #expect(digest.value == expected, "\(key)")
    }
  }

  @Test func firstNumbersOfSeed42() {
    let generator = Generator(seed: 42)
    func bits(_ tensor: Tensor) -> [UInt32] { tensor.toArray(Float.self).map(\.bitPattern) }
    let uniform = bits(.rand([5], generator: generator))
    #expect(uniform == [0x3f61_dc66, 0x3f6a_3db3, 0x3ec4_06b8, 0x3f75_950e, 0x3ec7_e8d4])
    let blocks = bits(.randn([18], generator: generator))
    #expect(blocks.prefix(3) == [0xbf9e_0591, 0xbd30_6786, 0x3fd7_1e93])
    #expect(blocks.suffix(3) == [0xbf17_8d59, 0xbd81_2d24, 0xbf54_1c22])
    #expect(bits(.randn([3], generator: generator)) == [0xbe24_2650, 0xc00d_d4d3, 0xbf2f_8ed1])
    let small = Tensor.randint(10, [10], generator: generator)
    #expect(small.toArray(Int.self) == [4, 3, 7, 0, 9, 0, 9, 6, 9, 5])
    let large = Tensor.randint(1 << 40, [3], generator: generator)
    #expect(large.toArray(Int.self) == [1_065_351_392_386, 981_861_928_754, 576_258_013_204])
    let order = Tensor.randperm(10, generator: generator)
    #expect(order.toArray(Int.self) == [0, 1, 3, 7, 8, 6, 2, 9, 5, 4])
  }
}
