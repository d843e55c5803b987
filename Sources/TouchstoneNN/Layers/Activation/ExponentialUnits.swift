import Touchstone

/// x above 0, alpha (e^x − 1) below, `torch.nn.ELU`.
open class ELU: AlphaActivation {
  open override func forward(_ input: Tensor) -> Tensor {
    let alpha = alpha.doubleValue
    return inplace ? F.elu_(input, alpha: alpha) : F.elu(input, alpha: alpha)
  }
}

/// The ELU whose derivative is continuous, `torch.nn.CELU`.
open class CELU: AlphaActivation {
  open override func forward(_ input: Tensor) -> Tensor {
    let alpha = alpha.doubleValue
    return inplace ? F.celu_(input, alpha: alpha) : F.celu(input, alpha: alpha)
  }
}

/// The ELU of self-normalising networks, `torch.nn.SELU`.
open class SELU: InPlaceActivation {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.selu_(input) : F.selu(input)
  }
}

/// log(1 + e^(beta x)) / beta, `torch.nn.Softplus`.
open class Softplus: Module {
  public let beta: Scalar
  public let threshold: Scalar

  public init(beta: some TensorScalar = 1.0, threshold: some TensorScalar = 20.0) {
    (self.beta, self.threshold) = (beta.scalar, threshold.scalar)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.softplus(input, beta: beta.doubleValue, threshold: threshold.doubleValue)
  }
  open override var extraRepr: String { "beta=\(beta), threshold=\(threshold)" }
}

/// log σ(x), `torch.nn.LogSigmoid`.
open class LogSigmoid: Module {
  open override func forward(_ input: Tensor) -> Tensor { F.logsigmoid(input) }
}

/// 1 / (1 + e^-x), `torch.nn.Sigmoid`.
open class Sigmoid: Module {
  open override func forward(_ input: Tensor) -> Tensor { input.sigmoid() }
}

/// Hyperbolic tangent, `torch.nn.Tanh`.
open class Tanh: Module {
  open override func forward(_ input: Tensor) -> Tensor { input.tanh() }
}
