/// The numbers of a convolution, one for each spatial dimension in the lists.
struct ConvolutionParameters {
  var stride: [Int]
  var padding: [Int]
  var dilation: [Int]
  var outputPadding: [Int]
  var groups: Int
  var transposed: Bool

  /// Spatial sizes of the result of a convolution, or of a transposed one:
  ///
  ///     (in + 2 · padding − dilation · (kernel − 1) − 1) / stride + 1
  ///     (in − 1) · stride − 2 · padding + dilation · (kernel − 1) + outputPadding + 1
  func outputSizes(_ input: Shape, _ weight: Shape) -> [Int] {
    stride.indices.map { d in
      let reach = dilation[d] &* (weight[d + 2] - 1) &+ 1
      let size = input[d + 2]
      return transposed
        ? (size - 1) &* stride[d] &- 2 &* padding[d] &+ reach &+ outputPadding[d]
        : (size &+ 2 &* padding[d] &- reach) / stride[d] + 1
    }
  }

  /// Shape of the result for operands that passed the checks.
  func outputShape(_ input: Shape, _ weight: Shape) -> Shape {
    let channels = transposed ? weight[1] * groups : weight[0]
    return Shape([input[0], channels] + outputSizes(input, weight))
  }

  /// Whether PyTorch gives the convolution to oneDNN, which leaves the padding out instead of
  /// multiplying zeros, keeps channels innermost in three dimensions, and has errors of its own:
  /// half types, and float32 unless it is a small one of a single image.
  func isAccelerated(_ input: Tensor, _ weight: Tensor) -> Bool {
    guard input.dtype == .float32 else { return input.dtype.isHalf }
    let largeKernel = weight.shape.count > 3 && weight.shape.suffix(2).allSatisfy { $0 > 3 }
    let leading = input.dim == 3 ? input.numel : Shape(input.shape.prefix(4)).numel
    return groups > 1 || largeKernel || input.shape[0] > 1 || leading > 20480
  }

  /// Sizes of y = conv(x, w) for three shapes that fit each other.
  func sizes(x: Shape, w: Shape, y: Shape, multipliesPadding: Bool) -> ConvolutionSizes {
    ConvolutionSizes(
      batch: x[0], groups: groups, inChannels: x[1], outChannels: y[1],
      input: Array(x.dropFirst(2)), kernel: Array(w.dropFirst(2)), output: Array(y.dropFirst(2)),
      stride: stride, padding: padding, dilation: dilation, multipliesPadding: multipliesPadding)
  }
}

extension ConvolutionParameters {
  /// Spreads single sizes over the spatial dimensions of `weight`.
  /// - Throws: `TensorError` for a weight without spatial dimensions, groups below 1, lists of
  ///   another length.
  init(
    weight: Tensor, stride: [Int], padding: [Int], dilation: [Int], outputPadding: [Int] = [0],
    groups: Int, transposed: Bool = false
  ) throws {
    try check(weight.dim > 2, .runtime, "weight should have at least three dimensions")
    try check(groups > 0, .runtime, "non-positive groups is not supported")
    let count = weight.dim - 2
    self.init(
      stride: try spread(stride, count, "stride"), padding: try spread(padding, count, "padding"),
      dilation: try spread(dilation, count, "dilation"),
      outputPadding: try spread(outputPadding, count, "output_padding"), groups: groups,
      transposed: transposed)
  }
}

private func spread(_ list: [Int], _ count: Int, _ name: String) throws -> [Int] {
  guard let sizes = list.sizes(count) else {
    throw TensorError(
      .runtime,
      "expected \(name) to be a single integer value or a list of \(count) values to match the "
        + "convolution dimensions, but got \(name)=\(pythonList(list))")
  }
  try check(
    sizes.allSatisfy { $0.magnitude < 1 << 40 }, .runtime,
    "\(name)=\(pythonList(list)) of a convolution is more than memory can hold")
  return sizes
}
