import Touchstone

/// `F.l1Loss` as a module.
open class L1Loss: Loss {
  public let reduction: LossReduction

  public init(reduction: LossReduction = .mean) {
    self.reduction = reduction
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.l1Loss(input, target, reduction: reduction)
  }
}

/// `F.mseLoss` as a module.
open class MSELoss: Loss {
  public let reduction: LossReduction

  public init(reduction: LossReduction = .mean) {
    self.reduction = reduction
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.mseLoss(input, target, reduction: reduction)
  }
}

/// `F.smoothL1Loss` as a module.
open class SmoothL1Loss: Loss {
  public let reduction: LossReduction
  public let beta: Double

  public init(reduction: LossReduction = .mean, beta: Double = 1) {
    self.reduction = reduction
    self.beta = beta
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.smoothL1Loss(input, target, reduction: reduction, beta: beta)
  }
}

/// `F.huberLoss` as a module.
open class HuberLoss: Loss {
  public let reduction: LossReduction
  public let delta: Double

  public init(reduction: LossReduction = .mean, delta: Double = 1) {
    self.reduction = reduction
    self.delta = delta
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.huberLoss(input, target, reduction: reduction, delta: delta)
  }
}
