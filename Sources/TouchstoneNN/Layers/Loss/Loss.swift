import Touchstone

/// Base of losses of a prediction and its target: `criterion(input, target)`.
open class Loss: Module {
  /// The loss; subclasses override it and callers use `criterion(input, target)`.
  open func forward(_ input: Tensor, _ target: Tensor) -> Tensor { forward(input) }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(_ input: Tensor, _ target: Tensor) -> Tensor {
    invoke([input, target], outputs: 1) { [forward($0[0]!, $0[1]!)] }[0]!
  }
}

/// A loss with PyTorch's usual reductions.
open class ReducedLoss: Loss {
  public let reduction: LossReduction

  public init(reduction: LossReduction = .mean) {
    self.reduction = reduction
    super.init()
  }
}

/// A loss with a weight for each class or element: `weight` in its state.
open class WeightedLoss: ReducedLoss {
  @Buffer public var weight: Tensor?

  public init(weight: Tensor? = nil, reduction: LossReduction = .mean) {
    self.weight = weight
    super.init(reduction: reduction)
  }
}

/// Base of losses of three tensors: `criterion(a, b, c)`.
open class TripleLoss: Module {
  public let reduction: LossReduction

  public init(reduction: LossReduction = .mean) {
    self.reduction = reduction
    super.init()
  }

  /// The loss; subclasses override it and callers use `criterion(a, b, c)`.
  open func forward(_ a: Tensor, _ b: Tensor, _ c: Tensor) -> Tensor { forward(a) }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(_ a: Tensor, _ b: Tensor, _ c: Tensor) -> Tensor {
    invoke([a, b, c], outputs: 1) { [forward($0[0]!, $0[1]!, $0[2]!)] }[0]!
  }
}
