import Touchstone

/// `F.nllLoss` as a module.
open class NLLLoss: WeightedLoss {
  public let ignoreIndex: Int

  public init(weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean) {
    self.ignoreIndex = ignoreIndex
    super.init(weight: weight, reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.nllLoss(input, target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)
  }
}

/// `F.crossEntropy` as a module.
open class CrossEntropyLoss: WeightedLoss {
  public let ignoreIndex: Int
  public let labelSmoothing: Double

  public init(
    weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean,
    labelSmoothing: Double = 0
  ) {
    self.ignoreIndex = ignoreIndex
    self.labelSmoothing = labelSmoothing
    super.init(weight: weight, reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.crossEntropy(
      input, target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction,
      labelSmoothing: labelSmoothing)
  }
}

/// `F.multiMarginLoss` as a module.
open class MultiMarginLoss: WeightedLoss {
  public let p: Int
  public let margin: Double

  /// - Errors: `.value` unless p is 1 or 2, and for a weight that is no vector.
  public init(
    p: Int = 1, margin: Double = 1, weight: Tensor? = nil, reduction: LossReduction = .mean
  ) {
    attempt {
      try check(p == 1 || p == 2, .value, "only p == 1 and p == 2 supported")
      try check(
        weight == nil || weight!.dim == 1, .value,
        "MultiMarginLoss: expected weight to be None or 1D tensor, got "
          + "\(weight?.dim ?? 0)D instead")
    }
    self.p = p
    self.margin = margin
    super.init(weight: weight, reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.multiMarginLoss(input, target, p: p, margin: margin, weight: weight, reduction: reduction)
  }
}

/// `F.multilabelMarginLoss` as a module.
open class MultiLabelMarginLoss: ReducedLoss {
  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.multilabelMarginLoss(input, target, reduction: reduction)
  }
}

/// `F.ctcLoss` as a module.
open class CTCLoss: Module {
  public let blank: Int
  public let reduction: LossReduction
  public let zeroInfinity: Bool

  public init(blank: Int = 0, reduction: LossReduction = .mean, zeroInfinity: Bool = false) {
    self.blank = blank
    self.reduction = reduction
    self.zeroInfinity = zeroInfinity
    super.init()
  }

  open func forward(
    _ logProbs: Tensor, _ targets: Tensor, _ inputLengths: Tensor, _ targetLengths: Tensor
  ) -> Tensor {
    F.ctcLoss(
      logProbs, targets, inputLengths, targetLengths, blank: blank, reduction: reduction,
      zeroInfinity: zeroInfinity)
  }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(
    _ logProbs: Tensor, _ targets: Tensor, _ inputLengths: Tensor, _ targetLengths: Tensor
  ) -> Tensor {
    invoke([logProbs, targets, inputLengths, targetLengths], outputs: 1) {
      [forward($0[0]!, $0[1]!, $0[2]!, $0[3]!)]
    }[0]!
  }

  /// The same with lengths as numbers.
  public final func callAsFunction(
    _ logProbs: Tensor, _ targets: Tensor, _ inputLengths: [Int], _ targetLengths: [Int]
  ) -> Tensor {
    self(
      logProbs, targets, Tensor(inputLengths, dtype: .int64), Tensor(targetLengths, dtype: .int64))
  }
}
