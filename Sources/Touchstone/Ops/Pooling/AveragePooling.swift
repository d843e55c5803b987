extension Functional {
  /// Mean of each window of a signal [N, C, L] or [C, L].
  ///
  /// - Parameters:
  ///   - stride: distance of windows, the kernel's size unless given.
  ///   - padding: zeros on both sides, at most half of the kernel.
  ///   - ceilMode: whether windows may go over the end.
  ///   - countIncludePad: whether the padding counts in the number that sums are divided by.
  public static func avgPool1d(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, ceilMode: Bool = false, countIncludePad: Bool = true
  ) -> Tensor {
    guarded {
      let kernel = kernelSize.sizeList
      let given = stride?.sizeList ?? []
      let steps = given.isEmpty ? kernel : given
      try input.checkSignal("avg_pool1d")
      try checkOneInt(kernel, "avg_pool1d", "kernel_size")
      try checkOneInt(steps, "avg_pool1d", "stride")
      try checkOneInt(padding.sizeList, "avg_pool1d", "padding")
      return avgPool2d(
        input.unsqueeze(-2), [1] + kernel, stride: [1] + steps, padding: [0] + padding.sizeList,
        ceilMode: ceilMode, countIncludePad: countIncludePad
      ).squeeze(-2)
    }
  }

  /// The same for images [N, C, H, W] or [C, H, W].
  ///
  /// - Parameter divisorOverride: what all sums are divided by, instead of the windows' sizes.
  public static func avgPool2d(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, ceilMode: Bool = false, countIncludePad: Bool = true,
    divisorOverride: Int? = nil
  ) -> Tensor {
    guarded {
      let pooling = try SlidingPooling(
        "avg_pool2d", spatial: 2, kernel: kernelSize.sizeList, stride: stride?.sizeList,
        padding: padding.sizeList, ceilMode: ceilMode)
      try checkDivisor(divisorOverride)
      _ = input.size(-3)
      try throwPendingError()
      return try averaged(input, pooling, countIncludePad, divisorOverride)
    }
  }

  /// The same for volumes [N, C, D, H, W] or [C, D, H, W].
  public static func avgPool3d(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, ceilMode: Bool = false, countIncludePad: Bool = true,
    divisorOverride: Int? = nil
  ) -> Tensor {
    guarded {
      let pooling = try SlidingPooling(
        "avg_pool3d", spatial: 3, kernel: kernelSize.sizeList, stride: stride?.sizeList,
        padding: padding.sizeList, ceilMode: ceilMode)
      try input.checkVolume()
      try checkDivisor(divisorOverride)
      return try averaged(input, pooling, countIncludePad, divisorOverride)
    }
  }

  private static func checkDivisor(_ divisor: Int?) throws {
    try check(divisor != 0, .runtime, "divisor must be not zero")
  }

  private static func averaged(
    _ input: Tensor, _ pooling: SlidingPooling, _ countIncludePad: Bool, _ divisor: Int?
  ) throws -> Tensor {
    let out = try pooling.outputSizes(input)
    let flat = pooling.spatial == 2
    let taken = input.dtype.isFloatingPoint && (flat || !input.dtype.isHalf)
    try check(
      taken || input.dtype == .int64, .notImplemented,
      "\"\(flat ? "avg_pool2d" : "avg_pool3d_out_frame")\" not implemented for "
        + "'\(input.dtype.scalarTypeName)'")
    // PyTorch's volumes come out row-major whatever the input's strides.
    let format = flat ? input.suggestedMemoryFormat : .contiguous
    let names: (StaticString, StaticString) =
      flat
      ? ("AvgPool2DBackward0", "AvgPool2DBackwardBackward0")
      : ("AvgPool3DBackward0", "AvgPool3DBackwardBackward0")
    let sizes = input.spatialSizes(pooling.spatial)
    return try LinearMap.windowMean(input.shape, out, format, names) {
      let axes = pooling.axes(sizes, out, countingPadding: countIncludePad)
      return divisor.map { axes.divided(by: $0) } ?? axes
    }(input)
  }
}

extension LinearMap {
  /// The mean of each window of tensors of shape `sizes`; `out` holds the numbers of windows.
  static func windowMean(
    _ sizes: Shape, _ out: [Int], _ format: MemoryFormat, _ names: (StaticString, StaticString),
    axes: @escaping () -> [WindowAxis]
  ) -> LinearMap {
    let spatial = out.count
    let outSizes = Shape(Array(sizes.dropLast(spatial)) + out)
    return LinearMap(names: names) { input in
      let result = try input.fresh(outSizes, format)
      backend(for: input.device).poolMean(
        input.volume(spatial), axes(), dividingInput: false, into: result.volume(spatial))
      return result
    } backward: { grad in
      let result = try grad.fresh(sizes, format)
      let inner = result.volume(spatial)
      let transposed = zip(axes(), inner.shape.dropFirst(2)).map { $0.transposed($1) }
      backend(for: grad.device).poolMean(
        grad.volume(spatial), transposed, dividingInput: true, into: inner)
      return result
    }
  }
}

extension [WindowAxis] {
  /// The same windows, each with `divisor`.
  fileprivate func divided(by divisor: Int) -> [WindowAxis] {
    enumerated().map { index, axis in
      var axis = axis
      axis.divisors = axis.divisors.map { _ in index == 0 ? Int64(divisor) : 1 }
      return axis
    }
  }
}

extension Tensor {
  /// PyTorch's error for a tensor that is neither [N, C, D, H, W] nor [C, D, H, W].
  func checkVolume() throws {
    try check(
      dim == 4 || dim == 5, .runtime,
      "non-empty 4D or 5D (batch mode) tensor expected for input")
  }
}
