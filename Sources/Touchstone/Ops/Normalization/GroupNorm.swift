extension Functional {
  /// The channels of each sample normalised in `numGroups` groups,
  /// `torch.nn.functional.group_norm`: (x − E[x]) / √(Var[x] + eps) · weight + bias, with one
  /// weight and bias for each channel.
  ///
  /// - Errors: `.runtime` unless the groups divide the channels; `.value` for a single value in a
  ///   group.
  public static func groupNorm(
    _ input: Tensor, _ numGroups: Int, weight: Tensor? = nil, bias: Tensor? = nil,
    eps: Double = 1e-5
  ) -> Tensor {
    guarded {
      try check(
        input.dim >= 2, .runtime,
        "Expected at least 2 dimensions for input tensor but received \(input.dim)")
      if numGroups != 0 {
        let perGroup = (Double(input.shape[0] * input.shape[1]) / Double(numGroups)).rounded(.down)
        let sizes = [Int(perGroup), numGroups] + input.shape.dropFirst(2)
        try checkMoreThanOneValue(sizes, "\(Shape(sizes))")
      }
      return try GroupNormalization(numGroups, eps, input, weight, bias).apply().out
    }
  }
}

/// One checked call of group normalisation.
struct GroupNormalization {
  let input: Tensor
  let weight: Tensor?
  let bias: Tensor?
  let normalization: Normalization
  /// Whether the parameters are float while the input is a half type.
  let mixed: Bool

  init(
    _ groups: Int, _ eps: Double, _ input: Tensor, _ weight: Tensor?, _ bias: Tensor?
  ) throws {
    try GroupNormalization.check(groups, input, weight, bias)
    mixed = try MixedParameters.check(input, [weight, bias])
    try checkNormDType(input, "GroupNormKernelImpl")
    (self.input, self.weight, self.bias) = (input, weight, bias)
    let channels = input.shape[1]
    normalization = Normalization(
      layout: NormLayout(
        samples: input.shape[0], channels: channels, space: input.shape.dropFirst(2).reduce(1, *),
        group: channels / groups),
      format: input.suggestedFormat, eps: eps)
  }

  func apply() throws -> (out: Tensor, statistics: Normalization.Statistics) {
    let statistics = try normalization.statistics(of: input)
    let out = try normalization.apply(
      "NativeGroupNormBackward0", input, statistics, weight: weight, bias: bias)
    return (out, statistics)
  }

  private static func check(
    _ groups: Int, _ input: Tensor, _ weight: Tensor?, _ bias: Tensor?
  ) throws {
    let channels = input.shape[1]
    try Touchstone.check(
      groups > 0, .runtime, "Expected num groups to be greater than 0, got \(groups)")
    try Touchstone.check(
      channels % groups == 0, .runtime,
      "Expected number of channels in input to be divisible by num_groups, but got input of shape "
        + "\(input.shape) and num_groups=\(groups)")
    for (name, tensor) in [("weight", weight), ("bias", bias)] {
      guard let tensor else { continue }
      try Touchstone.check(
        tensor.dim == 1 && tensor.numel == channels, .runtime,
        "Expected \(name) to be a vector of size equal to the number of channels in input, but got "
          + "\(name) of shape \(tensor.shape) and input of shape \(input.shape)")
    }
    let space = input.shape.dropFirst(2).reduce(1, *)
    for (name, size) in [("number of channels", channels), ("HxW", space)] {
      try Touchstone.check(
        size > 0, .runtime, "Expected \(name) to be greater than 0, got \(size)")
    }
  }
}
