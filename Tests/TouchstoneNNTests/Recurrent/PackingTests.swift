import Testing
import Touchstone
import TouchstoneNN

struct PackingTests {
  /// Three sequences of one number an element, of lengths 2, 1 and 3, padded with zeros.
  private let padded = Tensor([1, 2, 0, 3, 0, 0, 4, 5, 6]).view([3, 3])

  private func numbers(_ tensor: Tensor?) -> [Int]? { tensor?.toArray(Int.self) }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try checked(body)
      return nil
    } catch { return "\(error)" }
  }

  @Test func packsByStep() {
    let packed = packPaddedSequence(padded, [2, 1, 3], batchFirst: true, enforceSorted: false)
    #expect(numbers(packed.data) == [4, 1, 3, 5, 2, 6])
    #expect(numbers(packed.batchSizes) == [3, 2, 1])
    #expect(numbers(packed.sortedIndices) == [2, 0, 1])
    #expect(numbers(packed.unsortedIndices) == [1, 2, 0])
    let stepsFirst = packPaddedSequence(
      padded.t(), Tensor([2, 1, 3]), enforceSorted: false)
    #expect(numbers(stepsFirst.data) == [4, 1, 3, 5, 2, 6])
    #expect(
      "\(packed)" == "PackedSequence(data=tensor([4, 1, 3, 5, 2, 6]), "
        + "batch_sizes=tensor([3, 2, 1]), sorted_indices=tensor([2, 0, 1]), "
        + "unsorted_indices=tensor([1, 2, 0]))")
  }

  @Test func comesBackInOrder() {
    let packed = packPaddedSequence(padded, [2, 1, 3], batchFirst: true, enforceSorted: false)
    let (again, lengths) = padPackedSequence(packed, batchFirst: true)
    #expect(numbers(again) == numbers(padded))
    #expect(numbers(lengths) == [2, 1, 3])
    let (longer, _) = padPackedSequence(packed, paddingValue: -1, totalLength: 4)
    #expect(numbers(longer) == [1, 3, 4, 2, -1, 5, -1, -1, 6, -1, -1, -1])
    #expect(unpackSequence(packed).map(numbers) == [[1, 2], [3], [4, 5, 6]])
  }

  @Test func paddingAndItsRemoval() {
    let sequences = [Tensor([1, 2]), Tensor([3]), Tensor([4, 5, 6])]
    #expect(numbers(padSequence(sequences, batchFirst: true)) == numbers(padded))
    #expect(
      numbers(padSequence(sequences, paddingValue: 9, paddingSide: .left))
        == [9, 9, 4, 1, 9, 5, 2, 3, 6])
    let parts = unpadSequence(padSequence(sequences), [2, 1, 3])
    #expect(parts.map(numbers) == [[1, 2], [3], [4, 5, 6]])
  }

  /// Gradients reach exactly the elements that were packed.
  @Test func gradientsPassThrough() {
    let x = Tensor.ones([3, 2, 2], dtype: .float64).requiresGrad_()
    let packed = packPaddedSequence(x, [3, 1])
    let (again, _) = padPackedSequence(packed, paddingValue: 5)
    again.mul(again).sum().backward()
    #expect(x.grad?.toArray(Double.self) == [2, 2, 2, 2, 2, 2, 0, 0, 2, 2, 0, 0])
    let parts = [Tensor.ones([2]).requiresGrad_(), Tensor.ones([1]).requiresGrad_()]
    padSequence(parts).mul(Tensor([1.0, 2, 3, 4]).view([2, 2])).sum().backward()
    #expect(parts[0].grad?.toArray(Double.self) == [1, 3])
    #expect(parts[1].grad?.toArray(Double.self) == [2])
  }

  @Test func dtypeChanges() {
    let packed = packPaddedSequence(padded, [2, 1, 3], batchFirst: true, enforceSorted: false)
    let half = packed.to(.float16)
    #expect(half.data.dtype == .float16)
    #expect(half.batchSizes.dtype == .int64)
    #expect(numbers(half.unsortedIndices) == [1, 2, 0])
  }

  @Test func wrongCallsAreErrors() {
    let x = Tensor.zeros([4, 3, 2])
    let unsorted =
      "RuntimeError: `lengths` array must be sorted in decreasing order when `enforce_sorted` is "
      + "True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to "
      + "sidestep this requirement if you do not need ONNX exportability."
    #expect(message { _ = packPaddedSequence(x, [4, 2, 3]) } == unsorted)
    #expect(message { _ = packSequence([Tensor.zeros([2]), Tensor.zeros([3])]) } == unsorted)
    #expect(
      message { _ = packPaddedSequence(x, [4, 2]) }
        == "RuntimeError: Expected `len(lengths)` to be equal to batch_size, but got 2 "
        + "(batch_size=3)")
    #expect(
      message { _ = packPaddedSequence(x, [4, 2, 0]) }
        == "RuntimeError: Length of all samples has to be greater than 0, but found an element in "
        + "'lengths' that is <= 0")
    #expect(
      message { _ = packPaddedSequence(Tensor.zeros([0, 3, 2]), [1, 1, 1]) }
        == "RuntimeError: Cannot pack empty tensors.")
    #expect(
      message { _ = packPaddedSequence(Tensor.zeros([3]), [3]) }
        == "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)")
    #expect(
      message { _ = packPaddedSequence(x, Tensor([4, 2, 1]).view([1, 3])) }
        == "RuntimeError: 'lengths' argument should be a 1D CPU int64 tensor, but got 2D cpu Long "
        + "tensor")
    #expect(
      message { _ = padPackedSequence(packPaddedSequence(x, [4, 2, 1]), totalLength: 3) }
        == "ValueError: Expected total_length to be at least the length of the longest sequence in "
        + "input, but got total_length=3 and max sequence length being 4")
    #expect(
      message { _ = padSequence([]) } == "RuntimeError: received an empty list of sequences")
    #expect(
      message { _ = padSequence([Tensor.zeros([3, 2]), Tensor.zeros([2, 3])]) }
        == "RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at "
        + "non-singleton dimension 1")
    #expect(
      message { _ = try PaddingSide(name: "foo") }
        == "RuntimeError: Expected padding_side to be one of left or right, but got foo.")
  }

  /// Steps beyond the longest sequence that is there are counted but hold nothing, as in PyTorch.
  @Test func lengthsBeyondTheInput() {
    let packed = packPaddedSequence(Tensor.zeros([4, 3, 2]), [5, 2, 1])
    #expect(packed.data.shape == [7, 2])
    #expect(numbers(packed.batchSizes) == [3, 2, 1, 1, 1])
  }
}
