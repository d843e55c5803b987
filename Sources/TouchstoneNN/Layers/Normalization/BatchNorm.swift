import Touchstone

/// Batch normalisation of any rank: (x − E[x]) / √(Var[x] + eps) · weight + bias for each channel.
///
/// In training the statistics are the batch's, and the running ones follow; in evaluation they are
/// the running ones, or the batch's where none are kept. Ioffe and Szegedy, "Batch normalization",
/// 2015.
open class BatchNormBase: NormBase {
  public init(
    _ numFeatures: Int, eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
    trackRunningStats: Bool = true, device: Device = .cpu, dtype: DType? = nil, bias: Bool = true
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

  open override func forward(_ input: Tensor) -> Tensor {
    guarded {
      try checkInputDim(input)
      let factor = countBatch()
      let usesRunning = !training || trackRunningStats
      return F.batchNorm(
        input, usesRunning ? runningMean : nil, usesRunning ? runningVar : nil, weight: weight,
        bias: bias, training: training || (runningMean == nil && runningVar == nil),
        momentum: factor, eps: eps)
    }
  }

  /// Counts a batch of training; the weight of its statistics.
  private func countBatch() -> Double {
    guard training, trackRunningStats, let numBatchesTracked else { return momentum ?? 0 }
    noGrad { _ = numBatchesTracked.add_(1) }
    return momentum ?? 1 / numBatchesTracked.item().doubleValue
  }
}

/// Batch normalisation of (N, C) or (N, C, L), `torch.nn.BatchNorm1d`.
open class BatchNorm1d: BatchNormBase {
  override func checkInputDim(_ input: Tensor) throws { try checkRank(input, 2, 3) }
}

/// Batch normalisation of (N, C, H, W), `torch.nn.BatchNorm2d`.
open class BatchNorm2d: BatchNormBase {
  override func checkInputDim(_ input: Tensor) throws { try checkRank(input, 4) }
}

/// Batch normalisation of (N, C, D, H, W), `torch.nn.BatchNorm3d`.
open class BatchNorm3d: BatchNormBase {
  override func checkInputDim(_ input: Tensor) throws { try checkRank(input, 5) }
}
