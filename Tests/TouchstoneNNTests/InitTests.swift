import Foundation
import Testing
import Touchstone
import TouchstoneNN

private func apply(_ name: String, _ t: Tensor, _ g: Generator) {
  switch name {
  case "uniform": Init.uniform_(t, -0.3, 0.4, generator: g)
  case "normal": Init.normal_(t, 0.1, 0.02, generator: g)
  case "xavierUniform": Init.xavierUniform_(t, gain: 5.0 / 3, generator: g)
  case "xavierNormal": Init.xavierNormal_(t, generator: g)
  case "kaimingUniform": Init.kaimingUniform_(t, a: 5.0.squareRoot(), generator: g)
  case "kaimingUniformOut":
    Init.kaimingUniform_(t, mode: .fanOut, nonlinearity: .relu, generator: g)
  case "kaimingNormal": Init.kaimingNormal_(t, a: 0.1, generator: g)
  case "kaimingNormalOut":
    Init.kaimingNormal_(t, mode: .fanOut, nonlinearity: .tanh, generator: g)
  case "truncNormal": Init.truncNormal_(t, generator: g)
  case "truncNormalShifted": Init.truncNormal_(t, mean: 1, std: 2, a: -1, b: 3, generator: g)
  case "truncNormalTail": Init.truncNormal_(t, a: 1, b: 2, generator: g)
  case "truncNormalOdd":
    Init.truncNormal_(t, mean: 0.3, std: 0.7, a: 0.51, b: 0.9, generator: g)
  case "truncNormalNarrow": Init.truncNormal_(t, a: -0.2, b: 0.3, generator: g)
  default: Issue.record("no initializer \(name)")
  }
}

struct InitTests {
  /// FNV-1a over bytes.
  private func digest(_ tensor: Tensor, _ start: UInt64) -> UInt64 {
    tensor.withUnsafeBytes { bytes in
      bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
  }

  @Test func weightsEqualPyTorch() throws {
    let shapes: [Shape] = [[30, 20], [8, 4, 3, 3], [5, 3], [3, 2, 2], [1, 7], [4, 2, 2, 3, 2]]
    for (key, expected) in expectedInit {
      let parts = key.split(separator: " ").map(String.init)
      let dtype = try #require(DType(name: parts[1]))
      let generator = Generator(seed: 99)
      var value: UInt64 = 0xcbf2_9ce4_8422_2325
      for shape in shapes {
        let weight = Tensor.empty(shape, dtype: dtype)
        apply(parts[0], weight, generator)
        value = digest(weight, value)
      }
      #expect(digest(generator.getState(), value) == expected, "\(key)")
    }
  }

  @Test func sparseWeights() {
    Generator.withDefault(Generator(seed: 5)) {
      let weight = Init.sparse_(.empty([4, 3]), sparsity: 0.4)
      #expect(
        weight.toArray(Float.self).map(\.bitPattern) == [
          0, 0xbbc5_dc3a, 0, 0x3bda_bbff, 0, 0x3c9f_2720, 0, 0xbbf9_dfee, 0x3bce_d605, 0xbc13_5076,
          0, 0,
        ])
      #expect(Tensor.rand([1]).toArray(Double.self) == [0.4884120225906372])
    }
  }

