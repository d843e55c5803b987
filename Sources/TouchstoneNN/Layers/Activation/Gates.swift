import Touchstone

/// x σ(x), `torch.nn.SiLU`.
public final class SiLU: InPlaceActivation {
  public override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.silu_(input) : F.silu(input)
  }
}

/// x tanh(log(1 + e^x)), `torch.nn.Mish`.
public final class Mish: InPlaceActivation {
  public override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.mish_(input) : F.mish(input)
  }
}

/// min(max(x + 3, 0), 6) / 6, `torch.nn.Hardsigmoid`.
public final class Hardsigmoid: InPlaceActivation {
  public override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.hardsigmoid_(input) : F.hardsigmoid(input)
  }
  public override var extraRepr: String { "" }
}

/// x min(max(x + 3, 0), 6) / 6, `torch.nn.Hardswish`.
public final class Hardswish: InPlaceActivation {
  public override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.hardswish_(input) : F.hardswish(input)
  }
  public override var extraRepr: String { "" }
}

/// x Φ(x), or its approximation by tanh, `torch.nn.GELU`.
public final class GELU: Module {
  public let approximate: String

  public init(approximate: String = "none") {
    self.approximate = approximate
    super.init()
  }

  public override func forward(_ input: Tensor) -> Tensor {
    F.gelu(input, approximate: approximate)
  }
  public override var extraRepr: String { "approximate='\(approximate)'" }
}

/// One half of the input times the logistic function of the other, `torch.nn.GLU`.
public final class GLU: Module {
  public let dim: Int

  public init(dim: Int = -1) {
    self.dim = dim
    super.init()
  }

  public override func forward(_ input: Tensor) -> Tensor { F.glu(input, dim) }
  public override var extraRepr: String { "dim=\(dim)" }
}
