import CKernels

extension CPUBackend {
  func convolve(
    _ sizes: ConvolutionSizes, _ input: Tensor, _ weight: Tensor, bias: Tensor?, into out: Tensor
  ) throws {
    var conv = ts_conv(sizes)
    let (dtype, y) = (out.dtype, image(out))
    try compute(sizes, .forward, dtype, [input], [weight, bias]) { x, w in
      ts_onednn_conv_forward(&conv, dtype.rawValue, x[0], w[0], w[1], y)
    } own: { x, w in
      ts_conv_forward(&conv, dtype.rawValue, x[0].data, w[0], w[1], y)
    }
  }

  func convolveInputGradient(
    _ sizes: ConvolutionSizes, _ grad: Tensor, _ weight: Tensor, bias: Tensor?, into out: Tensor
  ) throws {
    var conv = ts_conv(sizes)
    let (dtype, x) = (out.dtype, image(out))
    try compute(sizes, .inputGradient, dtype, [grad], [weight, bias]) { y, w in
      ts_onednn_conv_input_gradient(&conv, dtype.rawValue, y[0], w[0], w[1], x)
    } own: { y, w in
      ts_conv_input_gradient(&conv, dtype.rawValue, y[0].data, w[0], w[1], x)
    }
  }

  func convolveWeightGradient(
    _ sizes: ConvolutionSizes, _ input: Tensor, _ grad: Tensor, into out: Tensor
  ) throws {
    var conv = ts_conv(sizes)
    let (dtype, w) = (out.dtype, address(out))
    try compute(sizes, .weightGradient, dtype, [input, grad], []) { xy, _ in
      ts_onednn_conv_weight_gradient(&conv, dtype.rawValue, xy[0], xy[1], w)
    } own: { xy, _ in
      ts_conv_weight_gradient(&conv, dtype.rawValue, xy[0].data, xy[1].data, w)
    }
  }

  func unfold(_ sizes: ConvolutionSizes, _ input: Tensor, into out: Tensor) {
    var conv = ts_conv(sizes)
    ts_conv_unfold(&conv, out.dtype.rawValue, address(input), address(out))
  }

  func fold(_ sizes: ConvolutionSizes, _ columns: Tensor, into out: Tensor) {
    var conv = ts_conv(sizes)
    ts_conv_fold(&conv, out.dtype.rawValue, address(columns), address(out))
  }

  /// Calls `accelerated` where oneDNN is the way to take, with images as they lie when they are
  /// dense in either order, and `own` with row-major ones where it is not or refuses the product.
  private func compute(
    _ sizes: ConvolutionSizes, _ product: ConvolutionProduct, _ dtype: DType, _ images: [Tensor],
    _ others: [Tensor?],
    accelerated: ([ts_conv_image], [UnsafeMutableRawPointer?]) -> Bool,
    own: ([ts_conv_image], [UnsafeMutableRawPointer?]) -> Void
  ) throws {
    let others = others.map { $0?.contiguous() }
    func call<R>(
      _ images: [Tensor], _ body: ([ts_conv_image], [UnsafeMutableRawPointer?]) -> R
    ) throws -> R {
      try throwPendingError()
      return withExtendedLifetime((images, others)) {
        body(images.map(denseImage), others.map { $0.map(address) })
      }
    }
    if sizes.takesOneDNN(product, dtype),
      try call(images.map { $0.isChannelsLast ? $0 : $0.contiguous() }, accelerated)
    {
      return
    }
    try call(images.map { $0.contiguous() }, own)
  }

  private func address(_ tensor: Tensor) -> UnsafeMutableRawPointer {
    tensor.storage.pointer + tensor.storageOffset * tensor.dtype.itemSize
  }

  private func image(_ tensor: Tensor) -> ts_conv_image {
    ts_conv_image(
      data: address(tensor), batch_stride: Int64(tensor.strides[0]),
      channel_stride: Int64(tensor.strides[1]),
      position_stride: Int64(tensor.strides[tensor.dim - 1]))
  }

  /// An operand that is dense, whatever the strides of its dimensions of size 1 say.
  private func denseImage(_ tensor: Tensor) -> ts_conv_image {
    let channels = Int64(tensor.shape[1]), count = Int64(tensor.numel / tensor.shape[0])
    let last = tensor.isChannelsLast
    return ts_conv_image(
      data: address(tensor), batch_stride: count, channel_stride: last ? 1 : count / channels,
      position_stride: last ? channels : 1)
  }
}

extension Tensor {
  /// Whether the elements are dense with channels innermost, and not row-major.
  fileprivate var isChannelsLast: Bool {
    let wanted = channelsLastStrides(shape)
    return !isContiguous && shape.indices.allSatisfy { shape[$0] == 1 || strides[$0] == wanted[$0] }
  }
}

extension ts_conv {
  fileprivate init(_ sizes: ConvolutionSizes) {
    self.init(
      batch: Int64(sizes.batch), groups: Int64(sizes.groups),
      in_channels: Int64(sizes.inChannels), out_channels: Int64(sizes.outChannels),
      in: threeOf(sizes.input, 1), kernel: threeOf(sizes.kernel, 1),
      out: threeOf(sizes.output, 1), stride: threeOf(sizes.stride, 1),
      padding: threeOf(sizes.padding, 0), dilation: threeOf(sizes.dilation, 1),
      multiplies_padding: sizes.multipliesPadding)
  }
}

/// Up to three entries, behind as many of `neutral` as are missing.
private func threeOf(_ list: [Int], _ neutral: Int) -> (Int64, Int64, Int64) {
  let all = Array(repeating: neutral, count: 3 - list.count) + list
  return (Int64(all[0]), Int64(all[1]), Int64(all[2]))
}
