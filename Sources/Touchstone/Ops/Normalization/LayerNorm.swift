extension Functional {
  /// Normalised over the last dimensions, which have the sizes `normalizedShape`,
  /// `torch.nn.functional.layer_norm`: (x − E[x]) / √(Var[x] + eps) · weight + bias.
  ///
  /// - Errors: `.runtime` where the input does not end in those sizes or parameters do not have
  ///   them.
  public static func layerNorm(
    _ input: Tensor, _ normalizedShape: some SizeArgument, weight: Tensor? = nil,
    bias: Tensor? = nil, eps: Double = 1e-5
  ) -> Tensor {
    guarded {
      let sizes = normalizedShape.sizeList
      return try LayerNormalization(sizes, eps, input, weight, bias).apply().out
    }
  }

  /// Scaled by the root mean square over the last dimensions, `torch.nn.functional.rms_norm`:
  /// x / √(E[x²] + eps) · weight; `eps` is the machine epsilon of the dtype it
  /// is computed in unless given.
  public static func rmsNorm(
    _ input: Tensor, _ normalizedShape: some SizeArgument, weight: Tensor? = nil,
    eps: Double? = nil
  ) -> Tensor {
    guarded {
      let sizes = normalizedShape.sizeList
      try LayerNormalization.check(sizes, input, weight, nil, starred: "*")
      try checkNormDType(input, "rms_norm")
      let normalization = LayerNormalization.normalization(
        input.shape, sizes, eps ?? input.epsilon, centred: false)
      return try normalization.apply(
        "RmsNormBackward0", input, try normalization.statistics(of: input), weight: weight,
        bias: nil)
    }
  }
}

/// One checked call of layer normalisation.
struct LayerNormalization {
  let sizes: [Int]
  let input: Tensor
  let weight: Tensor?
  let bias: Tensor?
  let normalization: Normalization
  /// Whether the parameters are float while the input is a half type.
  let mixed: Bool

  init(
    _ sizes: [Int], _ eps: Double, _ input: Tensor, _ weight: Tensor?, _ bias: Tensor?
  ) throws {
    try LayerNormalization.check(sizes, input, weight, bias, starred: "*, ")
    mixed = try MixedParameters.check(input, [weight, bias])
    try checkNormDType(input, "LayerNormKernelImpl")
    (self.sizes, self.input, self.weight, self.bias) = (sizes, input, weight, bias)
    normalization = LayerNormalization.normalization(input.shape, sizes, eps, centred: true)
  }

  func apply() throws -> (out: Tensor, statistics: Normalization.Statistics) {
    let statistics = try normalization.statistics(of: input)
    let out = try normalization.apply(
      "NativeLayerNormBackward0", input, statistics, weight: weight, bias: bias)
    return (out, statistics)
  }

  static func normalization(
    _ shape: Shape, _ sizes: [Int], _ eps: Double, centred: Bool
  ) -> Normalization {
    let width = sizes.reduce(1, *)
    let rows = shape.dropLast(sizes.count).reduce(1, *)
    return Normalization(
      layout: NormLayout(samples: rows, channels: width, space: 1, group: max(width, 1)),
      format: .contiguous, eps: eps, centred: centred)
  }

  /// - Parameter starred: how the message about the input's shape begins it.
  static func check(
    _ sizes: [Int], _ input: Tensor, _ weight: Tensor?, _ bias: Tensor?, starred: String
  ) throws {
    let text = "\(Shape(sizes))"
    try Touchstone.check(
      !sizes.isEmpty, .runtime,
      "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
        + "element, but got normalized_shape = \(text)")
    for (name, tensor) in [("weight", weight), ("bias", bias)] {
      guard let tensor else { continue }
      try Touchstone.check(
        Array(tensor.shape) == sizes, .runtime,
        "Expected \(name) to be of same shape as normalized_shape, but got \(name) of shape "
          + "\(tensor.shape) and normalized_shape = \(text)")
    }
    try Touchstone.check(
      input.dim >= sizes.count && Array(input.shape.suffix(sizes.count)) == sizes, .runtime,
      "Given normalized_shape=\(text), expected input with shape [\(starred)"
        + "\(text.dropFirst()), but got input of size\(input.shape)")
  }
}
