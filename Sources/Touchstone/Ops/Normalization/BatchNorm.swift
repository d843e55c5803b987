extension Functional {
  /// Each channel normalised over the batch, `torch.nn.functional.batch_norm`:
  /// (x − E[x]) / √(Var[x] + eps) · weight + bias for x of shape [N, C, …].
  ///
  /// In training the statistics are those of the batch (biased variance), and the running ones
  /// become (1 − momentum) · running + momentum · batch, with the unbiased variance; otherwise the
  /// running ones are used.
  /// - Errors: `.value` for a single value per channel in training; `.runtime` for parameters of
  ///   other sizes than C, and without running statistics in evaluation.
  public static func batchNorm(
    _ input: Tensor, _ runningMean: Tensor?, _ runningVar: Tensor?, weight: Tensor? = nil,
    bias: Tensor? = nil, training: Bool = false, momentum: Double = 0.1, eps: Double = 1e-5
  ) -> Tensor {
    guarded {
      if training { try checkMoreThanOneValue(Array(input.shape), "torch.Size(\(input.shape))") }
      try check(
        eps > 0 || !training, .value,
        "batch_norm eps must be positive during training, but got \(eps)")
      try check(eps >= 0, .value, "batch_norm eps must be non-negative, but got \(eps)")
      let call = BatchNormalization(
        runningMean: runningMean, runningVar: runningVar, training: training, momentum: momentum,
        eps: eps)
      let channels = input.dim < 2 ? 0 : input.shape[1]
      if input.numel == 0 { return BatchNormalization.ofNothing(input, weight, bias) }
      try call.check(channels, weight, bias)
      return try call.apply(input, weight, bias).out
    }
  }
}

/// What batch normalisation is told beside its input and parameters.
struct BatchNormalization {
  let runningMean: Tensor?
  let runningVar: Tensor?
  let training: Bool
  let momentum: Double
  let eps: Double

  typealias Result = (out: Tensor, statistics: Normalization.Statistics, mixed: Bool)

  static func channels(of input: Tensor) throws -> Int {
    input.shape[try wrapDim(1, rank: input.dim)]
  }

  /// Of an empty input, scaled as PyTorch does so that parameters still get a gradient.
  static func ofNothing(_ input: Tensor, _ weight: Tensor?, _ bias: Tensor?) -> Tensor {
    var out = input.clone()
    if let weight { out = out.mul(weight.select(0, 0)) }
    if let bias { out = out.add(bias.select(0, 0)) }
    return out
  }

  /// - Parameter count: entries that every parameter must have; `copies` of them stand for each
  ///   one given.
  func check(_ count: Int, _ weight: Tensor?, _ bias: Tensor?, copies: Int = 1) throws {
    func checkCount(_ name: String, _ tensor: Tensor?) throws {
      guard let tensor else { return }
      let given = tensor.numel * copies
      try Touchstone.check(
        given == count, .runtime, "\(name) should contain \(count) elements not \(given)")
    }
    for (name, tensor) in [("running_mean", runningMean), ("running_var", runningVar)] {
      try Touchstone.check(
        tensor != nil || training, .runtime, "\(name) must be defined in evaluation mode")
      try checkCount(name, tensor)
    }
    try checkCount("weight", weight)
    try checkCount("bias", bias)
    try checkBothRunning()
  }

  func checkBothRunning() throws {
    try Touchstone.check(
      (runningMean == nil) == (runningVar == nil), .value,
      "running_mean and running_var must either both be None or neither be None")
  }

  /// Normalises [N, C, …] over all but the channels, and updates the running statistics.
  func apply(_ input: Tensor, _ weight: Tensor?, _ bias: Tensor?) throws -> Result {
    let channels = try BatchNormalization.channels(of: input)
    let space = input.shape.dropFirst(2).reduce(1, *)
    let samples = input.dim == 1 ? 1 : input.shape[0]
    let normalization = Normalization(
      layout: NormLayout(samples: samples, channels: channels, space: space, group: 0),
      format: input.suggestedFormat, eps: eps)
    return try apply(normalization, input, weight, bias, count: samples * space)
  }

  /// - Parameter count: elements that go into one statistic.
  func apply(
    _ normalization: Normalization, _ input: Tensor, _ weight: Tensor?, _ bias: Tensor?, count: Int
  ) throws -> Result {
    try checkNormDType(input, "batch_norm")
    let mixed = try MixedParameters.check(input, [weight, bias, runningMean, runningVar])
    let statistics =
      training
      ? try normalization.statistics(of: input)
      : normalization.statistics(mean: runningMean!, variance: runningVar!)
    if training { updateRunning(statistics, count) }
    let out = try normalization.apply(
      "NativeBatchNormBackward0", input, statistics, weight: weight, bias: bias)
    return (out, statistics, mixed)
  }

  /// Moves the running statistics towards those of the batch. Where every sample has statistics of
  /// its own, towards their mean.
  private func updateRunning(_ statistics: Normalization.Statistics, _ count: Int) {
    guard let runningMean, let runningVar, let mean = statistics.mean else { return }
    noGrad {
      let unbiased = statistics.variance.mul(Double(count) / Double(count - 1))
      for (running, batch) in [(runningMean, mean), (runningVar, unbiased)] {
        let perSample = batch.reshape([-1, running.numel]).mean(0).reshape(running.shape)
        running.copy_(running.to(.float64).mul(1 - momentum).add(perSample.mul(momentum)))
      }
    }
  }
}
