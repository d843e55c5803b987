/// The normalisations with the statistics that they used, as `torch.native_*_norm` give them.
extension Tensor {
  /// Result, mean and 1 / √(variance + eps) of the batch; both empty in evaluation.
  public static func nativeBatchNorm(
    _ input: Tensor, _ weight: Tensor?, _ bias: Tensor?, _ runningMean: Tensor?,
    _ runningVar: Tensor?, training: Bool, momentum: Double, eps: Double
  ) -> (Tensor, Tensor, Tensor) {
    guarded { () throws -> (Tensor, Tensor, Tensor) in
      let call = BatchNormalization(
        runningMean: runningMean, runningVar: runningVar, training: training, momentum: momentum,
        eps: eps)
      try call.checkNative(input)
      let (out, statistics, mixed) = try call.apply(input, weight, bias)
      let shape: Shape = training ? [statistics.invstd.numel] : [0]
      let (mean, invstd) = statistics.rounded(training ? shape : [0], input, mixed, training)
      return (out, mean, invstd)
    }
  }

  /// Result, mean and 1 / √(variance + eps) over the last dimensions.
  public static func nativeLayerNorm(
    _ input: Tensor, _ normalizedShape: [Int], _ weight: Tensor?, _ bias: Tensor?, _ eps: Double
  ) -> (Tensor, Tensor, Tensor) {
    guarded { () throws -> (Tensor, Tensor, Tensor) in
      let call = try LayerNormalization(normalizedShape, eps, input, weight, bias)
      let (out, statistics) = try call.apply()
      let outer = input.dim - normalizedShape.count
      let shape = Shape(input.shape.enumerated().map { $0.offset < outer ? $0.element : 1 })
      let (mean, invstd) = statistics.rounded(shape, input, call.mixed, true)
      return (out, mean, invstd)
    }
  }

  /// Result, mean and 1 / √(variance + eps) of each group, for an input that counts as [n, c, hw].
  /// Alone among the native forms its statistics are differentiable.
  public static func nativeGroupNorm(
    _ input: Tensor, _ weight: Tensor?, _ bias: Tensor?, n: Int, c: Int, hw: Int, groups: Int,
    eps: Double
  ) -> (Tensor, Tensor, Tensor) {
    guarded { () throws -> (Tensor, Tensor, Tensor) in
      let call = try GroupNormalization(groups, eps, input, weight, bias)
      let (out, statistics) = try call.apply()
      if needsGrad(input) {
        let x = input.widened.reshape([n, groups, c / groups * hw])
        let dtype = call.mixed ? DType.float32 : input.dtype
        let invstd = x.var([2], correction: 0).add(eps).rsqrt()
        return (out, x.mean(2).to(dtype), invstd.to(dtype))
      }
      let (mean, invstd) = statistics.rounded([n, groups], input, call.mixed, true)
      return (out, mean, invstd)
    }
  }
}

extension BatchNormalization {
  fileprivate func checkNative(_ input: Tensor) throws {
    _ = try BatchNormalization.channels(of: input)
    try Touchstone.check(
      input.numel > 0, .runtime,
      "input tensor must have at least one element, but got input_sizes = \(input.shape)")
    try Touchstone.check(
      training || (runningMean != nil && runningVar != nil), .runtime,
      "running_mean must be defined in evaluation mode")
  }
}

extension Normalization.Statistics {
  /// Mean and invstd in the dtype that PyTorch keeps: float beside float parameters.
  fileprivate func rounded(
    _ shape: Shape, _ input: Tensor, _ mixed: Bool, _ present: Bool
  ) -> (Tensor, Tensor) {
    let dtype = mixed ? DType.float32 : input.dtype
    func round(_ values: Tensor) -> Tensor {
      guard present else { return Tensor.empty([0], dtype: dtype, device: input.device) }
      return noGrad { values.to(dtype).reshape(shape) }
    }
    return (round(mean!), round(invstd))
  }
}
