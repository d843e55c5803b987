import Touchstone

/// Switchable normalisation of any rank: (x − Σ wᵢ meanᵢ) / √(Σ vᵢ varᵢ + eps) · weight + bias,
/// where the means and variances are those of instance, layer and batch, and w and v the softmax of
/// `mean_weight` and `var_weight`. Luo et al., "Differentiable learning-to-normalize via switchable
/// normalization", 2018.
///
/// Names of the state and the rules of the running statistics are those of the authors'
/// implementation: variances are unbiased, and the variance over a layer or a batch of feature maps
/// is that of the maps' second moments.
open class SwitchableNormBase: Module {
  public let numFeatures: Int
  public let eps: Double
  /// Share of the running statistics that stays.
  public let momentum: Double
  /// Whether running statistics are moving averages; otherwise they are sums.
  public let usingMovingAverage: Bool
  /// Whether the batch is one of the statistics.
  public let usingBN: Bool
  /// Whether the weight starts at 0, for the last layer of a residual branch.
  public let lastGamma: Bool
  @Parameter public var weight: Tensor
  @Parameter public var bias: Tensor
  @Parameter public var meanWeight: Tensor
  @Parameter public var varWeight: Tensor
  @Buffer public var runningMean: Tensor?
  @Buffer public var runningVar: Tensor?

  init(_ shapes: SwitchableShapes, _ options: SwitchableOptions, kinds: Int) {
    func empty(_ shape: Shape) -> Tensor {
      Tensor.empty(shape, dtype: options.dtype, device: options.device)
    }
    numFeatures = options.numFeatures
    (eps, momentum) = (options.eps, options.momentum)
    (usingMovingAverage, usingBN) = (options.usingMovingAverage, options.usingBN)
    lastGamma = options.lastGamma
    weight = empty(shapes.parameter)
    bias = empty(shapes.parameter)
    meanWeight = empty([kinds])
    varWeight = empty([kinds])
    runningMean = options.usingBN ? empty(shapes.statistic) : nil
    runningVar = options.usingBN ? empty(shapes.statistic) : nil
    super.init()
    resetParameters()
  }

  /// Weight 1 (or 0), bias 0, equal shares of the statistics, running statistics 0.
  open func resetParameters() {
    Init.constant_(weight, lastGamma ? 0.0 : 1.0)
    Init.zeros_(bias)
    Init.ones_(meanWeight)
    Init.ones_(varWeight)
    for running in [runningMean, runningVar] { if let running { Init.zeros_(running) } }
  }

  /// Statistics of the batch: the running ones in evaluation, else given ones, which the running
  /// ones then follow.
  func batchStatistics(_ mean: Tensor, _ variance: Tensor) -> (Tensor, Tensor) {
    guard let runningMean, let runningVar else { return (mean, variance) }
    if !training { return (runningMean, runningVar) }
    noGrad {
      if usingMovingAverage {
        _ = runningMean.mul_(momentum).add_(mean.mul(1 - momentum))
        _ = runningVar.mul_(momentum).add_(variance.mul(1 - momentum))
      } else {
        _ = runningMean.add_(mean)
        _ = runningVar.add_(mean.square().add(variance))
      }
    }
    return (mean, variance)
  }

  /// `x` normalised by the weighted sums of the statistics.
  func normalized(_ x: Tensor, _ means: [Tensor], _ variances: [Tensor]) -> Tensor {
    let mean = weighted(means, meanWeight)
    let variance = weighted(variances, varWeight)
    return x.sub(mean).div(variance.add(eps).sqrt())
  }

  private func weighted(_ statistics: [Tensor], _ weights: Tensor) -> Tensor {
    let shares = weights.softmax(0)
    let terms = statistics.enumerated().map { shares.select(0, $0.offset).mul($0.element) }
    return terms.dropFirst().reduce(terms[0]) { $0.add($1) }
  }
}

/// Shapes of a switchable normalisation's parameters and running statistics.
struct SwitchableShapes {
  let parameter, statistic: Shape
}

