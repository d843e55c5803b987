extension Functional {
  /// Largest element of each window of a signal [N, C, L] or [C, L]; NaN wins.
  ///
  /// - Parameters:
  ///   - stride: distance of windows, the kernel's size unless given.
  ///   - padding: elements of −∞ on both sides, at most half of the kernel.
  ///   - dilation: distance of a window's elements.
  ///   - ceilMode: whether windows may go over the end.
  public static func maxPool1d(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, dilation: some SizeArgument = 1, ceilMode: Bool = false
  ) -> Tensor {
    guarded {
      let lists = SignalPooling(
        kernel: kernelSize.sizeList, stride: stride?.sizeList, padding: padding.sizeList,
        dilation: dilation.sizeList)
      try lists.checkMaximum(input, ceilMode)
      try check(
        input.dtype.isFloatingPoint, .notImplemented,
        "\"max_pool1d_impl\" not implemented for '\(input.dtype.scalarTypeName)'")
      return lists.narrowed.maximum(input, ceilMode).0
    }
  }

  /// The same, and the position of each in the signal.
  public static func maxPool1dWithIndices(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, dilation: some SizeArgument = 1, ceilMode: Bool = false
  ) -> (Tensor, Tensor) {
    guarded {
      let lists = SignalPooling(
        kernel: kernelSize.sizeList, stride: stride?.sizeList, padding: padding.sizeList,
        dilation: dilation.sizeList)
      try input.checkSignal("max_pool1d")
      try lists.checkCounts()
      return lists.maximum(input, ceilMode)
    }
  }

  /// Largest element of each window of images [N, C, H, W] or [C, H, W]; NaN wins.
  public static func maxPool2d(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, dilation: some SizeArgument = 1, ceilMode: Bool = false
  ) -> Tensor {
    maxPool2dWithIndices(
      input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode
    ).0
  }

  /// The same, and the position h · W + w of each.
  public static func maxPool2dWithIndices(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, dilation: some SizeArgument = 1, ceilMode: Bool = false
  ) -> (Tensor, Tensor) {
    guarded {
      let pooling = try SlidingPooling(
        "max_pool2d", spatial: 2, kernel: kernelSize.sizeList, stride: stride?.sizeList,
        padding: padding.sizeList, dilation: dilation.sizeList, ceilMode: ceilMode)
      try check(
        input.dim == 3 || input.dim == 4, .runtime,
        "non-empty 3D or 4D (batch mode) tensor expected for input")
      return try maximum(input, pooling, input.suggestedMemoryFormat)
    }
  }

  /// Largest element of each window of volumes [N, C, D, H, W] or [C, D, H, W]; NaN wins.
  public static func maxPool3d(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, dilation: some SizeArgument = 1, ceilMode: Bool = false
  ) -> Tensor {
    maxPool3dWithIndices(
      input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode
    ).0
  }

  /// The same, and the position (d · H + h) · W + w of each.
  public static func maxPool3dWithIndices(
    _ input: Tensor, _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, dilation: some SizeArgument = 1, ceilMode: Bool = false
  ) -> (Tensor, Tensor) {
    guarded {
      let pooling = try SlidingPooling(
        "max_pool3d", spatial: 3, kernel: kernelSize.sizeList, stride: stride?.sizeList,
        padding: padding.sizeList, dilation: dilation.sizeList, ceilMode: ceilMode)
      try input.checkVolume()
      return try maximum(input, pooling, input.suggestedMemoryFormat)
    }
  }

  private static func maximum(
    _ input: Tensor, _ pooling: SlidingPooling, _ format: MemoryFormat
  ) throws -> (Tensor, Tensor) {
    let out = try pooling.outputSizes(input)
    try check(
      input.dtype != .bool, .notImplemented, "\"\(pooling.name)\" not implemented for 'Bool'")
    let name: StaticString =
      pooling.spatial == 2 ? "MaxPool2DWithIndicesBackward0" : "MaxPool3DWithIndicesBackward0"
    return try recordedMaxima(input, out, format, name) { input, values, indices in
      let axes = pooling.axes(input.spatialSizes(pooling.spatial), out)
      backend(for: input.device).poolMaximum(
        input.volume(out.count), axes, into: values.volume(out.count),
        indices: indices.volume(out.count))
    }
  }

  /// The results that `fill` computes, values and positions, recorded: gradients go back to the
  /// positions. `out` holds the results' spatial sizes.
  static func recordedMaxima(
    _ input: Tensor, _ out: [Int], _ format: MemoryFormat, _ name: StaticString,
    fill: (_ input: Tensor, _ values: Tensor, _ indices: Tensor) -> Void
  ) throws -> (Tensor, Tensor) {
    let values = try input.fresh(input.shape(spatial: out), format)
    let indices = Tensor.emptyStrided(
      values.shape, values.strides, dtype: .int64, device: input.device)
    try throwPendingError()
    fill(input, values, indices)
    let planes = Planes(sizes: input.shape, spatial: out.count, format: format)
    let outputs = try record(name, [input], [values, indices], saving: [indices]) { ctx in
      [
        try planes.scatter(
          ctx.gradOrZeros(0), ctx.saved[0], accumulating: true, "MaxPoolBackwardBackward0")
      ]
    }
    return (outputs[0], outputs[1])
  }
}

