import Touchstone

/// Instance normalisation of any rank: (x − E[x]) / √(Var[x] + eps) · weight + bias for each
/// channel of each sample. Ulyanov et al., "Instance normalization", 2016.
///
/// With `trackRunningStats` evaluation uses the running statistics. An input may lack the batch
/// dimension.
open class InstanceNormBase: NormBase {
  public init(
    _ numFeatures: Int, eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = false,
    trackRunningStats: Bool = false, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
  ) {
    super.init(
      features: numFeatures,
      NormOptions(
        eps: eps, momentum: momentum, affine: affine, trackRunningStats: trackRunningStats,
        bias: bias, device: device, dtype: dtype))
  }

  public override init(features: Int?, _ options: NormOptions) {
    super.init(features: features, options)
  }

  /// Number of dimensions of one sample.
  var sampleRank: Int { 0 }

  override func checkInputDim(_ input: Tensor) throws {
    try checkRank(input, sampleRank, sampleRank + 1)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    guarded {
      try checkInputDim(input)
      let dim = input.dim - sampleRank
      try check(
        input.size(dim) == numFeatures || !affine, .value,
        "expected input's size at dim=\(dim) to match num_features (\(numFeatures)), but got: "
          + "\(input.size(dim)).")
      if dim == 0 { return normalized(input.unsqueeze(0)).squeeze(0) }
      return normalized(input)
    }
  }

  private func normalized(_ input: Tensor) -> Tensor {
    F.instanceNorm(
      input, runningMean, runningVar, weight: weight, bias: bias,
      useInputStats: training || !trackRunningStats, momentum: momentum ?? 0, eps: eps)
  }

  /// States from before version 1 may have running statistics that the layer does not keep.
  open override func prepareToLoad(_ context: LoadContext, prefix: String) {
    if context.version == nil && !trackRunningStats { refuseRunningStats(context, prefix) }
    super.prepareToLoad(context, prefix: prefix)
  }

  private func refuseRunningStats(_ context: LoadContext, _ prefix: String) {
    let keys = ["running_mean", "running_var"].map { prefix + $0 }
      .filter { context.state[$0] != nil }
    if keys.isEmpty { return }
    let names = keys.map { "\"\($0)\"" }.joined(separator: " and ")
    context.problems.append(
      "Unexpected running stats buffer(s) \(names) for \(name) with track_running_stats=False. If "
        + "state_dict is a checkpoint saved before 0.4.0, this may be expected because \(name) "
        + "does not track running stats by default since 0.4.0. Please remove these keys from "
        + "state_dict. If the running stats are actually needed, instead set "
        + "track_running_stats=True in \(name) to enable them. See the documentation of \(name) "
        + "for details.")
    for key in keys { context.state[key] = nil }
  }
}

/// Instance normalisation of (C, L) or (N, C, L), `torch.nn.InstanceNorm1d`.
open class InstanceNorm1d: InstanceNormBase {
  override var sampleRank: Int { 2 }
}

/// Instance normalisation of (C, H, W) or (N, C, H, W), `torch.nn.InstanceNorm2d`.
open class InstanceNorm2d: InstanceNormBase {
  override var sampleRank: Int { 3 }
}

/// Instance normalisation of (C, D, H, W) or (N, C, D, H, W), `torch.nn.InstanceNorm3d`.
open class InstanceNorm3d: InstanceNormBase {
  override var sampleRank: Int { 4 }
}
