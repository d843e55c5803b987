import Testing
import Touchstone

/// What reductions, scans and sorts refuse, in PyTorch's words.
@Suite struct ReductionErrorTests {
  private let x = Tensor.ones([2, 3])
  private let none = Tensor.zeros([0, 3])

  private func refused(
    _ kind: TensorError.Kind, _ message: String, _ location: SourceLocation = #_sourceLocation,
    _ call: () -> Tensor
  ) {
    let error = #expect(throws: TensorError.self, sourceLocation: location) {
      try checked { _ = call() }
    }
    #expect(error?.kind == kind, sourceLocation: location)
    #expect(error?.message == message, sourceLocation: location)
  }

  @Test func dimensions() {
    let range = "Dimension out of range (expected to be in range of [-2, 1], but got 5)"
    refused(.index, range) { x.sum(5) }
    refused(.index, range) { x.cumsum(5) }
    refused(.index, range) { x.sort(5).values }
    refused(.index, range) { x.softmax(5) }
    refused(.runtime, "dim 0 appears multiple times in the list of dims") { x.amax([0, -2]) }
  }

  @Test func emptyExtrema() {
    refused(
      .runtime,
      "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction "
        + "dim with the 'dim' argument."
    ) { none.max() }
    refused(.index, "max(): Expected reduction dim 0 to have non-zero size.") {
      none.max(0).values
    }
    refused(.index, "aminmax: Expected reduction dim 0 to have non-zero size.") {
      none.aminmax(0).min
    }
    refused(
      .runtime,
      "linalg.vector_norm cannot compute the inf norm on an empty tensor because the operation "
        + "does not have an identity"
    ) { none.norm(.infinity) }
  }

  @Test func dtypes() {
    let whole = x.to(.int64)
    refused(
      .notImplemented,
      "mean(): could not infer output dtype. Input dtype must be either a floating point or "
        + "complex dtype. Got: Long"
    ) { whole.mean() }
    refused(.notImplemented, "std and var only support floating point and complex dtypes") {
      whole.std()
    }
    refused(.notImplemented, "\"softmax_kernel_impl\" not implemented for 'Long'") {
      whole.softmax(0)
    }
    refused(.notImplemented, "topk does not support bool dtypes on CPU") {
      x.to(.bool).topk(1).values
    }
  }

  @Test func selection() {
    refused(.runtime, "selected index k out of range") { x.topk(4).values }
    refused(.runtime, "kthvalue(): selected number k out of range for dimension 1") {
      x.kthvalue(0).values
    }
    refused(.runtime, "quantile() q must be in the range [0, 1] but got 1.5") { x.quantile(1.5) }
    refused(.runtime, "bincount only supports 1-d non-negative integral inputs.") {
      Tensor([1, -1]).bincount()
    }
    refused(.runtime, "torch.histc: max must be larger than min") {
      x.histc(bins: 3, min: 2, max: 1)
    }
  }
}
