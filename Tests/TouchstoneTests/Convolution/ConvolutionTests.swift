import Testing

@testable import Touchstone

/// Convolutions of small whole numbers, which every algorithm computes exactly, against sums of
/// shifted slices, and their gradients of both orders against each other.
struct ConvolutionTests {
  struct Setting: CustomTestStringConvertible, Sendable {
    let input: Shape
    let weight: Shape
    var stride = 1
    var padding = 0
    var dilation = 1
    var groups = 1
    var testDescription: String {
      "\(input) * \(weight), \(stride) \(padding) \(dilation) \(groups)"
    }

    func convolve(_ x: Tensor, _ w: Tensor, _ bias: Tensor? = nil) -> Tensor {
      Functional.conv(
        input.count - 2, x, w, bias, [stride], .sizes([padding]), [dilation], groups)
    }

    func transpose(_ y: Tensor, _ w: Tensor, outputPadding: [Int]) -> Tensor {
      Functional.convTranspose(
        input.count - 2, y, w, nil, [stride], [padding], outputPadding, groups, [dilation])
    }
  }

  static let settings = [
    Setting(input: [2, 3, 7], weight: [4, 3, 3], stride: 2, padding: 1),
    Setting(input: [2, 4, 6, 5], weight: [6, 2, 3, 2], padding: 2, dilation: 2, groups: 2),
    Setting(input: [3, 4, 5, 6], weight: [8, 1, 3, 3], stride: 2, padding: 1, groups: 4),
    Setting(input: [2, 3, 5, 4], weight: [4, 3, 1, 1]),
    Setting(input: [1, 2, 4, 5, 6], weight: [3, 2, 2, 3, 1], stride: 2, padding: 1),
    // More output positions, and more input channels, than one task takes.
    Setting(input: [1, 8, 70, 65], weight: [5, 8, 3, 3], padding: 1),
    Setting(input: [2, 40, 25, 24], weight: [3, 40, 3, 3], padding: 1),
  ]

  static func numbers(_ shape: Shape, _ multiplier: Int, _ dtype: DType = .float64) -> Tensor {
    let count = Tensor.arange(shape.numel, dtype: .int64)
    return count.mul(multiplier).add(3).remainder(7).sub(3).view(shape).to(dtype)
  }

  /// Σ over taps of (weight under the tap) @ (input under the tap), by views and matrix products.
  static func reference(_ s: Setting, _ x: Tensor, _ w: Tensor) -> Tensor {
    let rank = s.input.count - 2
    let padded = x.constantPadNd(Array(repeating: s.padding, count: 2 * rank))
    let sizes = (0..<rank).map {
      (padded.size($0 + 2) - s.dilation * (s.weight[$0 + 2] - 1) - 1) / s.stride + 1
    }
    let (n, o, depth) = (s.input[0], s.weight[0] / s.groups, s.weight[1])
    let kernels = w.reshape([s.groups, o, depth, -1])
    var sum = Tensor.zeros([n, s.groups, o, sizes.reduce(1, *)], dtype: x.dtype)
    for tap in 0..<kernels.size(3) {
      var (under, rest) = (padded, tap)
      for d in (0..<rank).reversed() {
        let start = rest % s.weight[d + 2] * s.dilation
        rest /= s.weight[d + 2]
        under = under.slice(
          d + 2, from: start, to: start + (sizes[d] - 1) * s.stride + 1, step: s.stride)
      }
      let columns = under.reshape([n, s.groups, depth, -1])
      sum = sum.add(kernels.select(3, tap).unsqueeze(0).matmul(columns))
    }
    return sum.reshape(Shape([n, s.weight[0]] + sizes))
  }

