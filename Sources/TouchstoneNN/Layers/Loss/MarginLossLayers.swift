import Touchstone

/// `F.hingeEmbeddingLoss` as a module.
open class HingeEmbeddingLoss: ReducedLoss {
  public let margin: Double

  public init(margin: Double = 1, reduction: LossReduction = .mean) {
    self.margin = margin
    super.init(reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    F.hingeEmbeddingLoss(input, target, margin: margin, reduction: reduction)
  }
}

/// `F.marginRankingLoss` as a module.
open class MarginRankingLoss: TripleLoss {
  public let margin: Double

  public init(margin: Double = 0, reduction: LossReduction = .mean) {
    self.margin = margin
    super.init(reduction: reduction)
  }

  open override func forward(_ input1: Tensor, _ input2: Tensor, _ target: Tensor) -> Tensor {
    F.marginRankingLoss(input1, input2, target, margin: margin, reduction: reduction)
  }
}

/// `F.cosineEmbeddingLoss` as a module.
open class CosineEmbeddingLoss: TripleLoss {
  public let margin: Double

  public init(margin: Double = 0, reduction: LossReduction = .mean) {
    self.margin = margin
    super.init(reduction: reduction)
  }

  open override func forward(_ input1: Tensor, _ input2: Tensor, _ target: Tensor) -> Tensor {
    F.cosineEmbeddingLoss(input1, input2, target, margin: margin, reduction: reduction)
  }
}

/// `F.tripletMarginLoss` as a module.
open class TripletMarginLoss: TripleLoss {
  public let margin: Double
  public let p: Double
  public let eps: Double
  public let swap: Bool

  /// - Errors: `.value` unless the margin is positive.
  public init(
    margin: Double = 1, p: Double = 2, eps: Double = 1e-6, swap: Bool = false,
    reduction: LossReduction = .mean
  ) {
    checkMargin("TripletMarginLoss", margin)
    self.margin = margin
    self.p = p
    self.eps = eps
    self.swap = swap
    super.init(reduction: reduction)
  }

  open override func forward(_ anchor: Tensor, _ positive: Tensor, _ negative: Tensor) -> Tensor {
    F.tripletMarginLoss(
      anchor, positive, negative, margin: margin, p: p, eps: eps, swap: swap,
      reduction: reduction)
  }
}

/// `F.tripletMarginWithDistanceLoss` as a module.
open class TripletMarginWithDistanceLoss: TripleLoss {
  public typealias Distance = (Tensor, Tensor) -> Tensor

  private let given: Distance?
  @Submodule("distance_function") private var pairwise: PairwiseDistance? = nil
  public let margin: Double
  public let swap: Bool

  /// What measures distances; a `PairwiseDistance` unless one was given.
  public var distanceFunction: Distance { given ?? { [pairwise] in pairwise!($0, $1) } }

  /// - Errors: `.value` unless the margin is positive.
  public init(
    distanceFunction: Distance? = nil, margin: Double = 1, swap: Bool = false,
    reduction: LossReduction = .mean
  ) {
    checkMargin("TripletMarginWithDistanceLoss", margin)
    given = distanceFunction
    pairwise = distanceFunction == nil ? PairwiseDistance() : nil
    self.margin = margin
    self.swap = swap
    super.init(reduction: reduction)
  }

  open override func forward(_ anchor: Tensor, _ positive: Tensor, _ negative: Tensor) -> Tensor {
    F.tripletMarginWithDistanceLoss(
      anchor, positive, negative, distanceFunction: distanceFunction, margin: margin, swap: swap,
      reduction: reduction)
  }
}

private func checkMargin(_ name: String, _ margin: Double) {
  attempt {
    try check(
      margin > 0, .value,
      "\(name): expected margin to be greater than 0, got \(margin) instead")
  }
}
