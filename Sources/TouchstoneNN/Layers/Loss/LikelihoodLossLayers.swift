import Touchstone

/// `F.klDiv` as a module.
open class KLDivLoss: Loss {
  public let reduction: DivergenceReduction
  public let logTarget: Bool

  public init(reduction: DivergenceReduction = .mean, logTarget: Bool = false) {
    self.reduction = reduction
    self.logTarget = logTarget
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.klDiv(input, target, reduction: reduction, logTarget: logTarget)
  }
}

/// `F.poissonNLLLoss` as a module.
open class PoissonNLLLoss: ReducedLoss {
  public let logInput: Bool
  public let full: Bool
  public let eps: Double

  public init(
    logInput: Bool = true, full: Bool = false, eps: Double = 1e-8,
    reduction: LossReduction = .mean
  ) {
    self.logInput = logInput
    self.full = full
    self.eps = eps
    super.init(reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.poissonNLLLoss(
      input, target, logInput: logInput, full: full, eps: eps, reduction: reduction)
  }
}

/// `F.gaussianNLLLoss` as a module.
open class GaussianNLLLoss: TripleLoss {
  public let full: Bool
  public let eps: Double

  public init(full: Bool = false, eps: Double = 1e-6, reduction: LossReduction = .mean) {
    self.full = full
    self.eps = eps
    super.init(reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor, _ variance: Tensor) -> Tensor {
    F.gaussianNLLLoss(input, target, variance, full: full, eps: eps, reduction: reduction)
  }

  /// The same with one variance for all.
  open func forward(_ input: Tensor, _ target: Tensor, _ variance: Double) -> Tensor {
    F.gaussianNLLLoss(input, target, variance, full: full, eps: eps, reduction: reduction)
  }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(
    _ input: Tensor, _ target: Tensor, _ variance: Double
  ) -> Tensor {
    invoke([input, target], outputs: 1) { [forward($0[0]!, $0[1]!, variance)] }[0]!
  }
}
