import Touchstone

/// A layer that learns its number of channels from its first input. Until then its state has no
/// shape; afterwards it prints as the class that it stands for.
public protocol LazyNorm: NormBase {}

extension LazyNorm {
  public init(
    eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
    trackRunningStats: Bool = true, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    self.init(
      features: nil,
      NormOptions(
        eps: eps, momentum: momentum, affine: affine, trackRunningStats: trackRunningStats,
        bias: bias, device: device, dtype: dtype))
  }
}

extension NormBase {
  /// Gives the state of a lazy layer its shape when it meets its first input.
  func materialize(for input: Tensor) {
    let state = [weight, bias, runningMean, runningVar]
    guard numFeatures == 0, state.contains(where: { $0?.isUninitialized == true }) else { return }
    numFeatures = input.size(1)
    for tensor in state { tensor?.materialize([numFeatures]) }
    resetParameters()
    writableExtras.becomes = String(className.dropFirst("Lazy".count))
  }
}

/// `torch.nn.LazyBatchNorm1d`.
public final class LazyBatchNorm1d: BatchNorm1d, LazyNorm {}

/// `torch.nn.LazyBatchNorm2d`.
public final class LazyBatchNorm2d: BatchNorm2d, LazyNorm {}

/// `torch.nn.LazyBatchNorm3d`.
public final class LazyBatchNorm3d: BatchNorm3d, LazyNorm {}

/// `torch.nn.LazyInstanceNorm1d`.
public final class LazyInstanceNorm1d: InstanceNorm1d, LazyNorm {}

/// `torch.nn.LazyInstanceNorm2d`.
public final class LazyInstanceNorm2d: InstanceNorm2d, LazyNorm {}

/// `torch.nn.LazyInstanceNorm3d`.
public final class LazyInstanceNorm3d: InstanceNorm3d, LazyNorm {}