/// The lists of one pooling of signals, before they are known to hold one number each.
private struct SignalPooling {
  let kernel: [Int]
  let stride: [Int]
  let padding: [Int]
  let dilation: [Int]

  init(kernel: [Int], stride: [Int]?, padding: [Int], dilation: [Int]) {
    self.kernel = kernel
    self.stride = stride == nil || stride!.isEmpty ? kernel : stride!
    self.padding = padding
    self.dilation = dilation
  }

  /// Pools images of height 1.
  func maximum(_ input: Tensor, _ ceilMode: Bool) -> (Tensor, Tensor) {
    let (values, indices) = Functional.maxPool2dWithIndices(
      input.unsqueeze(-2), [1] + kernel, stride: [1] + stride, padding: [0] + padding,
      dilation: [1] + dilation, ceilMode: ceilMode)
    return (values.squeeze(-2), indices.squeeze(-2))
  }

  /// The same with strides and dilations that 32 bits hold. Steps beyond that leave any signal,
  /// however long they are.
  var narrowed: SignalPooling {
    let most = Int(Int32.max)
    return SignalPooling(
      kernel: kernel, stride: stride.map { min($0, most) }, padding: padding,
      dilation: dilation.map { min($0, most) })
  }

  func checkCounts() throws {
    try checkOneInt(kernel, "max_pool1d", "kernel_size")
    try checkOneInt(stride, "max_pool1d", "stride")
    try checkOneInt(padding, "max_pool1d", "padding")
    try checkOneInt(dilation, "max_pool1d", "dilation")
  }

  /// PyTorch's checks of `max_pool1d` without indices, which has its own messages.
  func checkMaximum(_ input: Tensor, _ ceilMode: Bool) throws {
    let inner = input.shape.dropFirst(input.dim == 3 ? 1 : 0)
    try check(
      (input.dim == 2 || input.dim == 3) && !inner.contains(0), .runtime,
      "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, "
        + "but got:\(input.shape)")
    try one(kernel, "kernel_size must be an int, list of ints or tuple of ints")
    try one(stride, "stride must be None, an int, list of ints, or tuple of ints")
    try one(padding, "padding must be an int, list of ints, or tuple of ints")
    try one(dilation, "dilation must be an int, list of ints or tuple of ints")
    try checkValues()
    let window = SlidingWindow(
      kernel: kernel[0], stride: stride[0], padding: padding[0], dilation: dilation[0],
      ceilMode: ceilMode)
    let count = try WindowAxis.count(input.shape[input.dim - 1], window)
    try check(count > 0, .runtime, "max_pool1d() Invalid computed output size: \(count)")
  }

  private func one(_ list: [Int], _ must: String) throws {
    try check(
      list.count == 1, .runtime, "max_pool1d() \(must) of size 1 but got size \(list.count)")
  }

  private func checkValues() throws {
    func positive(_ name: String, _ value: Int) throws {
      try check(
        value > 0, .runtime, "max_pool1d() \(name) must be greater than zero, but got \(value)")
    }
    try positive("kernel_size", kernel[0])
    try positive("stride", stride[0])
    try check(
      padding[0] >= 0, .runtime,
      "max_pool1d() padding must be non-negative, but got \(padding[0])")
    try check(
      padding[0] <= kernel[0] / 2, .runtime,
      "max_pool1d() padding should be at most half of kernel size, but got padding=\(padding[0]) "
        + "and kernel_size=\(kernel[0])")
    try positive("dilation", dilation[0])
  }
}
