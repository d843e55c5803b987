import Touchstone

/// `F.binaryCrossEntropy` as a module.
open class BCELoss: Loss {
  @Buffer public var weight: Tensor?
  public let reduction: LossReduction

  public init(weight: Tensor? = nil, reduction: LossReduction = .mean) {
    self.reduction = reduction
    self.weight = weight
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.binaryCrossEntropy(input, target, weight: weight, reduction: reduction)
  }
}

/// `F.binaryCrossEntropyWithLogits` as a module.
open class BCEWithLogitsLoss: Loss {
  @Buffer public var weight: Tensor?
  @Buffer public var posWeight: Tensor?
  public let reduction: LossReduction

  public init(
    weight: Tensor? = nil, reduction: LossReduction = .mean, posWeight: Tensor? = nil
  ) {
    self.reduction = reduction
    self.weight = weight
    self.posWeight = posWeight
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.binaryCrossEntropyWithLogits(
      input, target, weight: weight, reduction: reduction, posWeight: posWeight)
  }
}

/// `F.multilabelSoftMarginLoss` as a module.
open class MultiLabelSoftMarginLoss: Loss {
  @Buffer public var weight: Tensor?
  public let reduction: LossReduction

  public init(weight: Tensor? = nil, reduction: LossReduction = .mean) {
    self.reduction = reduction
    self.weight = weight
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.multilabelSoftMarginLoss(input, target, weight: weight, reduction: reduction)
  }
}

/// `F.softMarginLoss` as a module.
open class SoftMarginLoss: Loss {
  public let reduction: LossReduction

  public init(reduction: LossReduction = .mean) {
    self.reduction = reduction
    super.init()
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.softMarginLoss(input, target, reduction: reduction)
  }
}
