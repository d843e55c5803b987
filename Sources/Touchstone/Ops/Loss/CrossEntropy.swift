extension Functional {
  /// Cross entropy of the softmax of `input` along the classes and `target` (PyTorch:
  /// nn.CrossEntropyLoss).
  ///
  /// A target of `input`'s shape holds probabilities: −Σ w t log softmax(x), whose mean is over
  /// positions. Otherwise it holds classes: the negative log-likelihood of log softmax(x).
  ///
  /// - Parameters:
  ///   - input: logits (C), (N, C) or (N, C, d₁, …, dₖ).
  ///   - target: probabilities, or classes as in `nllLoss`.
  ///   - weight: w, one for each class; ones when nil.
  ///   - ignoreIndex: positions of this class count nothing; for classes only.
  ///   - labelSmoothing: ε in [0, 1]: the target becomes (1 − ε) t + ε / C.
  public static func crossEntropy(
    _ input: Tensor, _ target: Tensor, weight: Tensor? = nil, ignoreIndex: Int = -100,
    reduction: LossReduction = .mean, labelSmoothing: Double = 0
  ) -> Tensor {
    guarded {
      let hasProbabilities = input.shape == target.shape
      if hasProbabilities { try checkProbabilities(target, ignoreIndex) }
      try check(
        labelSmoothing <= 1, .runtime,
        "label_smoothing must be between 0.0 and 1.0. Got: \(labelSmoothing)")
      if hasProbabilities {
        return try probabilityLoss(input, target, weight, reduction, labelSmoothing)
      }
      let logProbs = input.logSoftmax(input.dim == 1 ? 0 : 1)
      try throwPendingError()
      let loss = nllLoss(
        logProbs, target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)
      guard labelSmoothing > 0 else { return loss }
      try throwPendingError()
      let smooth = uniformLoss(logProbs, target, weight, ignoreIndex, reduction)
      let share = labelSmoothing / Double(input.size(classDim(input)))
      return loss.mul(1 - labelSmoothing).add(smooth.mul(share))
    }
  }

  private static func checkProbabilities(_ target: Tensor, _ ignoreIndex: Int) throws {
    try check(
      target.dtype.isFloatingPoint, .runtime,
      "Expected floating point type for target with class probabilities, got "
        + target.dtype.scalarTypeName)
    try check(
      ignoreIndex < 0, .runtime, "ignore_index is not supported for floating point target")
  }

  private static func classDim(_ input: Tensor) -> Int { input.dim == 1 ? 0 : 1 }

  /// −Σ w t log softmax(x).
  private static func probabilityLoss(
    _ input: Tensor, _ target: Tensor, _ weight: Tensor?, _ reduction: LossReduction,
    _ labelSmoothing: Double
  ) throws -> Tensor {
    let dim = classDim(input)
    let classes = input.size(dim)
    try throwPendingError()
    try check(
      weight == nil || weight!.dim == 1 && weight!.numel == classes, .runtime,
      "cross_entropy: weight tensor should be defined either for all \(classes) classes or no "
        + "classes but got weight tensor of shape: \(weight?.shape ?? [])")
    var terms = input.logSoftmax(dim)
    terms = terms.mul(
      labelSmoothing > 0
        ? target.mul(1 - labelSmoothing).add(labelSmoothing / Double(classes)) : target)
    if let weight { terms = terms.mul(alongClasses(weight, input)) }
    switch reduction {
    case .none: return terms.sum(dim).neg()
    case .sum: return terms.sum().neg()
    case .mean: return terms.sum().neg().div(Double(input.numel) / Double(classes))
    }
  }

  /// −Σ w log softmax(x) over the classes of each position that is not ignored; its mean divides as
  /// that of `nllLoss` does.
  private static func uniformLoss(
    _ logProbs: Tensor, _ target: Tensor, _ weight: Tensor?, _ ignoreIndex: Int,
    _ reduction: LossReduction
  ) -> Tensor {
    let weighted = weight.map { logProbs.mul(alongClasses($0, logProbs)) } ?? logProbs
    let ignored = target.eq(ignoreIndex)
    let losses = weighted.sum(classDim(logProbs)).neg().maskedFill_(ignored, 0)
    guard reduction == .mean else { return losses.lossReduced(reduction) }
    let counted = ignored.logicalNot()
    let total = weight.map { $0.gather(0, target.maskedSelect(counted)).sum() } ?? counted.sum()
    return losses.sum().div(total)
  }

  /// One number for each class, laid along the classes of `input`.
  private static func alongClasses(_ weight: Tensor, _ input: Tensor) -> Tensor {
    var shape = Shape(repeating: 1, count: input.dim)
    shape[classDim(input)] = weight.numel
    return weight.reshape(shape)
  }
}
