import Touchstone

/// x above 0, alpha (e^x − 1) below, `torch.nn.ELU`.
public final class ELU: AlphaActivation {
  public override func forward(_ input: Tensor) -> Tensor {
    let alpha = alpha.doubleValue
    return inplace ? F.elu_(input, alpha: alpha) : F.elu(input, alpha: alpha)
  }
}

/// The ELU whose derivative is continuous, `torch.nn.CELU`.
public final class CELU: AlphaActivation {
  public override func forward(_ input: Tensor) -> Tensor {
    let alpha = alpha.doubleValue
    return inplace ? F.celu_(input, alpha: alpha) : F.celu(input, alpha: alpha)
  }
}

/// The ELU of self-normalising networks, `torch.nn.SELU`.
public final class SELU: InPlaceActivation {
  public override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.selu_(input) : F.selu(input)
  }
}

/// log(1 + e^(beta x)) / beta, `torch.nn.Softplus`.
public final class Softplus: Module {
  public let beta: Scalar
  public let threshold: Scalar

  public init(beta: some TensorScalar = 1.0, threshold: some TensorScalar = 20.0) {
    (self.beta, self.threshold) = (beta.scalar, threshold.scalar)
    super.init()
  }

  public override func forward(_ input: Tensor) -> Tensor {
    F.softplus(input, beta: beta.doubleValue, threshold: threshold.doubleValue)
  }
  public override var extraRepr: String { "beta=\(beta), threshold=\(threshold)" }
}

/// log σ(x), `torch.nn.LogSigmoid`.
public final class LogSigmoid: Module {
  public override func forward(_ input: Tensor) -> Tensor { F.logsigmoid(input) }
}

/// 1 / (1 + e^-x), `torch.nn.Sigmoid`.
public final class Sigmoid: Module {
  public override func forward(_ input: Tensor) -> Tensor { input.sigmoid() }
}

/// Hyperbolic tangent, `torch.nn.Tanh`.
public final class Tanh: Module {
  public override func forward(_ input: Tensor) -> Tensor { input.tanh() }
}
