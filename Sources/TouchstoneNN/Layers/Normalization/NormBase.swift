import Touchstone

/// What layers with a weight, a bias and running statistics for each channel share: PyTorch's
/// `_NormBase`.
///
/// State: `weight`, `bias` where `affine`; `running_mean`, `running_var` and the int64 scalar
/// `num_batches_tracked` where `trackRunningStats`.
open class NormBase: Module {
  /// Number of channels; a lazy layer learns it from its first input.
  public internal(set) var numFeatures: Int
  /// Added to the variance.
  public let eps: Double
  /// Weight of the newest batch in the running statistics; nil: the mean of all batches.
  public package(set) var momentum: Double?
  public let affine, trackRunningStats: Bool
  @Parameter public var weight: Tensor?
  @Parameter public var bias: Tensor?
  @Buffer public var runningMean: Tensor?
  @Buffer public var runningVar: Tensor?
  @Buffer public var numBatchesTracked: Tensor?

  /// - Parameter features: nil for a lazy layer, whose state has no shape yet.
  public init(features: Int?, _ options: NormOptions) {
    numFeatures = features ?? 0
    eps = options.eps
    momentum = options.momentum
    affine = options.affine
    trackRunningStats = options.trackRunningStats
    weight = options.affine ? options.parameter(features) : nil
    bias = options.affine && options.bias ? options.parameter(features) : nil
    runningMean = options.trackRunningStats ? options.buffer(features) : nil
    runningVar = options.trackRunningStats ? options.buffer(features) : nil
    numBatchesTracked =
      options.trackRunningStats ? Tensor.zeros([], dtype: .int64, device: options.device) : nil
    super.init()
    if features != nil { resetParameters() }
  }

  /// Forgets what was seen: mean 0, variance 1, no batches.
  open func resetRunningStats() {
    noGrad {
      _ = runningMean?.zero_()
      _ = runningVar?.fill_(1)
      _ = numBatchesTracked?.zero_()
    }
  }

  /// Weight 1, bias 0, and running statistics as in the beginning.
  open func resetParameters() {
    if (self as? any LazyModule)?.hasUninitializedParams == true { return }
    resetRunningStats()
    if let weight { Init.ones_(weight) }
    if let bias { Init.zeros_(bias) }
  }

  /// Refuses inputs with another number of dimensions than the class's.
  func checkInputDim(_ input: Tensor) throws {}

  open override var extraRepr: String {
    "\(numFeatures), eps=\(eps), momentum=\(momentum.map { "\($0)" } ?? "None"), "
      + "affine=\(affine.python), bias=\((bias != nil).python), "
      + "track_running_stats=\(trackRunningStats.python)"
  }

  /// Version 2 has `num_batches_tracked`; for older states the layer's own stands in.
  open override class var stateVersion: Int { 2 }

  open override func prepareToLoad(_ context: LoadContext, prefix: String) {
    let key = prefix + "num_batches_tracked"
    guard (context.version ?? 0) < 2, trackRunningStats, context.state[key] == nil else { return }
    context.state[key] = numBatchesTracked ?? Tensor.zeros([], dtype: .int64)
  }
}

/// Arguments of a layer's initializer beside the number of channels.
public struct NormOptions {
  var eps: Double
  var momentum: Double?
  var affine, trackRunningStats, bias: Bool
  var device: Device
  var dtype: DType?

  func parameter(_ features: Int?) -> Tensor {
    features.map { Tensor.empty([$0], dtype: dtype, device: device) }
      ?? Tensor.uninitializedParameter(device: device, dtype: dtype)
  }

  func buffer(_ features: Int?) -> Tensor {
    features.map { Tensor.empty([$0], dtype: dtype, device: device) }
      ?? Tensor.uninitializedBuffer(device: device, dtype: dtype)
  }
}

extension Bool {
  /// As Python prints it.
  var python: String { self ? "True" : "False" }
}

/// Refuses an input whose rank is none of `ranks`, in the words of PyTorch's layers.
func checkRank(_ input: Tensor, _ ranks: Int...) throws {
  let expected = ranks.map { "\($0)D" }.joined(separator: " or ")
  try check(
    ranks.contains(input.dim), .value, "expected \(expected) input (got \(input.dim)D input)")
}
