import Touchstone

/// Layers that learn the number of channels from their first input. Until then their state has no
/// shape; afterwards they print as the class that they stand for.

/// `BatchNorm1d` for a number of channels not known yet, `torch.nn.LazyBatchNorm1d`.
public final class LazyBatchNorm1d: BatchNorm1d {
  public convenience init(
    eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
    trackRunningStats: Bool = true, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    self.init(
      NormOptions(
        eps: eps, momentum: momentum, affine: affine, trackRunningStats: trackRunningStats,
        bias: bias, device: device, dtype: dtype))
  }

  init(_ options: NormOptions) { super.init(features: nil, options) }

  public override func forward(_ input: Tensor) -> Tensor {
    materialize(for: input, as: "BatchNorm1d")
    return super.forward(input)
  }
}

/// `BatchNorm2d` for a number of channels not known yet, `torch.nn.LazyBatchNorm2d`.
public final class LazyBatchNorm2d: BatchNorm2d {
  public convenience init(
    eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
    trackRunningStats: Bool = true, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    self.init(
      NormOptions(
        eps: eps, momentum: momentum, affine: affine, trackRunningStats: trackRunningStats,
        bias: bias, device: device, dtype: dtype))
  }

  init(_ options: NormOptions) { super.init(features: nil, options) }

  public override func forward(_ input: Tensor) -> Tensor {
    materialize(for: input, as: "BatchNorm2d")
    return super.forward(input)
  }
}

/// `BatchNorm3d` for a number of channels not known yet, `torch.nn.LazyBatchNorm3d`.
public final class LazyBatchNorm3d: BatchNorm3d {
  public convenience init(
    eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
    trackRunningStats: Bool = true, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    self.init(
      NormOptions(
        eps: eps, momentum: momentum, affine: affine, trackRunningStats: trackRunningStats,
        bias: bias, device: device, dtype: dtype))
  }

  init(_ options: NormOptions) { super.init(features: nil, options) }

  public override func forward(_ input: Tensor) -> Tensor {
    materialize(for: input, as: "BatchNorm3d")
    return super.forward(input)
  }
}

/// `InstanceNorm1d` for a number of channels not known yet, `torch.nn.LazyInstanceNorm1d`.
public final class LazyInstanceNorm1d: InstanceNorm1d {
  public convenience init(
    eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
    trackRunningStats: Bool = true, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    self.init(
      NormOptions(
        eps: eps, momentum: momentum, affine: affine, trackRunningStats: trackRunningStats,
        bias: bias, device: device, dtype: dtype))
  }

  init(_ options: NormOptions) { super.init(features: nil, options) }

  public override func forward(_ input: Tensor) -> Tensor {
    materialize(for: input, as: "InstanceNorm1d")
    return super.forward(input)
  }
}

/// `InstanceNorm2d` for a number of channels not known yet, `torch.nn.LazyInstanceNorm2d`.
public final class LazyInstanceNorm2d: InstanceNorm2d {
  public convenience init(
    eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
    trackRunningStats: Bool = true, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    self.init(
      NormOptions(
        eps: eps, momentum: momentum, affine: affine, trackRunningStats: trackRunningStats,
        bias: bias, device: device, dtype: dtype))
  }

  init(_ options: NormOptions) { super.init(features: nil, options) }

  public override func forward(_ input: Tensor) -> Tensor {
    materialize(for: input, as: "InstanceNorm2d")
    return super.forward(input)
  }
}

/// `InstanceNorm3d` for a number of channels not known yet, `torch.nn.LazyInstanceNorm3d`.
public final class LazyInstanceNorm3d: InstanceNorm3d {
  public convenience init(
    eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
    trackRunningStats: Bool = true, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    self.init(
      NormOptions(
        eps: eps, momentum: momentum, affine: affine, trackRunningStats: trackRunningStats,
        bias: bias, device: device, dtype: dtype))
  }

  init(_ options: NormOptions) { super.init(features: nil, options) }

  public override func forward(_ input: Tensor) -> Tensor {
    materialize(for: input, as: "InstanceNorm3d")
    return super.forward(input)
  }
}
