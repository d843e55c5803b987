import Testing

import Touchstone

/// Graph, accumulation and the `backward` / `grad` entry points.
@Suite struct BackwardTests {
  private func leaf(_ values: [Double]) -> Tensor {
    Tensor(values, dtype: .float64).requiresGrad_()
  }

  @Test func productRule() {
    let x = leaf([2, 3])
    let y = leaf([5, 7])
    (x * y + x).sum().backward()
    #expect(x.grad!.toArray(Double.self) == [6, 8])
    #expect(y.grad!.toArray(Double.self) == [2, 3])
  }

  @Test func gradientsAccumulateUntilCleared() {
    let x = leaf([1])
    (x * 3).backward()
    (x * 4).backward()
    #expect(x.grad!.toArray(Double.self) == [7])
    x.grad = nil
    (x * 5).backward()
    #expect(x.grad!.toArray(Double.self) == [5])
  }

  @Test func accumulationHappensInPlace() {
    let x = leaf([1])
    (x * 3).backward()
    let held = x.grad!
    (x * 4).backward()
    #expect(held.toArray(Double.self) == [7])
  }

  @Test func sharedGradientIsNotAliased() {
    let x = leaf([1])
    let y = leaf([1])
    (x + y).backward()
    (x * 2).backward()
    #expect(x.grad!.toArray(Double.self) == [3])
    #expect(y.grad!.toArray(Double.self) == [1])
  }

  @Test func diamondSumsBothPaths() {
    let x = leaf([3])
    let a = x * x
    (a * a + a).backward()
    #expect(x.grad!.toArray(Double.self) == [4 * 27 + 6])
  }

  @Test func higherDerivatives() {
    let x = leaf([2])
    let y = x * x * x * x
    let first = grad(outputs: [y], inputs: [x], createGraph: true)[0]!
    let second = grad(outputs: [first], inputs: [x], createGraph: true)[0]!
    let third = grad(outputs: [second], inputs: [x])[0]!
    #expect(first.item().doubleValue == 32)
    #expect(second.item().doubleValue == 48)
    #expect(third.item().doubleValue == 48)
  }

  @Test func gradLeavesGradAlone() {
    let x = leaf([2])
    let result = grad(outputs: [x * x], inputs: [x])
    #expect(result[0]!.item().doubleValue == 4)
    #expect(x.grad == nil)
  }

  @Test func gradOfIntermediate() {
    let x = leaf([2])
    let a = x * 3
    let result = grad(outputs: [a * a], inputs: [a])
    #expect(result[0]!.item().doubleValue == 12)
  }

  @Test func unusedInput() throws {
    let x = leaf([2])
    let y = leaf([2])
    #expect(throws: TensorError.self) {
      try checked { grad(outputs: [x * 1], inputs: [y]) }
    }
    #expect(grad(outputs: [x * 1], inputs: [y], allowUnused: true)[0] == nil)
    let zero = grad(outputs: [x * 1], inputs: [y], materializeGrads: true)[0]!
    #expect(zero.toArray(Double.self) == [0])
  }

  @Test func backwardIntoChosenInputs() {
    let x = leaf([2])
    let y = leaf([3])
    (x * y).backward(inputs: [x])
    #expect(x.grad!.item().doubleValue == 3)
    #expect(y.grad == nil)
  }

  @Test func secondPassNeedsRetainGraph() throws {
    let x = leaf([2])
    let y = x * x
    y.backward(retainGraph: true)
    y.backward()
    #expect(x.grad!.item().doubleValue == 8)
    let error = #expect(throws: TensorError.self) { try checked { y.backward() } }
    #expect(error!.message.contains("Trying to backward through the graph a second time"))
  }

  @Test func nonScalarRootNeedsGradient() {
    let x = leaf([1, 2])
    let error = #expect(throws: TensorError.self) { try checked { (x * 2).backward() } }
    #expect(error!.message == "grad can be implicitly created only for scalar outputs")
    (x * 2).backward(gradient: Tensor([1.0, 10.0], dtype: .float64))
    #expect(x.grad!.toArray(Double.self) == [2, 20])
  }

  @Test func rootWithoutGraph() {
    let x = Tensor([1.0])
    let error = #expect(throws: TensorError.self) { try checked { x.backward() } }
    #expect(error!.message.contains("does not require grad and does not have a grad_fn"))
  }

  @Test func broadcastGradientsAreSummed() {
    let x = Tensor.ones([3, 1], dtype: .float64).requiresGrad_()
    let y = Tensor.ones([2], dtype: .float64).requiresGrad_()
    (x * y).sum().backward()
    #expect(x.grad!.shape == [3, 1])
    #expect(x.grad!.toArray(Double.self) == [2, 2, 2])
    #expect(y.grad!.toArray(Double.self) == [3, 3])
  }

  @Test func dtypeConversionInGraph() {
    let x = Tensor([1.0, 2.0], dtype: .float32).requiresGrad_()
    x.to(.float64).sum().backward()
    #expect(x.grad!.dtype == .float32)
    #expect(x.grad!.toArray(Float.self) == [1, 1])
  }

  @Test func modesSwitchRecording() {
    let x = leaf([1])
    #expect(!noGrad { x * 2 }.requiresGrad)
    #expect(noGrad { enableGrad { x * 2 } }.requiresGrad)
    #expect(!inferenceMode { x * 2 }.requiresGrad)
    #expect((x * 2).gradFn!.name == "MulBackward0")
    #expect(!x.detach().requiresGrad)
  }

  @Test func retainedGradient() {
    let x = leaf([2])
    let a = x * 3
    a.retainGrad()
    (a * a).backward()
    #expect(a.grad!.item().doubleValue == 12)
  }

  @Test func longChainNeitherOverflowsNorLeaks() {
    let x = leaf([1])
    weak var observed: Node?
    do {
      var y = x + 0
      observed = y.gradFn
      for _ in 0..<1_000_000 { y = y + 1 }
      y.backward()
    }
    #expect(x.grad!.item().doubleValue == 1)
    #expect(observed == nil)
  }

  @Test func unusedLongChainIsFreed() {
    let x = leaf([1])
    weak var observed: Node?
    do {
      var y = x * 2
      observed = y.gradFn
      for _ in 0..<200_000 { y = y * 1 }
      _ = y
    }
    #expect(observed == nil)
  }
}
