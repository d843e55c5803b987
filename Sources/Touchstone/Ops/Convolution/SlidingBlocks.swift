/// Sliding blocks of images and their sums, `torch.nn.functional.unfold` and `fold`: each the
/// other's gradient.
extension Functional {
  /// The blocks that a kernel slides over, as columns: [N, C, H, W] → [N, C · kernel, blocks], or
  /// without the batch dimension. Zeros stand for the padding.
  /// - Errors: PyTorch's, for sizes that do not fit, integer dtypes.
  public static func unfold(
    _ input: Tensor, _ kernelSize: some SizeArgument, dilation: some SizeArgument = 1,
    padding: some SizeArgument = 0, stride: some SizeArgument = 1
  ) -> Tensor {
    guarded {
      let blocks = try SlidingBlocks(
        kernel: kernelSize.sizeList, dilation: dilation.sizeList, padding: padding.sizeList,
        stride: stride.sizeList)
      try blocks.checkUnfold(input)
      return try blocks.unfold(input)
    }
  }

  /// Blocks put back where they came from and summed where they overlap:
  /// [N, C · kernel, blocks] → [N, C, H, W] for `outputSize` [H, W], or without the batch
  /// dimension.
  /// Half types sum in float and round once.
  /// - Errors: PyTorch's, for sizes that do not fit, integer dtypes.
  public static func fold(
    _ input: Tensor, _ outputSize: some SizeArgument, _ kernelSize: some SizeArgument,
    dilation: some SizeArgument = 1, padding: some SizeArgument = 0, stride: some SizeArgument = 1
  ) -> Tensor {
    guarded {
      let output = try SlidingBlocks.pair(outputSize.sizeList, "output_size")
      let blocks = try SlidingBlocks(
        kernel: kernelSize.sizeList, dilation: dilation.sizeList, padding: padding.sizeList,
        stride: stride.sizeList)
      try blocks.checkFold(input, output)
      return try blocks.fold(input, output)
    }
  }
}

/// The numbers of blocks that slide over an image, [height, width] each.
struct SlidingBlocks {
  let kernel: [Int]
  let dilation: [Int]
  let padding: [Int]
  let stride: [Int]

  init(kernel: [Int], dilation: [Int], padding: [Int], stride: [Int]) throws {
    self.kernel = try SlidingBlocks.pair(kernel, "kernel_size")
    self.dilation = try SlidingBlocks.pair(dilation, "dilation")
    self.padding = try SlidingBlocks.pair(padding, "padding")
    self.stride = try SlidingBlocks.pair(stride, "stride")
  }

  static func pair(_ list: [Int], _ name: String) throws -> [Int] {
    guard let sizes = list.sizes(2) else {
      throw TensorError(
        .runtime, "It is expected \(name) equals to 2, but got size \(list.count)")
    }
    try check(
      sizes.allSatisfy { $0.magnitude < 1 << 31 }, .runtime,
      "\(name)=\(pythonList(list)) of sliding blocks is more than memory can hold")
    return sizes
  }

  /// How many blocks there are along each dimension, rounded down.
  func counts(_ image: [Int]) -> [Int] {
    (0..<2).map { d in
      let room = image[d] + 2 * padding[d] - dilation[d] * (kernel[d] - 1) - 1
      return Int((Double(room) / Double(stride[d])).rounded(.down)) + 1
    }
  }

  func unfold(_ input: Tensor) throws -> Tensor {
    let image = Array(input.shape.suffix(2))
    let lead = Array(input.shape.dropLast(2))
    let taps = kernel[0] * kernel[1]
    let out = try Tensor.uninitialized(
      Shape(lead.dropLast() + [lead[lead.count - 1] * taps, counts(image).reduce(1, *)]),
      input.dtype, input.device)
    let source = input.contiguous()
    try throwPendingError()
    backend(for: input.device).unfold(sizes(lead, image), source, into: out)
    return try record("Im2ColBackward0", [input], out) { ctx in [try fold(ctx.grad, image)] }
  }

  func fold(_ columns: Tensor, _ image: [Int]) throws -> Tensor {
    let channels = columns.shape[columns.dim - 2] / (kernel[0] * kernel[1])
    let lead = Array(columns.shape.dropLast(2)) + [channels]
    let out = try Tensor.uninitialized(Shape(lead + image), columns.dtype, columns.device)
    let source = columns.contiguous()
    try throwPendingError()
    backend(for: columns.device).fold(sizes(lead, image), source, into: out)
    return try record("Col2ImBackward0", [columns], out) { ctx in [try unfold(ctx.grad)] }
  }

  private func sizes(_ lead: [Int], _ image: [Int]) -> ConvolutionSizes {
    ConvolutionSizes(
      batch: lead.dropLast().reduce(1, *), groups: 1, inChannels: lead[lead.count - 1],
      outChannels: 1, input: image, kernel: kernel, output: counts(image), stride: stride,
      padding: padding, dilation: dilation, multipliesPadding: true)
  }
}
