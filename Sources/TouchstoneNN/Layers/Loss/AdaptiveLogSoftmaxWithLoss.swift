import Touchstone

/// Softmax over many classes, the rare ones in clusters of their own (Grave et al., 2017),
/// `torch.nn.AdaptiveLogSoftmaxWithLoss`.
///
/// Classes below the first cutoff share the head with one entry for each cluster; the classes of a
/// cluster have a projection to fewer features before their own layer.
///
/// State: `head.weight`, `head.bias`, and for cluster i `tail.i.0.weight`, `tail.i.1.weight`.
open class AdaptiveLogSoftmaxWithLoss: Module {
  public let inFeatures: Int
  public let nClasses: Int
  /// The cutoffs given, and the number of classes.
  public let cutoffs: [Int]
  public let divValue: Double
  public let head: Linear
  public let tail: ModuleList

  /// - Parameters:
  ///   - cutoffs: where clusters begin, in increasing order between 1 and `nClasses` − 1.
  ///   - divValue: each cluster has that many times fewer features than the one before.
  /// - Errors: `.value` for other cutoffs.
  public init(
    _ inFeatures: Int, _ nClasses: Int, _ cutoffs: [Int], divValue: Double = 4,
    headBias: Bool = false, device: Device = .cpu, dtype: DType? = nil
  ) {
    let isValid = Self.areValid(cutoffs, nClasses)
    attempt { try Self.check(cutoffs, isValid) }
    self.inFeatures = inFeatures
    self.nClasses = nClasses
    self.cutoffs = (isValid ? cutoffs : [0]) + [nClasses]
    self.divValue = divValue
    let ends = self.cutoffs
    head = Linear(
      inFeatures, ends[0] + ends.count - 1, bias: headBias, device: device, dtype: dtype)
    tail = ModuleList(
      (0..<(isValid ? ends.count - 1 : 0)).map { cluster in
        let fewer = (0...cluster).reduce(1.0) { power, _ in power * divValue }
        let hidden = Int((Double(inFeatures) / fewer).rounded(.down))
        return Sequential(
          Linear(inFeatures, hidden, bias: false, device: device, dtype: dtype),
          Linear(
            hidden, ends[cluster + 1] - ends[cluster], bias: false, device: device, dtype: dtype))
      })
    super.init()
  }

  private static func areValid(_ cutoffs: [Int], _ nClasses: Int) -> Bool {
    guard let first = cutoffs.first, let last = cutoffs.last else { return false }
    return first > 0 && last < nClasses && zip(cutoffs, cutoffs.dropFirst()).allSatisfy { $0 < $1 }
  }

  private static func check(_ cutoffs: [Int], _ isValid: Bool) throws {
    try Touchstone.check(
      !cutoffs.isEmpty, .value, "cutoffs should be a sequence of length larger than 0")
    try Touchstone.check(
      isValid, .value,
      "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, "
        + "where each value is between 1 and n_classes-1")
  }

  /// Classes that the head knows itself.
  private var shortlist: Int { cutoffs[0] }

  open func resetParameters() {
    head.resetParameters()
    for case let projection as Sequential in tail {
      for case let layer as Linear in projection { layer.resetParameters() }
    }
  }

  /// Log-probability of each target (N), and the mean of their negatives.
  ///
  /// - Parameters:
  ///   - input: (N, in) with targets (N), or (in) with one ().
  /// - Errors: `.runtime` for other shapes and for targets that are no classes.
  open func forward(_ input: Tensor, _ target: Tensor) -> (output: Tensor, loss: Tensor) {
    let pair: (Tensor, Tensor) = guarded {
      try checkShapes(input, target)
      guard target.dim == 0 else { return try batchLoss(input, target) }
      let (output, loss) = try batchLoss(input.unsqueeze(0), target.unsqueeze(0))
      return (output.squeeze(0), loss)
    }
    return (output: pair.0, loss: pair.1)
  }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(
    _ input: Tensor, _ target: Tensor
  ) -> (output: Tensor, loss: Tensor) {
    let out = invoke([input, target], outputs: 2) {
      let (output, loss) = forward($0[0]!, $0[1]!)
      return [output, loss]
    }
    return (output: out[0]!, loss: out[1]!)
  }

  private func checkShapes(_ input: Tensor, _ target: Tensor) throws {
    try Touchstone.check(
      target.dim <= 1, .runtime, "0D or 1D target tensor expected, multi-target not supported")
    if target.dim == 1 {
      try Touchstone.check(
        input.size(0) == target.size(0), .runtime,
        "Input and target should have the same size in the batch dimension.")
    }
    try Touchstone.check(
      input.dim == target.dim + 1, .runtime,
      "\(target.dim)D target tensor expects \(target.dim + 1)D input tensors, but found inputs "
        + "with size torch.Size(\(input.shape))")
  }

  private func batchLoss(_ input: Tensor, _ target: Tensor) throws -> (Tensor, Tensor) {
    try checkRange(target)
    var output = Tensor.zeros([target.numel], dtype: input.dtype, device: input.device)
    var entries = target.clone()
    for (index, low) in cutoffs.dropLast().enumerated() {
      let rows = target.ge(low).logicalAnd(target.lt(cutoffs[index + 1])).nonzero().reshape([-1])
      if rows.numel == 0 { continue }
      entries = entries.indexFill(0, rows, shortlist + index)
      let logProbs = tail[index](input.indexSelect(0, rows)).logSoftmax(1)
      let within = target.indexSelect(0, rows).sub(low).unsqueeze(1)
      output = output.indexCopy(0, rows, logProbs.gather(1, within).squeeze(1))
    }
    let logProbs = head(input).logSoftmax(1)
    output = output.add(logProbs.gather(1, entries.unsqueeze(1)).squeeze(1))
    return (output, output.neg().mean())
  }

  private func checkRange(_ target: Tensor) throws {
    guard target.numel > 0 else { return }
    let (low, high) = (target.min().item().int64Value, target.max().item().int64Value)
    try throwPendingError()
    try Touchstone.check(
      low >= 0 && high < nClasses, .runtime,
      "Target values should be in [0, \(nClasses - 1)], but values in range [\(low), \(high)] were "
        + "found. ")
  }

  /// Log-probabilities of all classes, (N, nClasses).
  public func logProb(_ input: Tensor) -> Tensor { logProb(input, head(input)) }

  private func logProb(_ input: Tensor, _ headOutput: Tensor) -> Tensor {
    let logProbs = headOutput.logSoftmax(1)
    let clusters = tail.enumerated().map { index, projection in
      projection(input).logSoftmax(1).add(logProbs.narrow(1, shortlist + index, 1))
    }
    return Tensor.cat([logProbs.narrow(1, 0, shortlist)] + clusters, dim: 1)
  }

  /// The most likely class of each sample, (N): the best entry of the head, or, where that is a
  /// cluster, the best of all classes.
  public func predict(_ input: Tensor) -> Tensor {
    let headOutput = head(input)
    let best = headOutput.argmax(1)
    let rows = best.ge(shortlist).nonzero().reshape([-1])
    if rows.numel == 0 { return best }
    let all = logProb(input.indexSelect(0, rows), headOutput.indexSelect(0, rows))
    return best.indexCopy(0, rows, all.argmax(1))
  }
}
