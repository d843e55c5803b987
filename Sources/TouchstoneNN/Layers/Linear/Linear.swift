import Touchstone

/// x Wᵀ + b, `torch.nn.Linear`: [*, in] → [*, out].
///
/// State: `weight` [out, in], `bias` [out].
open class Linear: Module {
  public internal(set) var inFeatures: Int
  public let outFeatures: Int
  @Parameter public var weight: Tensor
  @Parameter public var bias: Tensor?

  /// - Parameter inFeatures: nil for a lazy layer, whose state has no shape yet.
  public init(
    _ inFeatures: Int?, _ outFeatures: Int, bias: Bool = true, device: Device = .cpu,
    dtype: DType? = nil
  ) {
    self.inFeatures = inFeatures ?? 0
    self.outFeatures = outFeatures
    func parameter(_ shape: Shape) -> Tensor {
      inFeatures == nil
        ? Tensor.uninitializedParameter(device: device, dtype: dtype)
        : Tensor.empty(shape, dtype: dtype, device: device)
    }
    weight = parameter([outFeatures, inFeatures ?? 0])
    self.bias = bias ? parameter([outFeatures]) : nil
    super.init()
    if inFeatures != nil { resetParameters() }
  }

  /// Kaiming's uniform weights with a = √5, and biases within ±1/√in.
  open func resetParameters() {
    Init.kaimingUniform_(weight, a: 5.0.squareRoot())
    guard let bias else { return }
    let bound = inFeatures > 0 ? 1 / Double(inFeatures).squareRoot() : 0
    Init.uniform_(bias, -bound, bound)
  }

  open override func forward(_ input: Tensor) -> Tensor { F.linear(input, weight, bias: bias) }

  open override var extraRepr: String {
    "in_features=\(inFeatures), out_features=\(outFeatures), bias=\((bias != nil).python)"
  }
}
