extension Functional {
  /// Largest elements of as many windows as `outputSize` says, which share a signal [N, C, L] or
  /// [C, L] evenly; NaN wins.
  public static func adaptiveMaxPool1d(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> Tensor {
    adaptiveMaxPool1dWithIndices(input, outputSize).0
  }

  /// The same, and the position of each in the signal.
  public static func adaptiveMaxPool1dWithIndices(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> (Tensor, Tensor) {
    guarded {
      try input.checkSignal("adaptive_max_pool1d")
      let size = try outputSize.signalSizes("adaptive_max_pool1d")
      try input.checkNonEmpty("adaptive_max_pool1d()", from: 1)
      let (values, indices) = adaptiveMaxPool2dWithIndices(input.unsqueeze(-2), [1] + size)
      return (values.squeeze(-2), indices.squeeze(-2))
    }
  }

  /// Largest elements of windows that share images [N, C, H, W] or [C, H, W] evenly.
  public static func adaptiveMaxPool2d(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> Tensor {
    adaptiveMaxPool2dWithIndices(input, outputSize).0
  }

  /// The same, and the position h · W + w of each.
  public static func adaptiveMaxPool2dWithIndices(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> (Tensor, Tensor) {
    guarded {
      let out = try outputSize.resolved(
        input, spatial: 2, "adaptive_max_pool2d(): internal error: output_size.size() must be 2")
      return try adapted(input, out, "adaptive_max_pool2d", "AdaptiveMaxPool2DBackward0")
    }
  }

  /// Largest elements of windows that share volumes [N, C, D, H, W] or [C, D, H, W] evenly.
  public static func adaptiveMaxPool3d(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> Tensor {
    adaptiveMaxPool3dWithIndices(input, outputSize).0
  }

  /// The same, and the position (d · H + h) · W + w of each.
  public static func adaptiveMaxPool3dWithIndices(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> (Tensor, Tensor) {
    guarded {
      let out = try outputSize.resolved(
        input, spatial: 3, "adaptive_max_pool3d(): internal error: output_size.size() must be 3")
      return try adapted(input, out, "adaptive_max_pool3d", "AdaptiveMaxPool3DBackward0")
    }
  }

  private static func adapted(
    _ input: Tensor, _ out: [Int], _ operation: String, _ name: StaticString
  ) throws -> (Tensor, Tensor) {
    let spatial = out.count
    try check(
      input.dim == spatial + 1 || input.dim == spatial + 2, .runtime,
      "\(operation)(): Expected \(spatial + 1)D or \(spatial + 2)D tensor, but got: \(input.shape)")
    try input.checkNonEmpty("\(operation)()", from: 1)
    try Tensor.refuseNegative(input.shape(spatial: out))
    try check(
      input.dtype.isFloatingPoint, .notImplemented,
      "\"\(operation)\(spatial == 3 ? "_cpu" : "")\" not implemented for "
        + "'\(input.dtype.scalarTypeName)'")
    let format = spatial == 2 ? input.suggestedMemoryFormat : .contiguous
    return try recordedMaxima(input, out, format, name) { input, values, indices in
      backend(for: input.device).poolMaximum(
        input.volume(spatial), WindowAxis.adaptive(input.spatialSizes(spatial), out),
        into: values.volume(spatial), indices: indices.volume(spatial))
    }
  }
}
