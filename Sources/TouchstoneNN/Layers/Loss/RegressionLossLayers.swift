import Touchstone

/// `F.l1Loss` as a module.
open class L1Loss: ReducedLoss {
  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.l1Loss(input, target, reduction: reduction)
  }
}

/// `F.mseLoss` as a module.
open class MSELoss: ReducedLoss {
  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.mseLoss(input, target, reduction: reduction)
  }
}

/// `F.smoothL1Loss` as a module.
open class SmoothL1Loss: ReducedLoss {
  public let beta: Double

  public init(reduction: LossReduction = .mean, beta: Double = 1) {
    self.beta = beta
    super.init(reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.smoothL1Loss(input, target, reduction: reduction, beta: beta)
  }
}

/// `F.huberLoss` as a module.
open class HuberLoss: ReducedLoss {
  public let delta: Double

  public init(reduction: LossReduction = .mean, delta: Double = 1) {
    self.delta = delta
    super.init(reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.huberLoss(input, target, reduction: reduction, delta: delta)
  }
}
