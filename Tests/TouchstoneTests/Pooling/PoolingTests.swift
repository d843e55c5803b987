import Testing

@testable import Touchstone

/// What fixtures of pooling leave open; expected values are PyTorch's.
@Suite struct PoolingTests {
  private static func ramp(_ shape: Shape, dtype: DType = .float32) -> Tensor {
    Tensor.arange(shape.numel, dtype: dtype).reshape(shape)
  }

  @Test func meansOfIntegersCutTowardsZero() {
    let x = Tensor.arange(-8, 8).reshape([1, 1, 4, 4])
    let padded = F.avgPool2d(x, 3, stride: 2, padding: 1, ceilMode: true)
    #expect(padded.toArray(Int64.self) == [-2, -2, -1, 0, 2, 1, 1, 3, 1])
    let plain = F.avgPool2d(
      x, 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false)
    #expect(plain.toArray(Int64.self) == [-5, -4, -3, 0, 2, 3, 4, 6, 7])
  }

  @Test func fractionalWindowsFollowTheGenerator() {
    let generator = Generator().manualSeed(3)
    let (values, indices) = F.fractionalMaxPool2dWithIndices(
      Self.ramp([1, 2, 7, 7]), 2, outputSize: 3, generator: generator)
    let first: [Int64] = [8, 10, 13, 22, 24, 27, 43, 45, 48]
    let second: [Int64] = [8, 11, 13, 22, 25, 27, 43, 46, 48]
    #expect(indices.toArray(Int64.self) == first + second)
    #expect(values.toArray(Int64.self) == first + second.map { $0 + 49 })
    let volume = F.fractionalMaxPool3d(
      Self.ramp([1, 5, 5, 5]), 2, outputRatio: [0.5, 0.5, 0.5],
      generator: Generator().manualSeed(3))
    #expect(volume.toArray(Float.self) == [31, 34, 46, 49, 106, 109, 121, 124])
  }

  @Test func samplesOutsideTheirRangeStayInTheImage() {
    for sample in [-3.0, 5, .nan, .infinity] {
      let (_, indices) = F.fractionalMaxPool2dWithIndices(
        Self.ramp([1, 1, 6, 6]), 2, outputSize: 3,
        randomSamples: Tensor.full([1, 1, 2], sample, dtype: .float32))
      #expect(indices.toArray(Int64.self).allSatisfy { (0..<36).contains($0) })
    }
  }

  @Test func powersOfSums() {
    let x = Self.ramp([1, 1, 5, 6], dtype: .float64).remainder(7)
    let expected = [
      6.009245006917366, 3.530348335326063, 6.542132620377179, 8.092672334566455,
      6.009245006917366, 3.530348335326063,
    ]
    #expect(F.lpPool2d(x, 3, 2).flatten().allclose(Tensor(expected, dtype: .float64)))
    let largest = F.lpPool1d(x[0], .infinity, 3).flatten().toArray(Double.self)
    #expect(largest == [2, 5, 6, 4, 6, 3, 6, 2, 5, 6])
    let least = F.lpPool1d(x[0].neg(), -.infinity, 3).flatten().toArray(Double.self)
    #expect(least == [0, 3, 0, 2, 0, 1, 4, 0, 3, 0])
  }

  @Test func channelsLastStays() {
    let x = Tensor.randn([2, 70, 9, 8])
    let last = x.contiguous(memoryFormat: .channelsLast)
    let calls: [(Tensor) -> Tensor] = [
      { F.maxPool2d($0, 3, stride: 2, padding: 1) }, { F.avgPool2d($0, 3, stride: 2) },
      { F.adaptiveAvgPool2d($0, [4, 3]) }, { F.adaptiveMaxPool2d($0, 5) },
    ]
    for call in calls {
      let result = call(last)
      #expect(result.isContiguous(.channelsLast) && !result.isContiguous)
      #expect(result.equal(call(x)))
    }
    let (_, indices) = F.maxPool2dWithIndices(last, 2)
    #expect(indices.isContiguous(.channelsLast))
    #expect(F.adaptiveAvgPool2d(last, 1).isContiguous(.channelsLast))
  }

  @Test func laterElementsOverwriteInUnpooling() {
    let x = Tensor([1, 2, 3] as [Float]).reshape([1, 1, 3]).requiresGrad_()
    let places = Tensor([4, 4, 0] as [Int64]).reshape([1, 1, 3])
    let out = F.maxUnpool1d(x, places, 2)
    #expect(out.toArray(Float.self) == [3, 0, 0, 0, 2, 0])
    out.backward(gradient: Self.ramp([1, 1, 6]))
    #expect(x.grad!.toArray(Float.self) == [4, 4, 0])
  }

  @Test func infinitiesAndNaN() {
    let low = Tensor.full([1, 1, 4], -Float.infinity)
    let (values, indices) = F.maxPool1dWithIndices(low, 2)
    #expect(values.toArray(Float.self) == [-.infinity, -.infinity])
    #expect(indices.toArray(Int64.self) == [0, 2])
    let odd = Tensor([1, .nan, .nan, 2] as [Float]).reshape([1, 1, 4])
    #expect(F.maxPool1dWithIndices(odd, 4).1.toArray(Int64.self) == [2])
  }

  @Test func sizesThatStay() {
    let x = Tensor.randn([2, 3, 5, 4])
    #expect(F.adaptiveMaxPool2d(x, [nil, 2]).shape == [2, 3, 5, 2])
    #expect(F.adaptiveAvgPool3d(Tensor.randn([2, 3, 4, 5]), [nil, nil, 2]).shape == [2, 3, 4, 2])
  }
}
