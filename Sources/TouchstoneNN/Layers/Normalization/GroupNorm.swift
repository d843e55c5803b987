import Touchstone

/// Normalisation of the channels of each sample in groups, `torch.nn.GroupNorm`:
/// (x − E[x]) / √(Var[x] + eps) · weight + bias. Wu and He, "Group normalization", 2018.
open class GroupNorm: Module {
  public let numGroups, numChannels: Int
  public let eps: Double
  public let affine: Bool
  @Parameter public var weight: Tensor?
  @Parameter public var bias: Tensor?

  /// - Errors: `.value` unless the groups divide the channels.
  public init(
    _ numGroups: Int, _ numChannels: Int, eps: Double = 1e-5, affine: Bool = true,
    device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    GroupNorm.check(numGroups, numChannels)
    func parameter() -> Tensor { Tensor.empty([numChannels], dtype: dtype, device: device) }
    (self.numGroups, self.numChannels) = (numGroups, numChannels)
    (self.eps, self.affine) = (eps, affine)
    weight = affine ? parameter() : nil
    self.bias = affine && bias ? parameter() : nil
    super.init()
    resetParameters()
  }

  private static func check(_ groups: Int, _ channels: Int) {
    attempt {
      try Touchstone.check(
        groups != 0 && channels % groups == 0, .value,
        "num_channels (\(channels)) must be divisible by num_groups (\(groups))")
    }
  }

  /// Weight 1, bias 0.
  open func resetParameters() {
    if let weight { Init.ones_(weight) }
    if let bias { Init.zeros_(bias) }
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.groupNorm(input, numGroups, weight: weight, bias: bias, eps: eps)
  }

  open override var extraRepr: String {
    "\(numGroups), \(numChannels), eps=\(eps), affine=\(affine.python), "
      + "bias=\((bias != nil).python)"
  }
}
