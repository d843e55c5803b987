extension Functional {
  /// Largest elements of windows whose places are random (Graham, Fractional Max-Pooling, 2014),
  /// over images [N, C, H, W] or [C, H, W].
  ///
  /// - Parameters:
  ///   - outputSize: number of windows in each dimension; or
  ///   - outputRatio: that number as a share of the input's size.
  ///   - randomSamples: numbers in [0, 1), shape [N, C, 2]; drawn from `generator` unless given.
  public static func fractionalMaxPool2d(
    _ input: Tensor, _ kernelSize: some SizeArgument, outputSize: (any SizeArgument)? = nil,
    outputRatio: [Double]? = nil, randomSamples: Tensor? = nil, generator: Generator? = nil
  ) -> Tensor {
    fractionalMaxPool2dWithIndices(
      input, kernelSize, outputSize: outputSize, outputRatio: outputRatio,
      randomSamples: randomSamples, generator: generator
    ).0
  }

  /// The same, and the position h · W + w of each.
  public static func fractionalMaxPool2dWithIndices(
    _ input: Tensor, _ kernelSize: some SizeArgument, outputSize: (any SizeArgument)? = nil,
    outputRatio: [Double]? = nil, randomSamples: Tensor? = nil, generator: Generator? = nil
  ) -> (Tensor, Tensor) {
    guarded {
      let pooling = FractionalPooling(spatial: 2)
      let size = try pooling.size(input, outputSize?.sizeList, outputRatio)
      let samples = try randomSamples ?? pooling.draw(input, generator)
      return try pooling(input, kernelSize.sizeList, size, samples)
    }
  }

  /// The same over volumes [N, C, D, H, W] or [C, D, H, W]; `randomSamples` are [N, C, 3].
  public static func fractionalMaxPool3d(
    _ input: Tensor, _ kernelSize: some SizeArgument, outputSize: (any SizeArgument)? = nil,
    outputRatio: [Double]? = nil, randomSamples: Tensor? = nil, generator: Generator? = nil
  ) -> Tensor {
    fractionalMaxPool3dWithIndices(
      input, kernelSize, outputSize: outputSize, outputRatio: outputRatio,
      randomSamples: randomSamples, generator: generator
    ).0
  }

  /// The same, and the position (d · H + h) · W + w of each.
  public static func fractionalMaxPool3dWithIndices(
    _ input: Tensor, _ kernelSize: some SizeArgument, outputSize: (any SizeArgument)? = nil,
    outputRatio: [Double]? = nil, randomSamples: Tensor? = nil, generator: Generator? = nil
  ) -> (Tensor, Tensor) {
    guarded {
      let pooling = FractionalPooling(spatial: 3)
      let size = try pooling.size(input, outputSize?.sizeList, outputRatio)
      let samples = try randomSamples ?? pooling.draw(input, generator)
      return try pooling(input, kernelSize.sizeList, size, samples)
    }
  }
}

/// Fractional pooling of images or volumes.
private struct FractionalPooling {
  let spatial: Int
  var name: String { "fractional_max_pool\(spatial)d" }
  /// Images and volumes differ in the name that most messages start with.
  var place: String { spatial == 2 ? "\(name)()" : "\(name)_out()" }

  /// The number of windows, as given or from the ratios.
  func size(_ input: Tensor, _ size: [Int]?, _ ratios: [Double]?) throws -> [Int] {
    if let size { return size }
    guard let ratios else {
      throw TensorError(
        .value, "\(name) requires specifying either an output_size or an output_ratio")
    }
    try check(
      spatial == 3 || ratios.count <= 2, .value,
      "\(name) requires output_ratio to either be a single Int or tuple of Ints.")
    try check(ratios.count >= spatial, .index, "tuple index out of range")
    let sizes = (0..<spatial).map { input.size($0 - spatial) }
    try throwPendingError()
    return try zip(sizes, ratios).map { try wholeNumber(Double($0) * $1) }
  }

  /// The samples that PyTorch draws: uniform, in the input's dtype.
  func draw(_ input: Tensor, _ generator: Generator?) throws -> Tensor {
    let channels = input.size(-spatial - 1)
    try throwPendingError()
    let batch = input.dim == spatial + 1 ? 1 : input.shape[0]
    return Tensor.rand(
      [batch, channels, spatial], generator: generator, dtype: input.dtype, device: input.device)
  }

