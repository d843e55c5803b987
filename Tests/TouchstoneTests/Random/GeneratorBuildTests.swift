import Testing

@testable import Touchstone

/// Numbers of PyTorch's two builds from seed 42.
struct GeneratorBuildTests {
  private func bits(_ tensor: Tensor) -> [UInt32] { tensor.toArray(Float.self).map(\.bitPattern) }
  private func wide(_ tensor: Tensor) -> [UInt64] { tensor.toArray(Double.self).map(\.bitPattern) }

  @Test func floatsOfTheScalarBuild() {
    let generator = Generator(seed: 42, build: .scalar)
    let uniform = Tensor.empty([3]).uniform_(-0.37, 0.81, generator: generator)
    #expect(bits(uniform) == [0x3f2b_cbc0, 0x3f35_af36, 0x3da7_7be4])
    let blocks = bits(.randn([18], generator: generator))
    #expect(blocks.prefix(3) == [0xc006_c0dd, 0x3f2d_acd5, 0x3f8a_0650])
    #expect(blocks.suffix(3) == [0x3f4d_ac3c, 0xbf1f_20e0, 0xbf17_8d55])
  }

  @Test func floatsOfTheFusedBuild() {
    let generator = Generator(seed: 42, build: .avx2)
    let uniform = Tensor.empty([3]).uniform_(-0.37, 0.81, generator: generator)
    #expect(bits(uniform) == [0x3f2b_cbc1, 0x3f35_af35, 0x3da7_7be2])
    let blocks = bits(.randn([18], generator: generator))
    #expect(blocks.prefix(3) == [0xc006_c0db, 0x3f2d_acd5, 0x3f8a_0650])
    #expect(blocks.suffix(3) == [0x3f4d_ac3c, 0xbf1f_20e0, 0xbf17_8d59])
  }

  /// Integers and bits do not depend on the build; neither does the state.
  @Test func integersAreTheSame() {
    let generators = Generator.Build.allCases.map { Generator(seed: 9, build: $0) }
    let numbers = generators.map { generator in
      Tensor.empty([40]).normal_(0.1, 1.7, generator: generator)
      return Tensor.randint(1 << 40, [40], generator: generator).toArray(Int.self)
    }
    #expect(numbers[0] == numbers[1])
    #expect(generators[0].getState().equal(generators[1].getState()))
  }

  /// Seeding, states and copies keep the build.
  @Test func theBuildStays() {
    let generator = Generator(seed: 1, build: .scalar)
    generator.manualSeed(2)
    #expect(generator.build == .scalar)
    generator.setState(Generator(seed: 3, build: .avx2).getState())
    #expect(generator.build == .scalar && generator.clone().build == .scalar)
    Generator.withDefault(generator) {
      forkRNG { _ = Tensor.randn([20]) }
      #expect(Generator.default.build == .scalar)
    }
    generator.build = .avx2
    let blocks = Tensor.randn([16], generator: generator)
    #expect(blocks.equal(Tensor.randn([16], generator: Generator(seed: 3, build: .avx2))))
  }

  @Test func scopesChooseForNewGenerators() {
    let outside = Generator.Build.standard
    Generator.Build.withStandard(.scalar) {
      #expect(Generator().build == .scalar)
      Generator.Build.withStandard(.avx2) { #expect(Generator().build == .avx2) }
    }
    #expect(Generator().build == outside)
  }

  /// In double only sums are rounded otherwise: one rounding apart at most.
  @Test func doublesOfBothBuildsAreNeighbours() {
    let numbers = Generator.Build.allCases.map { build in
      Tensor.empty([2000], dtype: .float64).uniform_(
        -0.37, 0.81, generator: Generator(seed: 42, build: build))
    }
    let distances = zip(wide(numbers[0]), wide(numbers[1])).map { a, b in a > b ? a - b : b - a }
    #expect(distances.contains { $0 > 0 })
    #expect((numbers[0] - numbers[1]).abs().max().item().doubleValue <= 0x1p-53)
  }
}
