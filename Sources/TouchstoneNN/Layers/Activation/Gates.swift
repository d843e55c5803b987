import Touchstone

/// x σ(x), `torch.nn.SiLU`.
open class SiLU: InPlaceActivation {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.silu_(input) : F.silu(input)
  }
}

/// x tanh(log(1 + e^x)), `torch.nn.Mish`.
open class Mish: InPlaceActivation {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.mish_(input) : F.mish(input)
  }
}

/// min(max(x + 3, 0), 6) / 6, `torch.nn.Hardsigmoid`.
open class Hardsigmoid: InPlaceActivation {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.hardsigmoid_(input) : F.hardsigmoid(input)
  }
  open override var extraRepr: String { "" }
}

/// x min(max(x + 3, 0), 6) / 6, `torch.nn.Hardswish`.
open class Hardswish: InPlaceActivation {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.hardswish_(input) : F.hardswish(input)
  }
  open override var extraRepr: String { "" }
}

/// x Φ(x), or its approximation by tanh, `torch.nn.GELU`.
open class GELU: Module {
  public let approximate: String

  public init(approximate: String = "none") {
    self.approximate = approximate
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.gelu(input, approximate: approximate)
  }
  open override var extraRepr: String { "approximate='\(approximate)'" }
}

/// One half of the input times the logistic function of the other, `torch.nn.GLU`.
open class GLU: Module {
  public let dim: Int

  public init(dim: Int = -1) {
    self.dim = dim
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor { F.glu(input, dim) }
  open override var extraRepr: String { "dim=\(dim)" }
}
