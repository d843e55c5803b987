import Touchstone

/// Sequences of different lengths as one tensor without padding,
/// `torch.nn.utils.rnn.PackedSequence`.
///
/// The sequences are sorted by length, longest first; `data` holds the first elements of all of
/// them, then the second elements of those that have one, and so on. `packSequence` and
/// `packPaddedSequence` make packed sequences, and every recurrent layer takes them.
public struct PackedSequence: Sendable {
  /// Elements by step: [sum of all lengths, …].
  public let data: Tensor
  /// How many sequences reach each step: int64, not increasing.
  public let batchSizes: Tensor
  /// Where each sorted sequence stood originally; nil when the order was kept.
  public let sortedIndices: Tensor?
  /// Where each original sequence stands now; nil when the order was kept.
  public let unsortedIndices: Tensor?

  /// - Parameter unsortedIndices: the inverse of `sortedIndices`, computed when nil.
  public init(
    _ data: Tensor, batchSizes: Tensor, sortedIndices: Tensor? = nil,
    unsortedIndices: Tensor? = nil
  ) {
    self.data = data
    self.batchSizes = batchSizes
    self.sortedIndices = sortedIndices
    self.unsortedIndices = unsortedIndices ?? sortedIndices.map(invertPermutation)
  }

  /// The same sequences with other data, such as a layer's output.
  public func with(_ data: Tensor) -> PackedSequence {
    PackedSequence(
      data, batchSizes: batchSizes, sortedIndices: sortedIndices, unsortedIndices: unsortedIndices)
  }

  /// The data in another dtype.
  public func to(_ dtype: DType) -> PackedSequence { with(data.to(dtype)) }

  /// The data on another device; `batchSizes` stay on the CPU.
  public func to(_ device: Device, dtype: DType? = nil) -> PackedSequence {
    PackedSequence(
      data.to(device, dtype: dtype), batchSizes: batchSizes,
      sortedIndices: sortedIndices?.to(device), unsortedIndices: unsortedIndices?.to(device))
  }
}

extension PackedSequence: CustomStringConvertible {
  public var description: String {
    func text(_ tensor: Tensor?) -> String { tensor.map(\.description) ?? "None" }
    return "PackedSequence(data=\(data), batch_sizes=\(batchSizes), "
      + "sorted_indices=\(text(sortedIndices)), unsorted_indices=\(text(unsortedIndices)))"
  }
}

/// The permutation that undoes `permutation`, a vector of indices.
public func invertPermutation(_ permutation: Tensor) -> Tensor {
  let places = Tensor.arange(
    permutation.numel, dtype: permutation.dtype, device: permutation.device)
  return Tensor.emptyLike(permutation).scatter(0, permutation, places)
}
