extension Functional {
  /// Each channel of each sample normalised on its own, `torch.nn.functional.instance_norm`.
  ///
  /// With `useInputStats` running statistics, where given, move towards the mean of the samples'
  /// ones; without it they are what is normalised with.
  /// - Errors: `.value` for a single element per channel; `.runtime` for parameters of other sizes
  ///   than the number of channels.
  public static func instanceNorm(
    _ input: Tensor, _ runningMean: Tensor? = nil, _ runningVar: Tensor? = nil,
    weight: Tensor? = nil, bias: Tensor? = nil, useInputStats: Bool = true,
    momentum: Double = 0.1, eps: Double = 1e-5
  ) -> Tensor {
    guarded {
      let space = input.shape.dropFirst(2).reduce(1, *)
      try check(
        space != 1 || !useInputStats, .value,
        "Expected more than 1 spatial element when training, got input size "
          + "torch.Size(\(input.shape))")
      try check(
        useInputStats || (runningMean != nil && runningVar != nil), .runtime,
        "Expected running_mean and running_var to be defined when use_input_stats is false")
      let call = BatchNormalization(
        runningMean: runningMean, runningVar: runningVar, training: useInputStats,
        momentum: momentum, eps: eps)
      let channels = try BatchNormalization.channels(of: input)
      if input.numel == 0 { return BatchNormalization.ofNothing(input, weight, bias) }
      let samples = input.shape[0]
      try call.check(samples * channels, weight, bias, copies: samples)
      let normalization = Normalization(
        layout: NormLayout(
          samples: samples, channels: channels, space: space, group: useInputStats ? 1 : 0),
        format: .contiguous, eps: eps)
      return try call.apply(normalization, input, weight, bias, count: space).out
    }
  }
}
