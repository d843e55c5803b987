import Touchstone

/// Packs a padded batch of sequences, `torch.nn.utils.rnn.pack_padded_sequence`.
///
/// - Parameters:
///   - input: [steps, batch, …], or [batch, steps, …] with `batchFirst`.
///   - lengths: the length of each sequence, int64; not increasing if `enforceSorted`.
///   - enforceSorted: whether sequences come sorted by length; if not, they are sorted here.
/// - Errors: `.runtime` for an empty input, lengths that are not positive, not one for each
///   sequence, or not sorted where they must be.
public func packPaddedSequence(
  _ input: Tensor, _ lengths: Tensor, batchFirst: Bool = false, enforceSorted: Bool = true
) -> PackedSequence {
  guarded(PackedSequence(input, batchSizes: lengths)) {
    var (input, lengths, order) = (input, lengths.to(.int64), Tensor?.none)
    if !enforceSorted {
      let sorted = lengths.sort(descending: true)
      (lengths, order) = (sorted.0, sorted.1)
      input = input.indexSelect(batchFirst ? 0 : 1, sorted.1)
    }
    try throwPendingError()
    try check(input.numel > 0, .runtime, "Cannot pack empty tensors.")
    let stepDim = batchFirst ? 1 : 0
    let (steps, batch) = (input.size(stepDim), input.size(1 - stepDim))
    try throwPendingError()
    let counts = try checkedLengths(lengths, batch)
    let distances = batchFirst ? (step: 1, batch: steps) : (step: batch, batch: 1)
    let rows = packedRows(counts, steps, step: distances.step, batch: distances.batch)
    let flat = input.reshape(Shape([steps * batch] + Array(input.shape.dropFirst(2))))
    let sizes = (0..<(counts.first ?? 0)).map { step in counts.prefix { $0 > step }.count }
    return PackedSequence(
      flat.indexSelect(0, Tensor(copying: rows, device: input.device)),
      batchSizes: Tensor(copying: sizes), sortedIndices: order)
  }
}

public func packPaddedSequence(
  _ input: Tensor, _ lengths: [Int], batchFirst: Bool = false, enforceSorted: Bool = true
) -> PackedSequence {
  packPaddedSequence(
    input, Tensor(copying: lengths), batchFirst: batchFirst, enforceSorted: enforceSorted)
}

/// Packs sequences [length, …] of different lengths, `torch.nn.utils.rnn.pack_sequence`.
/// - Errors: as `padSequence` and `packPaddedSequence`.
public func packSequence(_ sequences: [Tensor], enforceSorted: Bool = true) -> PackedSequence {
  packPaddedSequence(
    padSequence(sequences), sequences.map { $0.size(0) }, enforceSorted: enforceSorted)
}

/// Undoes `packPaddedSequence`, `torch.nn.utils.rnn.pad_packed_sequence`.
///
/// - Parameter totalLength: how many steps to pad to; nil, the longest sequence's.
/// - Returns: [steps, batch, …] (or batch first) in the original order, and each length.
/// - Errors: `.value` for a `totalLength` below the longest sequence's length.
public func padPackedSequence(
  _ sequence: PackedSequence, batchFirst: Bool = false, paddingValue: Double = 0,
  totalLength: Int? = nil
) -> (Tensor, Tensor) {
  guarded {
    let sizes = sequence.batchSizes.toArray(Int.self)
    let (batch, steps) = (sizes.first ?? 0, totalLength ?? sizes.count)
    try check(
      steps >= sizes.count, .value,
      "Expected total_length to be at least the length of the longest sequence in input, but got "
        + "total_length=\(steps) and max sequence length being \(sizes.count)")
    let lengths = (0..<batch).map { place in sizes.prefix { $0 > place }.count }
    let (data, rest) = (sequence.data, Array(sequence.data.shape.dropFirst()))
    let rows = Tensor(
      copying: packedRows(lengths, steps, step: batch, batch: 1), device: data.device)
    let empty = Tensor.full(
      Shape([steps * batch] + rest), paddingValue, dtype: data.dtype, device: data.device)
    let padded = empty.indexCopy(0, rows, data).reshape(Shape([steps, batch] + rest))
    let arranged = batchFirst ? padded.transpose(0, 1) : padded
    let counts = Tensor(copying: lengths)
    guard let order = sequence.unsortedIndices else { return (arranged, counts) }
    return (arranged.indexSelect(batchFirst ? 0 : 1, order), counts.indexSelect(0, order.to(.cpu)))
  }
}

/// Undoes `packSequence`, `torch.nn.utils.rnn.unpack_sequence`.
public func unpackSequence(_ packed: PackedSequence) -> [Tensor] {
  let (padded, lengths) = padPackedSequence(packed, batchFirst: true)
  return unpadSequence(padded, lengths, batchFirst: true)
}

/// The lengths as numbers, after PyTorch's checks.
private func checkedLengths(_ lengths: Tensor, _ batch: Int) throws -> [Int] {
  try check(
    lengths.dim == 1, .runtime,
    "'lengths' argument should be a 1D CPU int64 tensor, but got \(lengths.dim)D "
      + "\(lengths.device) \(lengths.dtype.scalarTypeName) tensor")
  let counts = lengths.toArray(Int.self)
  try check(
    counts.count == batch, .runtime,
    "Expected `len(lengths)` to be equal to batch_size, but got \(counts.count) "
      + "(batch_size=\(batch))")
  try check(
    counts.last.map { $0 > 0 } ?? true, .runtime,
    "Length of all samples has to be greater than 0, but found an element in 'lengths' that is "
      + "<= 0")
  try check(
    zip(counts, counts.dropFirst()).allSatisfy(>=), .runtime,
    "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can "
      + "pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this "
      + "requirement if you do not need ONNX exportability.")
  return counts
}

/// Which row of a padded batch each packed row is: `step` and `batch` are the distances, in rows,
/// from one step and from one sequence to the next. Lengths end at `steps`.
private func packedRows(_ lengths: [Int], _ steps: Int, step: Int, batch: Int) -> [Int] {
  (0..<min(lengths.first ?? 0, steps)).flatMap { t in
    lengths.prefix { $0 > t }.indices.map { t * step + $0 * batch }
  }
}
