/// The lengths of a batch for `ctcLoss`, checked as PyTorch checks them.
struct CTCPlan {
  let longestTarget: Int
  private let inputLengths: Tensor
  private let targetLengths: Tensor
  private let offsets: [Int]
  private let blank: Int

  /// - Parameter logProbs: (T, N, C).
  init(
    _ logProbs: Tensor, _ targets: Tensor, _ inputLengths: Tensor, _ targetLengths: Tensor,
    _ blank: Int
  ) throws {
    try check(
      inputLengths.dtype.isInteger, .runtime, "input_lengths must be integral")
    try check(
      targetLengths.dtype.isInteger, .runtime, "target_lengths must be integral")
    try CTCPlan.checkLogProbs(logProbs, blank)
    let steps = inputLengths.listed, lengths = targetLengths.listed
    try CTCPlan.checkCounts(logProbs, steps.count, lengths.count)
    longestTarget = lengths.max() ?? 0
    offsets = try CTCPlan.offsets(targets, lengths, batch: logProbs.size(1))
    try CTCPlan.checkInputLengths(steps, logProbs.size(0))
    self.inputLengths = inputLengths.reshape([-1]).to(.int64).contiguous()
    self.targetLengths = targetLengths.reshape([-1]).to(.int64).contiguous()
    self.blank = blank
  }

  /// What the kernels read.
  func operands(_ logProbs: Tensor, _ targets: Tensor) -> CTCOperands {
    CTCOperands(
      logProbs: noGrad { logProbs.contiguous() },
      targets: noGrad { targets.to(.int64).contiguous() },
      targetOffsets: Tensor(offsets, dtype: .int64), inputLengths: inputLengths,
      targetLengths: targetLengths, blank: blank)
  }

  /// What a mean divides each loss by: the length of its target, at least 1.
  func divisors(like losses: Tensor) -> Tensor { targetLengths.clampMin(1).to(losses.dtype) }

  private static func checkLogProbs(_ logProbs: Tensor, _ blank: Int) throws {
    try checkImplemented("ctc_loss_cpu", logProbs.dtype, .wide)
    try check(
      logProbs.numel > 0, .runtime, "log_probs tensor must not be empty")
    try check(
      logProbs.dim == 3, .runtime,
      "Expected 3-dimensional tensor, but got \(logProbs.dim)-dimensional tensor for argument #1 "
        + "'log_probs' \(place)")
    try check(
      blank >= 0 && blank < logProbs.size(2), .runtime, "blank must be in label range")
  }

  private static func checkCounts(_ logProbs: Tensor, _ inputs: Int, _ targets: Int) throws {
    for (name, count) in [("input", inputs), ("target", targets)] {
      try check(
        count == logProbs.size(1), .runtime, "\(name)_lengths must be of size batch_size")
    }
  }

  private static func checkInputLengths(_ lengths: [Int], _ longest: Int) throws {
    for length in lengths {
      try checkLeast("input_lengths", length)
      try check(
        length <= longest, .runtime,
        "Expected input_lengths to have value at most \(longest), but got value \(length) "
          + place)
    }
  }

  private static func checkLeast(_ name: String, _ length: Int) throws {
    try check(
      length >= 0, .runtime,
      "Expected \(name) to have value at least 0, but got value \(length) \(place)")
  }

  /// Where each target starts among the elements of `targets`.
  private static func offsets(_ targets: Tensor, _ lengths: [Int], batch: Int) throws -> [Int] {
    try check(
      targets.dim == 1 || targets.dim == 2, .runtime,
      "Expected 1 to 2 dimensions, but got \(targets.dim)-dimensional tensor for argument #2 "
        + "'targets' \(place)")
    for length in lengths { try checkLeast("target_lengths", length) }
    let longest = lengths.max() ?? 0
    guard targets.dim == 1 else {
      try checkSize(targets.size(0), batch, 0)
      try checkSize(targets.size(1), longest, 1, atLeast: true)
      return lengths.indices.map { $0 * targets.size(1) }
    }
    var starts: [Int] = []
    var end = 0
    for length in lengths {
      starts.append(end)
      end += length
    }
    try checkSize(targets.numel, end, 0)
    return starts
  }

  private static func checkSize(
    _ size: Int, _ expected: Int, _ dim: Int, atLeast: Bool = false
  ) throws {
    try check(
      atLeast ? size >= expected : size == expected, .runtime,
      "Expected tensor to have size \(atLeast ? "at least " : "")\(expected) at dimension \(dim), "
        + "but got size \(size) for argument #2 'targets' \(place)")
  }

  private static let place = "(while checking arguments for ctc_loss_allocate_outputs)"
}

extension Tensor {
  /// The elements as numbers, in row-major order.
  fileprivate var listed: [Int] {
    let flat = reshape([-1])
    return (0..<flat.numel).map { Int(flat.select(0, $0).item().int64Value) }
  }
}
