import Testing
import Touchstone

@Suite struct EmbeddingTests {
  private let rows = Tensor([1, 1, 2, 1] as [Int64])

  private func gradient(_ lookUp: (Tensor) -> Tensor) -> [Float] {
    let weight = Tensor.ones([4, 1]).requiresGrad_()
    lookUp(weight).sum().backward()
    return weight.grad!.toArray(Float.self)
  }

  @Test func rowsCollectTheirGradients() {
    #expect(gradient { F.embedding(rows, $0) } == [0, 3, 1, 0])
    #expect(gradient { F.embedding(rows, $0, paddingIdx: -3) } == [0, 0, 1, 0])
    #expect(gradient { F.embedding(rows, $0, scaleGradByFreq: true) } == [0, 1, 1, 0])
  }

  @Test func paddedGradientsOfNaNStayOut() {
    let weight = Tensor.ones([4, 1]).requiresGrad_()
    let cotangent = Tensor([.nan, .nan, 2, .nan] as [Float]).reshape([4, 1])
    F.embedding(rows, weight, paddingIdx: 1).backward(gradient: cotangent)
    #expect(weight.grad!.toArray(Float.self) == [0, 0, 2, 0])
  }

  @Test func rowsInUseAreRenormalisedInPlace() {
    let weight = Tensor([[3, 4], [6, 8], [0, 10]] as [[Float]]).requiresGrad_()
    let out = F.embedding(Tensor([0, 2] as [Int64]), weight, maxNorm: 5)
    #expect(weight.detach().allclose(Tensor([[3, 4], [6, 8], [0, 5]] as [[Float]])))
    #expect(out.detach().allclose(Tensor([[3, 4], [0, 5]] as [[Float]])))
  }

  @Test func indicesOutOfRangeAreErrors() {
    for row in [4, -1] as [Int64] {
      #expect(throws: TensorError.self) {
        try checked { F.embedding(Tensor([row]), Tensor.ones([4, 1])) }
      }
    }
  }

  @Test func bagsOfAllModes() {
    let weight = Tensor([[1, -1], [2, -2], [4, -4]] as [[Float]])
    let input = Tensor([0, 1, 2, 2] as [Int64])
    let offsets = Tensor([0, 2, 2] as [Int64])
    func bag(_ mode: BagMode, padding: Int? = nil) -> [Float] {
      F.embeddingBag(input, weight, offsets: offsets, mode: mode, paddingIdx: padding)
        .toArray(Float.self)
    }
    #expect(bag(.sum) == [3, -3, 0, 0, 8, -8])
    #expect(bag(.mean) == [1.5, -1.5, 0, 0, 4, -4])
    #expect(bag(.max) == [2, -1, 0, 0, 4, -4])
    #expect(bag(.mean, padding: 0) == [2, -2, 0, 0, 4, -4])
    #expect(bag(.max, padding: 0) == [2, -2, 0, 0, 4, -4])
  }

  @Test func weightsOfSamplesHaveGradients() {
    let weight = Tensor([[1, 2], [3, 5]] as [[Double]]).requiresGrad_()
    let factors = Tensor([[2, 3]] as [[Double]]).requiresGrad_()
    let input = Tensor([[0, 1]] as [[Int64]])
    let out = F.embeddingBag(input, weight, mode: .sum, perSampleWeights: factors)
    #expect(out.toArray(Double.self) == [11, 19])
    let gradients = grad(
      outputs: [out.square().sum()], inputs: [weight, factors], createGraph: true)
    #expect(gradients[0]!.toArray(Double.self) == [44, 76, 66, 114])
    #expect(gradients[1]!.toArray(Double.self) == [98, 256])
    let second = grad(outputs: [gradients[1]!.sum()], inputs: [factors])[0]!
    #expect(second.toArray(Double.self) == [36, 94])
  }
}
