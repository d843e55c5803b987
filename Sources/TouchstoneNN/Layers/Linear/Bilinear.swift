import Touchstone

/// yₒ = x₁ᵀ Wₒ x₂ + bₒ, `torch.nn.Bilinear`: [*, in1] and [*, in2] → [*, out].
///
/// State: `weight` [out, in1, in2], `bias` [out].
open class Bilinear: Module {
  public let in1Features, in2Features, outFeatures: Int
  @Parameter public var weight: Tensor
  @Parameter public var bias: Tensor?

  /// - Errors: `.value` unless `in1Features` is positive.
  public init(
    _ in1Features: Int, _ in2Features: Int, _ outFeatures: Int, bias: Bool = true,
    device: Device = .cpu, dtype: DType? = nil
  ) {
    attempt {
      try check(in1Features > 0, .value, "in1_features must be > 0, but got \(in1Features)")
    }
    self.in1Features = in1Features
    self.in2Features = in2Features
    self.outFeatures = outFeatures
    weight = Tensor.empty([outFeatures, in1Features, in2Features], dtype: dtype, device: device)
    self.bias = bias ? Tensor.empty([outFeatures], dtype: dtype, device: device) : nil
    super.init()
    resetParameters()
  }

  /// Weights and biases within ±1/√in1.
  open func resetParameters() {
    let bound = 1 / Double(in1Features).squareRoot()
    Init.uniform_(weight, -bound, bound)
    if let bias { Init.uniform_(bias, -bound, bound) }
  }

  public func callAsFunction(_ input1: Tensor, _ input2: Tensor) -> Tensor {
    invoke([input1, input2], outputs: 1) { inputs in
      [F.bilinear(inputs[0] ?? input1, inputs[1] ?? input2, weight, bias: bias)]
    }[0] ?? Tensor.poison
  }

  open override var extraRepr: String {
    "in1_features=\(in1Features), in2_features=\(in2Features), out_features=\(outFeatures), "
      + "bias=\((bias != nil).python)"
  }
}

/// Gives its input back, whatever it is made with, `torch.nn.Identity`.
open class Identity: Module {
  open override func forward(_ input: Tensor) -> Tensor { input }
}
