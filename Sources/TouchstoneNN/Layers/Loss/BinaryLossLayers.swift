import Touchstone

/// `F.binaryCrossEntropy` as a module.
open class BCELoss: WeightedLoss {
  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.binaryCrossEntropy(input, target, weight: weight, reduction: reduction)
  }
}

/// `F.binaryCrossEntropyWithLogits` as a module.
open class BCEWithLogitsLoss: WeightedLoss {
  @Buffer public var posWeight: Tensor?

  public init(
    weight: Tensor? = nil, reduction: LossReduction = .mean, posWeight: Tensor? = nil
  ) {
    self.posWeight = posWeight
    super.init(weight: weight, reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.binaryCrossEntropyWithLogits(
      input, target, weight: weight, reduction: reduction, posWeight: posWeight)
  }
}

/// `F.multilabelSoftMarginLoss` as a module.
open class MultiLabelSoftMarginLoss: WeightedLoss {
  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.multilabelSoftMarginLoss(input, target, weight: weight, reduction: reduction)
  }
}

/// `F.softMarginLoss` as a module.
open class SoftMarginLoss: ReducedLoss {
  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.softMarginLoss(input, target, reduction: reduction)
  }
}
