import Touchstone

/// Normalisation over the last dimensions, `torch.nn.LayerNorm`:
/// (x − E[x]) / √(Var[x] + eps) · weight + bias. Ba et al., "Layer normalization", 2016.
open class LayerNorm: Module {
  public let normalizedShape: [Int]
  public let eps: Double
  public let elementwiseAffine: Bool
  @Parameter public var weight: Tensor?
  @Parameter public var bias: Tensor?

  public init(
    _ normalizedShape: some SizeArgument, eps: Double = 1e-5, elementwiseAffine: Bool = true,
    bias: Bool = true, device: Device = .cpu, dtype: DType? = nil
  ) {
    let shape = Shape(normalizedShape.sizeList)
    func parameter() -> Tensor { Tensor.empty(shape, dtype: dtype, device: device) }
    self.normalizedShape = Array(shape)
    (self.eps, self.elementwiseAffine) = (eps, elementwiseAffine)
    weight = elementwiseAffine ? parameter() : nil
    self.bias = elementwiseAffine && bias ? parameter() : nil
    super.init()
    resetParameters()
  }

  /// Weight 1, bias 0.
  open func resetParameters() {
    if let weight { Init.ones_(weight) }
    if let bias { Init.zeros_(bias) }
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.layerNorm(input, normalizedShape, weight: weight, bias: bias, eps: eps)
  }

  open override var extraRepr: String {
    "\(normalizedShape.pythonTuple), eps=\(eps), elementwise_affine=\(elementwiseAffine.python), "
      + "bias=\((bias != nil).python)"
  }
}

/// Scaling by the root mean square over the last dimensions, `torch.nn.RMSNorm`:
/// x / √(E[x²] + eps) · weight; `eps` nil is the machine epsilon. Zhang and Sennrich, "Root mean
/// square layer normalization", 2019.
open class RMSNorm: Module {
  public let normalizedShape: [Int]
  public let eps: Double?
  public let elementwiseAffine: Bool
  @Parameter public var weight: Tensor?

  public init(
    _ normalizedShape: some SizeArgument, eps: Double? = nil, elementwiseAffine: Bool = true,
    device: Device = .cpu, dtype: DType? = nil
  ) {
    let shape = Shape(normalizedShape.sizeList)
    self.normalizedShape = Array(shape)
    (self.eps, self.elementwiseAffine) = (eps, elementwiseAffine)
    weight = elementwiseAffine ? Tensor.empty(shape, dtype: dtype, device: device) : nil
    super.init()
    resetParameters()
  }

  /// Weight 1.
  open func resetParameters() {
    if let weight { Init.ones_(weight) }
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.rmsNorm(input, normalizedShape, weight: weight, eps: eps)
  }

  open override var extraRepr: String {
    "\(normalizedShape.pythonTuple), eps=\(eps.map { "\($0)" } ?? "None"), "
      + "elementwise_affine=\(elementwiseAffine.python)"
  }
}

extension [Int] {
  /// As Python prints a tuple.
  var pythonTuple: String {
    "(" + map(String.init).joined(separator: ", ") + (count == 1 ? ",)" : ")")
  }
}
