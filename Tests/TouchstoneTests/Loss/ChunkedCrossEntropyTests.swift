import Testing

@testable import Touchstone

/// Linear cross entropy in pieces equals the one of the whole batch.
struct ChunkedCrossEntropyTests {
  private struct Outcome {
    let loss: Tensor
    let gradients: [Tensor]
  }

  private func run(
    _ target: Tensor, _ reduction: LossReduction, _ options: LinearCrossEntropyOptions?
  ) -> Outcome {
    let noise = LossGradientTests.noise
    let leaves = [noise([7, 3], 1), noise([5, 3], 2), noise([5], 3)].map { $0.requiresGrad_() }
    let isClass = target.dtype == .int64
    let loss = F.linearCrossEntropy(
      leaves[0], leaves[1], target, linearBias: leaves[2], weight: noise([5], 4).abs(),
      reduction: reduction, ignoreIndex: isClass ? 2 : nil, options: options)
    let cotangent = noise(loss.shape, 6)
    let gradients = grad(outputs: [loss], inputs: leaves, gradOutputs: [cotangent])
    return Outcome(loss: loss.detach(), gradients: gradients.map { $0! })
  }

  private func agree(_ a: Tensor, _ b: Tensor) -> Bool {
    a.shape == b.shape && a.sub(b).abs().max().item().doubleValue < 1e-13
  }

  @Test(arguments: LossReduction.allCases, [1, 2, 3, 7])
  func piecesMakeTheWhole(_ reduction: LossReduction, _ size: Int) {
    let options = LinearCrossEntropyOptions(batchChunkSize: size)
    let classes = Tensor([1, 4, 2, 0, 2, 3, 1])
    let probabilities = LossGradientTests.noise([7, 5], 8).softmax(1)
    for target in [classes, probabilities] {
      let whole = run(target, reduction, nil), pieces = run(target, reduction, options)
      #expect(agree(whole.loss, pieces.loss))
      for (a, b) in zip(whole.gradients, pieces.gradients) { #expect(agree(a, b)) }
    }
  }

  @Test(arguments: [true, false]) func aSecondPassNeedsTheGraph(_ retains: Bool) throws {
    let x = LossGradientTests.noise([4, 3], 1).requiresGrad_()
    func twice() throws -> Tensor {
      try checked {
        let loss = F.linearCrossEntropy(
          x, LossGradientTests.noise([5, 3], 2), Tensor([0, 1, 2, 3]),
          options: LinearCrossEntropyOptions(allowRetainGraph: retains, batchChunkSize: 2))
        loss.backward(retainGraph: true)
        loss.backward()
        return x.grad!
      }
    }
    if retains {
      _ = try twice()
    } else {
      let error = #expect(throws: TensorError.self) { try twice() }
      #expect(error?.message.contains("chunked backward called twice") == true)
    }
  }
}
