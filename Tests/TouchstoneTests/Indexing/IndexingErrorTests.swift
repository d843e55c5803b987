import Testing
import Touchstone

/// What the indexed operations refuse, in PyTorch's words.
@Suite struct IndexingErrorTests {
  private let x = Tensor.arange(12).to(.float32).view([3, 4])
  private let ones = Tensor.ones([2, 4])

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

  @Test func gatherAndScatter() {
    refused(.runtime, "index 5 is out of bounds for dimension 1 with size 4") {
      x.gather(1, Tensor([[5]]))
    }
    refused(.runtime, "gather(): Expected dtype int32/int64 for index") {
      x.gather(1, Tensor([[0.5]]))
    }
    refused(
      .runtime, "Index tensor must have the same number of dimensions as input tensor"
    ) { x.gather(1, Tensor([0])) }
    refused(
      .runtime,
      "Size does not match at dimension 1 expected index [1, 5] to be no larger than self [3, 4] "
        + "apart from dimension 0"
    ) { x.gather(0, Tensor([[0, 1, 2, 0, 1]])) }
    refused(
      .runtime,
      "Expected index [1, 2] to be no larger than self [3, 4] apart from dimension 0 and to be no "
        + "larger size than src [1, 1]"
    ) { x.scatter(0, Tensor([[0, 0]]), Tensor.ones([1, 1])) }
    refused(.runtime, "scatter(): Expected self.dtype to be equal to src.dtype") {
      x.scatter(0, Tensor([[0]]), Tensor.ones([1, 1], dtype: .float64))
    }
    refused(.runtime, "reduce argument must be either add or multiply.") {
      x.scatter(0, Tensor([[0]]), Tensor.ones([1, 1]), reduce: "sum")
    }
    refused(.runtime, "value cannot be converted to type int8_t without overflow") {
      x.to(.int8).scatter(0, Tensor([[0]]), 300)
    }
  }

  @Test func rows() {
    refused(.index, "index_select(): Index is supposed to be a vector") {
      x.indexSelect(0, Tensor([[0]]))
    }
    refused(.index, "index out of range in self") { x.indexSelect(0, Tensor([3])) }
    refused(.runtime, "index -1 is out of bounds for dimension 0 with size 3") {
      x.indexAdd(0, Tensor([0, -1]), ones)
    }
    refused(
      .runtime,
      "index_add_(): Number of indices (2) should be equal to source.size(dim): (3), for dim: 0"
    ) { x.indexAdd(0, Tensor([0, 1]), Tensor.ones([3, 4])) }
    refused(.index, "index_copy_(): index 4 is out of bounds for dimension 0 with size 3") {
      x.indexCopy(0, Tensor([0, 4]), ones)
    }
    refused(
      .runtime,
      "index_copy_(): Source/destination tensor must have same slice shapes. Destination slice "
        + "shape: 4 at dimension 0 and source slice shape: 5 at dimension 0."
    ) { x.indexCopy(0, Tensor([0, 1]), Tensor.ones([2, 5])) }
    refused(.runtime, "Index has to be a vector/scalar") { x.indexFill(0, Tensor([[0]]), 1) }
    refused(
      .runtime,
      "index_fill_ only supports a 0-dimensional value tensor, but got tensor with 1 dimension(s)."
    ) { x.indexFill(0, Tensor([0]), Tensor.ones([1])) }
    refused(
      .runtime,
      "index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got sum."
    ) { x.indexReduce(0, Tensor([0, 1]), ones, reduce: .sum) }
  }

  @Test func positions() {
    refused(.index, "out of range: tried to access index -13 on a tensor of 12 elements.") {
      x.take(Tensor([-13]))
    }
    refused(
      .index,
      "put_(): Expected source and index to have the same number of elements, but got "
        + "source.numel() = 2, index.numel() = 1"
    ) { x.put(Tensor([0]), Tensor.ones([2])) }
    refused(.index, "too many indices for tensor of dimension 2 (got 3)") {
      x.indexPut([Tensor([0]), Tensor([0]), Tensor([0])], Tensor(1.0))
    }
    refused(
      .runtime,
      "shape mismatch: value tensor of shape [3, 4] cannot be broadcast to indexing result of "
        + "shape [2, 4]"
    ) { x.indexPut([Tensor([0, 1])], Tensor.ones([3, 4])) }
    refused(.runtime, "repeats can not be negative") { Tensor.repeatInterleave(Tensor([1, -1])) }
    refused(
      .runtime,
      "repeats must have the same size as input along dim, but got repeats.size(0) = 2 and "
        + "input.size(0) = 3"
    ) { x.repeatInterleave(Tensor([1, 2]), dim: 0) }
    refused(.type, "expected 'indices' to be integer dtype, but got torch.float32") {
      x.unravelIndex([3, 4])[0]
    }
    refused(.runtime, "a Tensor with 12 elements cannot be converted to Scalar") {
      Tensor.full([], x.item())
    }
  }

  @Test func masks() {
    refused(
      .runtime, "masked_fill_ only supports boolean masks, but got mask with dtype long int"
    ) { x.maskedFill(Tensor([1]), 1) }
    refused(.runtime, "masked_select: expected BoolTensor for mask") {
      x.maskedSelect(Tensor([1]))
    }
    refused(.runtime, "Number of elements of source < number of ones in mask") {
      x.maskedScatter(Tensor([true]), Tensor.ones([2]))
    }
    refused(
      .runtime,
      "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1"
    ) { x.maskedSelect(Tensor([true, true, true])) }
  }
}
