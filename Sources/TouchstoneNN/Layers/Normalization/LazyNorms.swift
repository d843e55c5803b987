import Touchstone

/// A layer that learns its number of channels from its first input. Until then its state has no
/// shape; afterwards it prints as the class that it stands for.
public protocol LazyNorm: NormBase, LazyModule {
  init(features: Int?, _ options: NormOptions)
}

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

extension LazyNorm {
  public func initializeParameters(_ inputs: [Tensor?]) {
    attempt {
      guard hasUninitializedParams, let input = inputs[0] else { return }
      numFeatures = try input.inferredSize(1)
      for tensor in [weight, bias, runningMean, runningVar] { tensor?.materialize([numFeatures]) }
      resetParameters()
    }
  }

  public var classToBecome: String? { String(className.dropFirst("Lazy".count)) }
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
