import Touchstone

/// What activations without other arguments share: they may overwrite their input.
open class InPlaceActivation: Module {
  public let inplace: Bool

  public init(inplace: Bool = false) {
    self.inplace = inplace
    super.init()
  }

  open override var extraRepr: String { inplace ? "inplace=True" : "" }
}

/// What ELU and CELU share: the value that they approach on the negative side.
open class AlphaActivation: Module {
  public let alpha: Scalar
  public let inplace: Bool

  public init(alpha: some TensorScalar = 1.0, inplace: Bool = false) {
    (self.alpha, self.inplace) = (alpha.scalar, inplace)
    super.init()
  }

  open override var extraRepr: String { "alpha=\(alpha)\(inPlaceSuffix(inplace))" }
}

/// What shrinkages share: the half width of what becomes 0.
open class Shrinkage: Module {
  public let lambd: Scalar

  public init(lambd: some TensorScalar = 0.5) {
    self.lambd = lambd.scalar
    super.init()
  }

  open override var extraRepr: String { "\(lambd)" }
}

/// What softmaxes share: the dimension along which they sum; nil is PyTorch's choice.
open class DimensionActivation: Module {
  public let dim: Int?

  public init(dim: Int? = nil) {
    self.dim = dim
    super.init()
  }

  open override var extraRepr: String { "dim=\(dim.map(String.init) ?? "None")" }
}

/// How the printed form tells of a module that overwrites its input, after other arguments.
func inPlaceSuffix(_ inplace: Bool) -> String { inplace ? ", inplace=True" : "" }
