extension Functional {
  /// Means of as many windows as `outputSize` says, which share a signal [N, C, L] or [C, L]
  /// evenly: window o from ⌊o · L / n⌋ to ⌈(o + 1) · L / n⌉.
  public static func adaptiveAvgPool1d(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> Tensor {
    guarded {
      try input.checkSignal("adaptive_avg_pool1d")
      let size = try outputSize.signalSizes("adaptive_avg_pool1d")
      return adaptiveAvgPool2d(input.unsqueeze(-2), [1] + size).squeeze(-2)
    }
  }

  /// The same for images [N, C, H, W] or [C, H, W].
  public static func adaptiveAvgPool2d(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> Tensor {
    guarded {
      let out = try outputSize.resolved(
        input, spatial: 2, "adaptive_avg_pool2d: output_size must be 2")
      try checkSizes(out, "adaptive_avg_pool2d", separators: [", "])
      if out == [1, 1] { return wholeMean(input, [-1, -2]) }
      try checkRank(input, 2)
      try input.checkNonEmpty("adaptive_avg_pool2d()", from: input.dim - 2)
      return try adapted(
        input, out, input.suggestedMemoryFormat, "adaptive_avg_pool2d",
        ("AdaptiveAvgPool2DBackward0", "AdaptiveAvgPool2DBackwardBackward0"))
    }
  }

  /// The same for volumes [N, C, D, H, W] or [C, D, H, W].
  public static func adaptiveAvgPool3d(
    _ input: Tensor, _ outputSize: some AdaptiveSizeArgument
  ) -> Tensor {
    guarded {
      let out = try outputSize.resolved(
        input, spatial: 3, "adaptive_avg_pool3d: output_size must be 3")
      try checkSizes(out, "adaptive_avg_pool3d", separators: [", ", ","])
      if out == [1, 1, 1] { return wholeMean(input, [-1, -2, -3]) }
      try checkRank(input, 3)
      try input.checkNonEmpty("adaptive_avg_pool3d()", from: 1)
      return try adapted(
        input, out, .contiguous, "adaptive_avg_pool3d_cpu",
        ("AdaptiveAvgPool3DBackward0", "AdaptiveAvgPool3DBackwardBackward0"))
    }
  }

  private static func checkSizes(_ out: [Int], _ name: String, separators: [String]) throws {
    let text = zip(out, [""] + separators).map { "\($1)\($0)" }.joined()
    try check(
      out.allSatisfy { $0 >= 0 }, .runtime,
      "\(name): elements of output_size must be greater than or equal to 0 but received {\(text)}")
  }

  private static func checkRank(_ input: Tensor, _ spatial: Int) throws {
    try check(
      input.dim == spatial + 1 || input.dim == spatial + 2, .runtime,
      "adaptive_avg_pool\(spatial)d(): Expected \(spatial + 1)D or \(spatial + 2)D tensor, but got "
        + "\(input.shape)")
  }

  /// One mean for each plane; in channels-last memory where the input is.
  private static func wholeMean(_ input: Tensor, _ dims: [Int]) -> Tensor {
    let mean = input.mean(dims, keepdim: true)
    let format = input.suggestedMemoryFormat
    return format == .channelsLast ? mean.contiguous(memoryFormat: format) : mean
  }

  private static func adapted(
    _ input: Tensor, _ out: [Int], _ format: MemoryFormat, _ kernel: String,
    _ names: (StaticString, StaticString)
  ) throws -> Tensor {
    try check(
      input.dtype.isFloatingPoint, .notImplemented,
      "\"\(kernel)\" not implemented for '\(input.dtype.scalarTypeName)'")
    let sizes = input.spatialSizes(out.count)
    return try LinearMap.windowMean(input.shape, out, format, names) {
      WindowAxis.adaptive(sizes, out)
    }(input)
  }
}

extension WindowAxis {
  /// Adaptive windows for all three dimensions of a volume.
  static func adaptive(_ sizes: [Int], _ out: [Int]) -> [WindowAxis] {
    Array(repeating: .single, count: 3 - sizes.count)
      + zip(sizes, out).map { adaptive($0, count: $1) }
  }
}
