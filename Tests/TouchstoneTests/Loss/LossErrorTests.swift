import Testing

@testable import Touchstone

/// Bad calls of losses: kind and text of PyTorch's errors.
struct LossErrorTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let kind: TensorError.Kind
    let message: String
    let call: @Sendable () -> Tensor
    var testDescription: String { message }

    init(_ kind: TensorError.Kind, _ message: String, _ call: @escaping @Sendable () -> Tensor) {
      (self.kind, self.message, self.call) = (kind, message, call)
    }
  }

  static var x: Tensor { Tensor.ones([3, 5]) }
  static var y: Tensor { Tensor([1, 2, 3]) }
  static var leaf: Tensor { Tensor.ones([5]).requiresGrad_() }

  static let classErrors = [
    Example(.index, "Target 5 is out of bounds.") { F.nllLoss(x, Tensor([1, 5, 2])) },
    Example(.index, "Target -1 is out of bounds.") {
      F.crossEntropy(x, Tensor([1, -1, 2]), reduction: .none, labelSmoothing: 0.1)
    },
    Example(.value, "Expected 1 or more dimensions (got 0)") {
      F.nllLoss(Tensor.ones([]), Tensor(1))
    },
    Example(.value, "For 1D input, 1D target must have size 1, but got target size: 2") {
      F.nllLoss(Tensor.ones([5]), Tensor([1, 2]))
    },
    Example(.runtime, "expected target dtype to be Long or Byte, but got Bool") {
      F.nllLoss(x, y.to(.bool))
    },
    Example(.runtime, "expected scalar type Long but found Byte") {
      F.nllLoss(Tensor.ones([2, 5, 2, 2]), Tensor.zeros([2, 2, 2], dtype: .uint8))
    },
    Example(.notImplemented, "\"nll_loss_out_frame\" not implemented for 'Long'") {
      F.nllLoss(x.to(.int64), y)
    },
    Example(
      .runtime,
      "weight tensor should be defined either for all 5 classes or no classes but got weight "
        + "tensor of shape: [4]"
    ) { F.nllLoss(x, y, weight: Tensor.ones([4])) },
    Example(.runtime, "expected scalar type Float but found Double") {
      F.nllLoss(x, y, weight: Tensor.ones([5], dtype: .float64))
    },
    Example(.runtime, "size mismatch (got input: [2, 5, 3, 3] , target: [2, 3, 4]") {
      F.nllLoss(Tensor.ones([2, 5, 3, 3]), Tensor.zeros([2, 3, 4], dtype: .int64))
    },
    Example(.runtime, "Expected target size [2, 3], got [2, 4]") {
      F.nllLoss(Tensor.ones([2, 5, 3]), Tensor.zeros([2, 4], dtype: .int64))
    },
    Example(
      .runtime,
      "The function 'nll_loss_forward' is not differentiable with respect to argument 'weight'. "
        + "This input cannot have requires_grad True."
    ) { F.crossEntropy(x, y, weight: leaf) },
    Example(.runtime, "label_smoothing must be between 0.0 and 1.0. Got: 1.1") {
      F.crossEntropy(x, y, labelSmoothing: 1.1)
    },
    Example(.runtime, "ignore_index is not supported for floating point target") {
      F.crossEntropy(x, x, ignoreIndex: 2)
    },
    Example(
      .runtime,
      "cross_entropy: weight tensor should be defined either for all 5 classes or no classes but "
        + "got weight tensor of shape: [3, 5]"
    ) { F.crossEntropy(x, x, weight: x) },
    Example(.runtime, "target out of range") { F.multiMarginLoss(x, Tensor([1, 5, 2])) },
    Example(.notImplemented, "\"multi_margin_loss_cpu_kernel\" not implemented for 'Half'") {
      F.multiMarginLoss(x.to(.float16), y)
    },
    Example(.runtime, "argument #2 'target' is out of range") {
      F.multilabelMarginLoss(x, Tensor.full([3, 5], -2, dtype: .int64))
    },
    Example(.runtime, "inconsistent target size: [3, 4] for input of size: [3, 5]") {
      F.multilabelMarginLoss(x, Tensor.zeros([3, 4], dtype: .int64))
    },
  ]

  static let otherErrors = [
    Example(.runtime, "all elements of input should be between 0 and 1") {
      F.binaryCrossEntropy(x * 2, x)
    },
    Example(.runtime, "all elements of target should be between 0 and 1") {
      F.binaryCrossEntropy(x, -x)
    },
    Example(.runtime, "Found dtype Double but expected Float") {
      F.binaryCrossEntropy(x, x.to(.float64))
    },
    Example(
      .runtime,
      "Attempting to broadcast a dimension of length 4 at -1! Mismatching argument at index 1 had "
        + "torch.Size([4]); but expected shape should be broadcastable to [3, 5]"
    ) { F.binaryCrossEntropy(x, x, weight: Tensor.ones([4])) },
    Example(.runtime, "output with shape [3, 5] doesn't match the broadcast shape [2, 3, 5]") {
      F.binaryCrossEntropy(x, x, weight: Tensor.ones([2, 3, 5]))
    },
    Example(.runtime, "result type Float can't be cast to the desired output type Long") {
      F.binaryCrossEntropyWithLogits(x, x.to(.int64))
    },
    Example(
      .runtime,
      "The function 'soft_margin_loss' is not differentiable with respect to argument 'target'. "
        + "This input cannot have requires_grad True."
    ) { F.softMarginLoss(x, x.requiresGrad_()) },
    Example(.runtime, "smooth_l1_loss does not support negative values for beta.") {
      F.smoothL1Loss(x, x, beta: -1)
    },
    Example(.runtime, "huber_loss does not support non-positive values for delta.") {
      F.huberLoss(x, x, delta: .nan)
    },
    Example(.value, "Weights and input must have the same size.") {
      F.mseLoss(x, x, weight: Tensor.ones([5]))
    },
    Example(.runtime, "kl_div: Integral inputs not supported.") {
      F.klDiv(x.to(.int64), x)
    },
    Example(.value, "var has negative entry/entries") { F.gaussianNLLLoss(x, x, -1.0) },
    Example(.value, "var is of incorrect size") {
      F.gaussianNLLLoss(x, x, Tensor.ones([1, 1]))
    },
    Example(.value, "margin must be greater than 0, got 0.0") {
      F.tripletMarginLoss(x, x, x, margin: 0)
    },
    Example(
      .runtime,
      "0D target tensor expects 1D input tensors, but found inputs with sizes [3, 5] and [3, 5]."
    ) { F.cosineEmbeddingLoss(x, x, Tensor(1)) },
    Example(
      .value,
      "batch_chunk_size (=3) and chunking_method ('aspect_ratio') give different chunk sizes "
        + "(3 vs 2); pass only one."
    ) {
      F.linearCrossEntropy(
        Tensor.ones([4, 2]), Tensor.ones([4, 2]), Tensor([0, 1, 2, 3]),
        options: LinearCrossEntropyOptions(batchChunkSize: 3, chunkingMethod: "aspect_ratio"))
    },
  ]

  @Test(arguments: classErrors + otherErrors) func isRaised(_ example: Example) {
    let error = #expect(throws: TensorError.self) { try checked { example.call() } }
    #expect(error?.message == example.message)
    #expect(error?.kind == example.kind)
  }
}