  @Test(arguments: settings)
  func equalsSumsOfShiftedSlices(_ s: Setting) {
    let x = Self.numbers(s.input, 5)
    let w = Self.numbers(s.weight, 3)
    let bias = Self.numbers([s.weight[0]], 2)
    let column = bias.view(Shape([s.weight[0]] + Array(repeating: 1, count: s.input.count - 2)))
    let expected = Self.reference(s, x, w).add(column)
    for dtype in [DType.float64, .float32, .int64, .int16] {
      let result = s.convolve(x.to(dtype), w.to(dtype), bias.to(dtype))
      #expect(result.dtype == dtype)
      #expect(result.to(.float64).equal(expected), "\(dtype.name)")
    }
  }

  @Test(arguments: settings)
  func halvesRoundTheExactSumOnce(_ s: Setting) {
    let x = Self.numbers(s.input, 5)
    let w = Self.numbers(s.weight, 3)
    let expected = Self.reference(s, x, w)
    for dtype in [DType.float16, .bfloat16] {
      #expect(s.convolve(x.to(dtype), w.to(dtype)).equal(expected.to(dtype)), "\(dtype.name)")
    }
  }

  /// ⟨conv(x, w), y⟩ = ⟨x, x'⟩ = ⟨w, w'⟩ for the gradients x' and w', and the same one order up.
  @Test(arguments: settings, [DType.float64, .float32])
  func gradientsAreAdjoints(_ s: Setting, _ dtype: DType) {
    let x = Self.numbers(s.input, 5, dtype).requiresGrad_()
    let w = Self.numbers(s.weight, 3, dtype).requiresGrad_()
    let result = s.convolve(x, w)
    let y = Self.numbers(result.shape, 2, dtype).requiresGrad_()
    let first = grad(outputs: [result], inputs: [x, w], gradOutputs: [y], createGraph: true)
    let form = dot(result, y)
    #expect(dot(x, first[0]!) == form)
    #expect(dot(w, first[1]!) == form)

    let v = Self.numbers(s.input, 4, dtype)
    let second = grad(outputs: [first[0]!], inputs: [w, y], gradOutputs: [v], retainGraph: true)
    #expect(second[1]!.equal(s.convolve(v, w.detach())))
    #expect(dot(second[0]!, w) == dot(first[0]!, v))
    let u = Self.numbers(s.weight, 6, dtype)
    let third = grad(outputs: [first[1]!], inputs: [x, y], gradOutputs: [u])
    #expect(third[1]!.equal(s.convolve(x.detach(), u)))
    #expect(dot(third[0]!, x) == dot(first[1]!, u))
  }

  @Test(arguments: settings)
  func transposedIsTheGradientOfTheInput(_ s: Setting) {
    let x = Self.numbers(s.input, 5).requiresGrad_()
    let w = Self.numbers(s.weight, 3)
    let result = s.convolve(x, w)
    let y = Self.numbers(result.shape, 2)
    let pulled = grad(outputs: [result], inputs: [x], gradOutputs: [y])[0]!
    let plain = s.transpose(y, w, outputPadding: [0])
    let missing = (2..<s.input.count).map { s.input[$0] - plain.size($0) }
    #expect(s.transpose(y, w, outputPadding: missing).equal(pulled))
  }

  @Test(arguments: settings)
  func bitsDoNotDependOnThreads(_ s: Setting) {
    let x = Tensor.rand(s.input).requiresGrad_()
    let w = Tensor.rand(s.weight).requiresGrad_()
    func all() -> [Tensor] {
      let result = s.convolve(x, w)
      let cotangent = Tensor.linspace(-1, 1, result.numel).view(result.shape)
      return [result.detach()]
        + grad(outputs: [result], inputs: [x, w], gradOutputs: [cotangent]).map { $0! }
    }
    let threads = CPU.threadCount
    defer { CPU.threadCount = threads }
    CPU.threadCount = 1
    let alone = all()
    CPU.threadCount = 4
    #expect(zip(alone, all()).allSatisfy { $0.equal($1) })
  }

  private func dot(_ a: Tensor, _ b: Tensor) -> Double {
    a.detach().to(.float64).mul(b.detach().to(.float64)).sum().item().doubleValue
  }
}
