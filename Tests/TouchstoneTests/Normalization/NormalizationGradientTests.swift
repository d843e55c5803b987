import Testing
import Touchstone

/// Fused normalisations against the same formula in plain operations: values, first and second
/// derivatives, in every layout of memory.
@Suite struct NormalizationGradientTests {
  private func leaf(_ shape: Shape, _ seed: UInt64) -> Tensor {
    Tensor.randn(shape, generator: Generator(seed: seed), dtype: .float64).requiresGrad_()
  }

  private func plain(_ x: Tensor, _ dims: [Int], _ eps: Double) -> Tensor {
    let distance = x.sub(x.mean(dims, keepdim: true))
    return distance.div(distance.square().mean(dims, keepdim: true).add(eps).sqrt())
  }

  /// Compares results, gradients and gradients of gradients of two functions of the inputs.
  private func compare(_ inputs: [Tensor], _ fused: () -> Tensor, _ plain: () -> Tensor) {
    let (ours, expected) = (derivatives(fused(), inputs), derivatives(plain(), inputs))
    for (a, b) in zip(ours, expected) {
      #expect(a.shape == b.shape && a.sub(b).abs().max().item().doubleValue < 1e-9)
    }
  }

  private func derivatives(_ out: Tensor, _ inputs: [Tensor]) -> [Tensor] {
    let cotangent = Tensor.randn(out.shape, generator: Generator(seed: 77), dtype: .float64)
    let first = grad(
      outputs: [out], inputs: inputs, gradOutputs: [cotangent], createGraph: true
    ).map { $0! }
    let outer = first.enumerated().map { index, gradient in
      gradient.mul(
        Tensor.randn(
          gradient.shape, generator: Generator(seed: 100 + UInt64(index)), dtype: .float64)
      ).sum()
    }
    let second = grad(
      outputs: [outer.dropFirst().reduce(outer[0]) { $0.add($1) }], inputs: inputs,
      allowUnused: true)
    return [out] + first + zip(second, inputs).map { $0 ?? Tensor.zerosLike($1) }
  }

  @Test(arguments: [MemoryFormat.contiguous, .channelsLast])
  func batchNorm(_ format: MemoryFormat) {
    let (x, w, b) = (leaf([3, 2, 4, 5], 1), leaf([2], 2), leaf([2], 3))
    func column(_ t: Tensor) -> Tensor { t.reshape([1, 2, 1, 1]) }
    compare([x, w, b]) {
      let out = F.batchNorm(
        x.contiguous(memoryFormat: format), nil, nil, weight: w, bias: b, training: true)
      #expect(out.isContiguous(format))
      return out
    } _: {
      plain(x, [0, 2, 3], 1e-5).mul(column(w)).add(column(b))
    }
  }

  @Test func batchNormOfRowsAndWithGivenStatistics() {
    let (x, w, b) = (leaf([7, 3], 4), leaf([3], 5), leaf([3], 6))
    compare([x, w, b]) {
      F.batchNorm(x, nil, nil, weight: w, bias: b, training: true)
    } _: {
      plain(x, [0], 1e-5).mul(w).add(b)
    }
    let mean = Tensor([0.5, -1, 2], dtype: .float64)
    let variance = Tensor([0.25, 1, 4], dtype: .float64)
    let fixed = F.batchNorm(x, mean, variance, weight: w, bias: b)
    let expected = x.sub(mean).div(variance.add(1e-5).sqrt()).mul(w).add(b)
    let (ours, theirs) = (firstGradients(fixed, [x, w, b]), firstGradients(expected, [x, w, b]))
    for (a, b) in zip(ours, theirs) { #expect(a.allclose(b)) }
  }

  private func firstGradients(_ out: Tensor, _ inputs: [Tensor]) -> [Tensor] {
    let cotangent = Tensor.randn(out.shape, generator: Generator(seed: 9), dtype: .float64)
    return grad(outputs: [out], inputs: inputs, gradOutputs: [cotangent]).map { $0! }
  }

  @Test func layerNorm() {
    let (x, w, b) = (leaf([3, 2, 700], 7), leaf([2, 700], 8), leaf([2, 700], 9))
    compare([x, w, b]) {
      F.layerNorm(x, [2, 700], weight: w, bias: b)
    } _: {
      plain(x, [1, 2], 1e-5).mul(w).add(b)
    }
  }

  @Test func groupNorm() {
    for shape in [[2, 6, 5], [3, 6]] as [Shape] {
      let (x, w, b) = (leaf(shape, 10), leaf([6], 11), leaf([6], 12))
      let column = Shape([1, 6] + shape.dropFirst(2).map { _ in 1 })
      compare([x, w, b]) {
        F.groupNorm(x, 3, weight: w, bias: b)
      } _: {
        plain(x.reshape([shape[0], 3, -1]), [2], 1e-5).reshape(shape)
          .mul(w.reshape(column)).add(b.reshape(column))
      }
    }
  }

  @Test func instanceAndRootMeanSquareNorm() {
    let (x, w) = (leaf([2, 3, 6], 13), leaf([3], 14))
    compare([x, w]) {
      F.instanceNorm(x, weight: w)
    } _: {
      plain(x, [2], 1e-5).mul(w.reshape([1, 3, 1]))
    }
    let scale = leaf([6], 15)
    compare([x, scale]) {
      F.rmsNorm(x, 6, weight: scale, eps: 0.01)
    } _: {
      x.div(x.square().mean(-1, keepdim: true).add(0.01).sqrt()).mul(scale)
    }
  }

  @Test func gradientsThatNobodyWantsAreNotAsked() {
    let x = leaf([4, 3], 16)
    let out = F.batchNorm(x, nil, nil, weight: Tensor.ones([3], dtype: .float64), training: true)
    let gradient = firstGradients(out, [x])[0]
    #expect(gradient.sum(0).abs().max().item().doubleValue < 1e-12)
  }
}
