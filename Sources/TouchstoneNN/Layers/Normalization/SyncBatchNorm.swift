import Touchstone

/// Batch normalisation over all processes of a group, `torch.nn.SyncBatchNorm`. In a single process
/// it is batch normalisation of any rank.
open class SyncBatchNorm: BatchNormBase {
  override func checkInputDim(_ input: Tensor) throws {
    try check(
      input.dim >= 2, .value, "expected at least 2D input (got \(input.dim)D input)")
    try check(
      input.shape[1] != 0, .value, "SyncBatchNorm number of input channels should be non-zero")
  }

  /// Replaces every batch normalisation in `module` by a `SyncBatchNorm` with the same state. The
  /// result is `module` itself, or the layer that stands for it.
  public static func convertSyncBatchnorm(_ module: Module) -> Module {
    let result = (module as? BatchNormBase).map(SyncBatchNorm.init(replacing:)) ?? module
    for (name, child) in module.namedChildren() {
      let converted = convertSyncBatchnorm(child)
      if converted !== child || result !== module { result.registerModule(name, converted) }
    }
    return result
  }

  private convenience init(replacing layer: BatchNormBase) {
    self.init(
      layer.numFeatures, eps: layer.eps, momentum: layer.momentum, affine: layer.affine,
      trackRunningStats: layer.trackRunningStats, bias: layer.bias != nil)
    weight = layer.weight
    bias = layer.bias
    runningMean = layer.runningMean
    runningVar = layer.runningVar
    numBatchesTracked = layer.numBatchesTracked
    training = layer.training
  }
}
