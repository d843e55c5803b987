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
      let (mean, invstd) = statistics.rounded([n, groups], input, call.mixed, true)
      let inputs = [input] + [weight, bias].compactMap { $0 }
      try record("NativeGroupNormBackward0", inputs, [mean, invstd], saving: [input]) {
        [parameters = inputs.count - 1] ctx in
        let none: [Tensor?] = Array(repeating: nil, count: parameters)
        guard ctx.needs(0) else { return [nil] + none }
        let x = ctx.saved[0].widened.reshape([n, groups, c / groups * hw])
        let grads = ctx.grads.map { $0?.widened.unsqueeze(-1) }
        let toInput = statisticsGradient(grads, x, eps).reshape(ctx.saved[0].shape)
        return [toInput.to(ctx.saved[0].dtype)] + none
      }
      return (out, mean, invstd)
    }
  }
}

/// Gradient of mean and 1 / √(variance + eps) over the last dimension: 1/n, and
/// −invstd³ (x − mean)/n.
private func statisticsGradient(_ grads: [Tensor?], _ x: Tensor, _ eps: Double) -> Tensor {
  let distance = x.sub(x.mean(2, keepdim: true))
  let cubed = distance.square().mean(2, keepdim: true).add(eps).pow(-1.5)
  var total = Tensor.zerosLike(x)
  if let toMean = grads[0] { total = total.add(toMean) }
  if let toInvstd = grads[1] { total = total.sub(toInvstd.mul(cubed).mul(distance)) }
  return total.div(Double(Swift.max(x.size(2), 1)))
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
