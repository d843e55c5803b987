import Testing
import Touchstone

@Suite struct SparseGradientTests {
  private let weight = Tensor.arange(8, dtype: .float32).reshape([4, 2]).requiresGrad_()
  private let input = Tensor([[3, 1], [1, 0]] as [[Int64]])

  private func expect(
    _ gradient: Tensor, _ indices: [Int64], _ values: [Float], isCoalesced: Bool = false,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(gradient.isSparse && gradient.isCoalesced == isCoalesced, sourceLocation: location)
    #expect(gradient.storedIndices.toArray(Int64.self) == indices, sourceLocation: location)
    #expect(gradient.storedValues.toArray(Float.self) == values, sourceLocation: location)
  }

  private func look(_ rows: [Int64], times factor: Float = 1) -> Tensor {
    F.embedding(Tensor(rows), weight, sparse: true).sum() * factor
  }

  @Test func embeddingsKeepTheOrderOfTheirRows() {
    let cotangent = Tensor.arange(1, 9, dtype: .float32).reshape([2, 2, 2])
    F.embedding(input, weight, sparse: true).backward(gradient: cotangent)
    expect(weight.grad!, [3, 1, 1, 0], [1, 2, 3, 4, 5, 6, 7, 8])
    weight.grad = nil
    F.embedding(input, weight, paddingIdx: 1, sparse: true).backward(gradient: cotangent)
    expect(weight.grad!, [3, 0], [1, 2, 7, 8])
    #expect(
      failure {
        F.embedding(input, weight, scaleGradByFreq: true, sparse: true).sum().backward()
      }?.message == "embedding_backward: scale_grad_by_freq not supported with sparse gradients")
  }

  @Test func bagsGiveEachItemItsShare() {
    let cotangent = Tensor([[1, 2], [3, 4]] as [[Float]])
    func gradient(_ mode: BagMode, _ factors: Tensor? = nil, padding: Int? = nil) -> Tensor {
      weight.grad = nil
      F.embeddingBag(
        input, weight, mode: mode, sparse: true, perSampleWeights: factors, paddingIdx: padding
      ).backward(gradient: cotangent)
      return weight.grad!
    }
    expect(gradient(.sum), [3, 1, 1, 0], [1, 2, 1, 2, 3, 4, 3, 4])
    expect(gradient(.mean), [3, 1, 1, 0], [0.5, 1, 0.5, 1, 1.5, 2, 1.5, 2])
    let factors = Tensor([[0.5, 1], [2, 3]] as [[Float]]).requiresGrad_()
    expect(gradient(.sum, factors), [3, 1, 1, 0], [0.5, 1, 1, 2, 6, 8, 9, 12])
    #expect(factors.grad!.toArray(Float.self) == [20, 8, 18, 4])
    expect(gradient(.mean, padding: 1), [3, 0], [1, 2, 3, 4])
  }

  @Test func gatherNamesEveryCoordinate() {
    let x = Tensor.arange(6, dtype: .float32).reshape([3, 2]).requiresGrad_()
    let index = Tensor([[0, 1], [0, 1]] as [[Int64]])
    x.gather(0, index, sparseGrad: true)
      .backward(gradient: Tensor([[1, 2], [3, 4]] as [[Float]]))
    expect(x.grad!, [0, 1, 0, 1, 0, 1, 0, 1], [1, 2, 3, 4])
    let scalar = Tensor.full([], 2.0).requiresGrad_()
    scalar.gather(0, Tensor([0, 0] as [Int64]), sparseGrad: true).sum().backward()
    #expect(scalar.grad!.sparseDim == 0 && scalar.grad!.toDense().item().doubleValue == 2)
  }

  @Test func leavesAccumulateSparseGradients() {
    look([3, 1]).backward()
    let first = weight.grad!
    look([1, 1], times: 3).backward()
    #expect(weight.grad === first)
    expect(first, [3, 1, 1, 1], [1, 1, 1, 1, 3, 3, 3, 3])
    weight.sum().backward()
    #expect(weight.grad!.toArray(Float.self) == [1, 1, 8, 8, 1, 1, 2, 2])
    let dense = weight.grad!
    look([0]).backward()
    #expect(weight.grad === dense && dense.toArray(Float.self) == [2, 2, 8, 8, 1, 1, 2, 2])
  }

  @Test func oneGraphAddsSparseGradients() {
    (look([3, 1]) + look([0, 0], times: 5)).backward()
    expect(weight.grad!, [3, 1, 0, 0], [1, 1, 1, 1, 5, 5, 5, 5])
    weight.grad = nil
    (look([3, 1]) + weight.sum()).backward()
    #expect(weight.grad!.toArray(Float.self) == [1, 1, 2, 2, 1, 1, 2, 2])
  }

  @Test func sparseGradientsFlowThroughArithmetic() {
    F.embedding(Tensor([3, 1] as [Int64]), weight * weight, sparse: true).sum().backward()
    expect(weight.grad!, [3, 1], [12, 14, 4, 6])
    weight.grad = nil
    weight.registerHook { $0 * 2 }
    look([3, 1]).backward()
    expect(weight.grad!, [3, 1], [2, 2, 2, 2])
  }

  @Test func hooksKeepTheLayout() {
    weight.registerHook { $0.toDense() }
    #expect(
      failure { look([3, 1]).backward() }?.message
        == "hook has changed the type of value (was torch.sparse.FloatTensor got "
        + "torch.FloatTensor)")
  }

  @Test func gradientsOfSparseGradients() {
    let cotangent = Tensor.ones([2, 2]).requiresGrad_()
    let out = F.embedding(Tensor([3, 1] as [Int64]), weight, sparse: true)
    let first = grad(
      outputs: [out], inputs: [weight], gradOutputs: [cotangent], createGraph: true)[0]!
    #expect(first.isSparse && first.requiresGrad)
    let scale = Tensor.arange(8, dtype: .float32).reshape([4, 2])
    let second = grad(outputs: [first], inputs: [cotangent], gradOutputs: [scale])[0]!
    #expect(second.toArray(Float.self) == [6, 7, 2, 3])
  }

  @Test func valuesOfSparseTensorsHaveGradients() {
    let values = Tensor([[1, 2], [3, 4], [5, 6]] as [[Float]]).requiresGrad_()
    let cotangent = Tensor.arange(1, 7, dtype: .float32).reshape([3, 2])
    func gradient(_ form: (Tensor) -> Tensor) -> [Float] {
      values.grad = nil
      let s = Tensor.sparseCOO(
        indices: Tensor([[1, 1, 0]] as [[Int64]]), values: values, size: [3, 2])
      form(s).backward(gradient: cotangent)
      return values.grad!.toArray(Float.self)
    }
    #expect(gradient { $0.toDense() } == [3, 4, 3, 4, 1, 2])
    #expect(gradient { $0.coalesce().toDense() } == [3, 4, 3, 4, 1, 2])
    #expect(gradient { ($0 * 2).toDense() } == [6, 8, 6, 8, 2, 4])
    #expect(gradient { ($0 + $0).toDense() } == [6, 8, 6, 8, 2, 4])
    #expect(gradient { Tensor.ones([3, 2]) + $0 } == [3, 4, 3, 4, 1, 2])
    #expect(gradient { $0.to(.float64).toDense().to(.float32) } == [3, 4, 3, 4, 1, 2])
  }

  @Test func leavesMayBeSparse() {
    let s = uncoalesced().requiresGrad_()
    s.toDense().sum().backward()
    #expect(s.grad!.isSparse && s.grad!.toDense().toArray(Float.self) == [1, 1, 1, 1, 0, 0])
    let x = Tensor([[0, 1], [2, 0]] as [[Float]]).requiresGrad_()
    (x.toSparse().toDense() * 3).sum().backward()
    #expect(x.grad!.toArray(Float.self) == [0, 3, 3, 0])
  }
}