struct SwitchableOptions {
  let numFeatures: Int
  let eps, momentum: Double
  let usingMovingAverage: Bool
  var usingBN = true
  var lastGamma = false
  let device: Device
  let dtype: DType?
}

/// Switchable normalisation of (N, C): of each sample and of the batch.
open class SwitchableNorm1d: SwitchableNormBase {
  public init(
    _ numFeatures: Int, eps: Double = 1e-5, momentum: Double = 0.997,
    usingMovingAverage: Bool = true, device: Device = .cpu, dtype: DType? = nil
  ) {
    super.init(
      SwitchableShapes(parameter: [1, numFeatures], statistic: [1, numFeatures]),
      SwitchableOptions(
        numFeatures: numFeatures, eps: eps, momentum: momentum,
        usingMovingAverage: usingMovingAverage, device: device, dtype: dtype),
      kinds: 2)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    guarded {
      try checkRank(input, 2)
      let (batchMean, batchVar) = batchStatistics(
        input.mean(0, keepdim: true), input.var(0, keepdim: true))
      let x = normalized(
        input, [input.mean(1, keepdim: true), batchMean],
        [input.var(1, keepdim: true), batchVar])
      return x.mul(weight).add(bias)
    }
  }
}

/// Switchable normalisation of feature maps of `rank` spatial dimensions.
open class SwitchableNormMaps: SwitchableNormBase {
  private let rank: Int

  init(_ rank: Int, _ options: SwitchableOptions) {
    self.rank = rank
    let ones = Array(repeating: 1, count: rank)
    super.init(
      SwitchableShapes(
        parameter: Shape([1, options.numFeatures] + ones), statistic: [1, options.numFeatures, 1]),
      options, kinds: options.usingBN ? 3 : 2)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    guarded {
      try checkRank(input, rank + 2)
      let x = input.flatten(2)
      let mean = x.mean(-1, keepdim: true)
      let variance = x.var(-1, keepdim: true)
      let moment = variance.add(mean.square())
      let layerMean = mean.mean(1, keepdim: true)
      var means = [mean, layerMean]
      var variances = [variance, moment.mean(1, keepdim: true).sub(layerMean.square())]
      if usingBN {
        let batchMean = mean.mean(0, keepdim: true)
        let batch = batchStatistics(
          batchMean, moment.mean(0, keepdim: true).sub(batchMean.square()))
        means.append(batch.0)
        variances.append(batch.1)
      }
      return normalized(x, means, variances).reshape(input.shape).mul(weight).add(bias)
    }
  }
}

/// Switchable normalisation of (N, C, H, W).
open class SwitchableNorm2d: SwitchableNormMaps {
  public init(
    _ numFeatures: Int, eps: Double = 1e-5, momentum: Double = 0.9,
    usingMovingAverage: Bool = true, usingBN: Bool = true, lastGamma: Bool = false,
    device: Device = .cpu, dtype: DType? = nil
  ) {
    super.init(
      2,
      SwitchableOptions(
        numFeatures: numFeatures, eps: eps, momentum: momentum,
        usingMovingAverage: usingMovingAverage, usingBN: usingBN, lastGamma: lastGamma,
        device: device, dtype: dtype))
  }
}

/// Switchable normalisation of (N, C, D, H, W).
open class SwitchableNorm3d: SwitchableNormMaps {
  public init(
    _ numFeatures: Int, eps: Double = 1e-5, momentum: Double = 0.9,
    usingMovingAverage: Bool = true, usingBN: Bool = true, lastGamma: Bool = false,
    device: Device = .cpu, dtype: DType? = nil
  ) {
    super.init(
      3,
      SwitchableOptions(
        numFeatures: numFeatures, eps: eps, momentum: momentum,
        usingMovingAverage: usingMovingAverage, usingBN: usingBN, lastGamma: lastGamma,
        device: device, dtype: dtype))
  }
}
