/// How `F.linearCrossEntropy` cuts the batch into pieces, so that the logits of all samples are
/// never in memory at once (PyTorch: nn.LinearCrossEntropyOptions).
public struct LinearCrossEntropyOptions: Sendable, CustomStringConvertible {
  /// Whether a scalar loss keeps its gradients for a second backward pass.
  public let allowRetainGraph: Bool
  /// Samples in a piece.
  public let batchChunkSize: Int?
  /// What chooses the size of a piece: "auto", "aspect_ratio", "aspect_ratio:N", or nothing.
  public let chunkingMethod: String?
  /// "accurate", "compact" or "auto". Pieces are always computed in the accumulator's dtype, as
  /// "accurate" asks; the policy decides how "auto" chooses their size.
  public let accPolicy: String
  /// dtype of logits and sums; float32 for half types and the input's for others when nil.
  public let accDType: DType?

  /// - Errors: `.value` for a policy, a method, a size or a dtype that PyTorch does not know.
  public init(
    allowRetainGraph: Bool = false, batchChunkSize: Int? = nil, chunkingMethod: String? = "auto",
    accPolicy: String = "auto", accDType: DType? = nil
  ) {
    self.allowRetainGraph = allowRetainGraph
    self.batchChunkSize = batchChunkSize
    self.chunkingMethod = chunkingMethod
    self.accPolicy = accPolicy
    self.accDType = accDType
    attempt { try validate() }
  }

  private func validate() throws {
    try check(
      ["accurate", "compact", "auto"].contains(accPolicy), .value,
      "invalid acc_policy: '\(accPolicy)'; expected one of 'accurate', 'compact', 'auto'")
    if let chunkingMethod, chunkingMethod != "auto" {
      try check(
        factor != nil, .value, "invalid chunking_method: '\(chunkingMethod)'")
    }
    try check(
      batchChunkSize.map { $0 > 0 } ?? true, .value,
      "batch_chunk_size must be positive int or None, got \(batchChunkSize ?? 0)")
    try check(
      accDType?.isFloatingPoint ?? true, .value,
      "acc_dtype must be one of {None, torch.float16, torch.bfloat16, torch.float32, "
        + "torch.float64}, got torch.\(accDType?.name ?? ""). Pass acc_dtype=None to let the op "
        + "pick automatically.")
  }

  /// N of "aspect_ratio:N", 1 without one; nil for another method.
  private var factor: Int? {
    let parts = (chunkingMethod ?? "").split(separator: ":", omittingEmptySubsequences: false)
    guard parts.first == "aspect_ratio", parts.count <= 2 else { return nil }
    guard parts.count == 2 else { return 1 }
    return Int(parts[1]).flatMap { $0 > 0 ? $0 : nil }
  }

  /// As Python prints it.
  public var description: String {
    let method = chunkingMethod.map { "'\($0)'" } ?? "None"
    return "LinearCrossEntropyOptions(allow_retain_graph=\(pythonText(allowRetainGraph)), "
      + "batch_chunk_size=\(batchChunkSize.map(String.init) ?? "None"), "
      + "chunking_method=\(method), acc_policy='\(accPolicy)', "
      + "acc_dtype=\(accDType.map { "torch.\($0.name)" } ?? "None"))"
  }

  /// dtype that pieces of an input are computed in.
  func accumulator(_ dtype: DType) -> DType {
    accDType ?? (accPolicy == "auto" && dtype.isHalf ? .float32 : dtype)
  }

  /// Samples in a piece for `batch` samples of `features` numbers.
  /// - Throws: `TensorError` (`.value`) where the size and the method disagree.
  func chunkSize(
    batch: Int, features: Int, classes: Int, dtype: DType, hasProbabilities: Bool
  ) throws -> Int {
    let isAuto = chunkingMethod == "auto"
    let given = batchChunkSize.map { Swift.min($0, batch) }
    guard chunkingMethod != nil, !isAuto || given == nil else {
      return Swift.max(1, given ?? batch)
    }
    let wanted = powerOfTwo(atLeast: ceilDiv(batch, ceilDiv(classes, features)))
    var size = Swift.min(wanted / (factor ?? 1), batch)
    let isCompact = accPolicy == "compact" || accPolicy == "auto" && !dtype.isHalf
    if isAuto && isCompact {
      let most = hasProbabilities ? batch / 2 : batch * classes / (4 * Swift.max(1, features))
      size = Swift.max(1, Swift.min(size, powerOfTwo(atMost: most)))
    }
    try check(
      batchChunkSize == nil || batchChunkSize == size, .value,
      "batch_chunk_size (=\(batchChunkSize ?? 0)) and chunking_method "
        + "('\(chunkingMethod ?? "")') give different chunk sizes (\(batchChunkSize ?? 0) vs "
        + "\(size)); pass only one.")
    return Swift.max(1, size)
  }
}

private func ceilDiv(_ a: Int, _ b: Int) -> Int { (a + b - 1) / Swift.max(1, b) }

private func powerOfTwo(atLeast n: Int) -> Int {
  n <= 1 ? 1 : 1 << (Int.bitWidth - (n - 1).leadingZeroBitCount)
}

private func powerOfTwo(atMost n: Int) -> Int {
  n < 1 ? 1 : 1 << (Int.bitWidth - 1 - n.leadingZeroBitCount)
}