  func callAsFunction(
    _ input: Tensor, _ kernelSize: [Int], _ outputSize: [Int], _ samples: Tensor
  ) throws -> (Tensor, Tensor) {
    try throwPendingError()
    let kernel = try expanded(kernelSize, "kernel_size")
    let out = try expanded(outputSize, "output_size")
    try checkWindows(input, kernel, out)
    try Tensor.refuseNegative(input.shape(spatial: out))
    try checkSamples(input, samples)
    try check(
      input.dtype.isFloatingPoint, .notImplemented,
      "\"\(name)_out_frame\" not implemented for '\(input.dtype.scalarTypeName)'")
    let ordered = noGrad { inOrder(samples) }
    let node: StaticString =
      spatial == 2 ? "FractionalMaxPool2DBackward0" : "FractionalMaxPool3DBackward0"
    return try Functional.recordedMaxima(input, out, .contiguous, node) { input, values, indices in
      backend(for: input.device).poolFractionalMaximum(
        input.volume(spatial), samples: ordered, kernel: spatial == 2 ? [1] + kernel : kernel,
        into: values.volume(spatial), indices: indices.volume(spatial))
    }
  }

  /// One sample for each of three dimensions in the order of a volume's. PyTorch takes the first
  /// sample of an image for its width.
  private func inOrder(_ samples: Tensor) -> Tensor {
    guard spatial == 2 else { return samples }
    let swapped = samples.flip([2])
    return Tensor.cat([swapped.narrow(2, 0, 1), swapped], dim: 2)
  }

  private func expanded(_ list: [Int], _ what: String) throws -> [Int] {
    if list.count == 1 { return Array(repeating: list[0], count: spatial) }
    try check(
      list.count == spatial, .runtime,
      "\(name): \(what) must either be a single Int or tuple of "
        + "\(spatial == 3 ? "three " : "")Ints")
    return list
  }

  private func checkWindows(_ input: Tensor, _ kernel: [Int], _ out: [Int]) throws {
    try check(
      kernel.allSatisfy { $0 > 0 }, .runtime,
      "\(name)(): kernel size should be greater than zero, but got "
        + kernel.map(String.init).joined(separator: "x"))
    try check(
      input.dim == spatial + 1 || input.dim == spatial + 2, .runtime,
      "\(place): Expected \(spatial + 1)D or \(spatial + 2)D tensor, but got: \(input.shape)")
    for d in (input.dim - spatial - 1)..<input.dim where input.shape[d] == 0 {
      throw TensorError(
        .runtime,
        "\(place): Expected input to have non-zero size for non-batch dimensions, but got"
          + "\(input.shape) with dimension \(d) being empty.")
    }
    let names = ["time", "height", "width"].suffix(spatial)
    for (axis, what) in names.enumerated() {
      let size = input.spatialSizes(spatial)[axis]
      try check(
        out[axis] &+ kernel[axis] &- 1 <= size, .runtime,
        "\(place): pool \(what) \(kernel[axis]) too large relative to input \(what) \(size)")
    }
  }

  private func checkSamples(_ input: Tensor, _ samples: Tensor) throws {
    try check(
      samples.dtype == input.dtype, .runtime,
      "Expect _random_samples to have the same dtype as input")
    try check(
      samples.dim == 3, .runtime,
      "Expect _random_samples to have 3 dimensions, got \(samples.dim)")
    let batch = input.dim == spatial + 1 ? 1 : input.shape[0]
    try check(
      samples.shape[0] >= batch, .runtime,
      "Expect _random_samples.size(0) no less then input batch size.")
    try check(
      samples.shape[1] == input.shape[input.dim - spatial - 1], .runtime,
      "Expect _random_samples.size(1) equals to input channel size.")
    try check(
      samples.shape[2] == spatial, .runtime,
      "Expect _random_samples.size(2) equals to \(spatial); got \(samples.shape[2]).")
  }
}

/// `value` cut to an integer, as Python's `int`.
func wholeNumber(_ value: Double) throws -> Int {
  try check(!value.isNaN, .value, "cannot convert float NaN to integer")
  guard let whole = Int(exactly: value.rounded(.towardZero)) else {
    throw TensorError(.runtime, "Overflow when unpacking long long")
  }
  return whole
}
