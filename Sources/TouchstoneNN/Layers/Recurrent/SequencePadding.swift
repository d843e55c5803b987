import Touchstone

/// At which end of a sequence padding goes.
public enum PaddingSide: String, Sendable, CaseIterable {
  case left, right

  /// - Throws: `TensorError` (`.runtime`) unless `name` is one of the two.
  public init(name: String) throws {
    guard let side = PaddingSide(rawValue: name) else {
      throw TensorError(
        .runtime, "Expected padding_side to be one of left or right, but got \(name).")
    }
    self = side
  }
}

/// Stacks sequences [length, …] padded to the longest, `torch.nn.utils.rnn.pad_sequence`.
/// - Returns: [steps, batch, …], or [batch, steps, …] with `batchFirst`, in the first sequence's
///   dtype.
/// - Errors: `.runtime` for no sequences, and where their other sizes do not agree.
public func padSequence(
  _ sequences: [Tensor], batchFirst: Bool = false, paddingValue: Double = 0,
  paddingSide: PaddingSide = .right
) -> Tensor {
  guarded {
    try check(!sequences.isEmpty, .runtime, "received an empty list of sequences")
    let (first, steps) = (sequences[0], sequences.map { $0.size(0) }.max() ?? 0)
    try throwPendingError()
    let sizes = batchFirst ? [sequences.count, steps] : [steps, sequences.count]
    let padded = Tensor.full(
      Shape(sizes + Array(first.shape.dropFirst())), paddingValue, dtype: first.dtype,
      device: first.device)
    for (index, sequence) in sequences.enumerated() {
      let length = sequence.size(0)
      let start = paddingSide == .right ? 0 : steps - length
      padded.select(batchFirst ? 0 : 1, index).narrow(0, start, length).copy_(sequence)
    }
    return padded
  }
}

/// The sequences of a padded batch, each cut to its length, `torch.nn.utils.rnn.unpad_sequence`.
/// - Errors: `.value` unless there is one length for each sequence.
public func unpadSequence(
  _ padded: Tensor, _ lengths: Tensor, batchFirst: Bool = false
) -> [Tensor] {
  guarded {
    let sequences = (batchFirst ? padded : padded.transpose(0, 1)).unbind(0)
    let counts = lengths.toArray(Int.self)
    try throwPendingError()
    try check(
      sequences.count == counts.count, .value,
      "zip() argument 2 is \(counts.count < sequences.count ? "shorter" : "longer") than argument 1"
    )
    return zip(sequences, counts).map { sequence, count in
      sequence.narrow(0, 0, min(max(count, 0), sequence.size(0))).clone()
    }
  }
}

public func unpadSequence(_ padded: Tensor, _ lengths: [Int], batchFirst: Bool = false) -> [Tensor]
{
  unpadSequence(padded, Tensor(copying: lengths), batchFirst: batchFirst)
}