  @Test func orthogonalNearPyTorchs() {
    func expectClose(_ tensor: Tensor, _ expected: [Double]) {
      for (a, b) in zip(tensor.toArray(Double.self), expected) { #expect(abs(a - b) < 2e-6) }
    }
    let generator = Generator(seed: 5)
    expectClose(
      Init.orthogonal_(.empty([3, 2]), gain: 2, generator: generator),
      [
        -1.2702715396881104, -0.960627019405365, -1.456371784210205, 0.22237029671669006,
        -0.5151616930961609, 1.7400425672531128,
      ])
    #expect(Tensor.rand([1], generator: generator).toArray(Double.self) == [0.07241219282150269])
    expectClose(
      Init.orthogonal_(.empty([2, 3]), generator: Generator(seed: 5)),
      [
        -0.509438157081604, -0.6319267153739929, -0.5840730667114258, -0.012964833527803421,
        -0.6730407476425171, 0.7394917607307434,
      ])
  }

  @Test func orthogonalIsOrthogonal() {
    for shape: Shape in [[20, 7], [7, 20], [16, 16], [6, 3, 2, 2]] {
      let weight = Init.orthogonal_(.empty(shape), generator: Generator(seed: 1))
      let flat = weight.reshape([shape[0], -1])
      let tall = flat.size(0) >= flat.size(1) ? flat : flat.transpose(0, 1)
      let gram = tall.transpose(0, 1).matmul(tall)
      let error = (gram - Tensor.eye(gram.size(0))).abs().max().item().doubleValue
      #expect(error < 2e-6)
    }
  }

  /// The signs of R make Q uniform over rotations and reflections: an entry of a 2 × 2 matrix is
  /// the cosine of a uniform angle. The chance of failure for another seed is below 10⁻⁶.
  @Test func orthogonalIsUniform() {
    let generator = Generator(seed: 17)
    let count = 5000
    let angles = (0..<count).map { _ in
      let weight = Init.orthogonal_(.empty([2, 2], dtype: .float64), generator: generator)
      return acos(weight.select(0, 0).select(0, 0).item().doubleValue) / .pi
    }.sorted()
    let distance = angles.enumerated().map { abs($1 - (Double($0) + 0.5) / Double(count)) }.max()!
    #expect(distance * Double(count).squareRoot() < 2.7)
  }

  @Test func fixedPatterns() {
    #expect(Init.eye_(.empty([2, 3])).toArray(Int.self) == [1, 0, 0, 0, 1, 0])
    let delta = Init.dirac_(.empty([6, 3, 3, 5]), groups: 2)
    #expect(delta.sum().item().doubleValue == 6)
    for group in 0..<2 {
      for channel in 0..<3 {
        let kernel = delta.select(0, 3 * group + channel).select(0, channel)
        #expect(kernel.select(0, 1).select(0, 2).item().doubleValue == 1)
      }
    }
    #expect(Init.constant_(.empty([2]), 2.5).toArray(Double.self) == [2.5, 2.5])
    #expect(Init.ones_(.empty([2])).toArray(Int.self) == [1, 1])
  }

  @Test func parametersStayLeaves() {
    let weight = Tensor.empty([4, 4]).requiresGrad_()
    Init.kaimingUniform_(weight, generator: Generator())
    Init.truncNormal_(weight, generator: Generator())
    Init.orthogonal_(weight, generator: Generator())
    #expect(weight.isLeaf && weight.requiresGrad)
  }

  @Test func gains() {
    #expect(Init.calculateGain(.tanh) == 5.0 / 3)
    #expect(Init.calculateGain(.leakyReLU) == 1.4141428569978354)
    #expect(Init.calculateGain(.leakyReLU, 3) == 0.4472135954999579)
    #expect(Init.calculateGain(.selu) == 0.75)
    #expect(Init.calculateGain(.convTranspose2d) == 1)
    #expect(Init.fans(of: .empty([8, 4, 3, 5])) == (60, 120))
  }

  @Test func badShapes() {
    func message(_ body: () -> Tensor) -> String {
      let error = #expect(throws: TensorError.self) { try checked { _ = body() } }
      return error?.description ?? ""
    }
    #expect(
      message { Init.xavierUniform_(.empty([3])) }
        == "ValueError: Fan in and fan out can not be computed for tensor with fewer than 2 "
        + "dimensions")
    #expect(
      message { Init.eye_(.empty([3])) }
        == "ValueError: Only tensors with 2 dimensions are supported")
    #expect(
      message { Init.dirac_(.empty([3, 3, 3]), groups: 2) }
        == "ValueError: dim 0 must be divisible by groups")
    #expect(
      message { Init.orthogonal_(.empty([3])) }
        == "ValueError: Only tensors with 2 or more dimensions are supported")
  }
}
