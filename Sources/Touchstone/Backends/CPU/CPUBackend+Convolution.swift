import CKernels

extension CPUBackend {
  func convolve(
    _ sizes: ConvolutionSizes, _ input: Tensor, _ weight: Tensor, bias: Tensor?, into out: Tensor
  ) {
    var conv = ts_conv(sizes)
    withDense(input, weight, bias) { x, w, b in
      ts_conv_forward(&conv, out.dtype.rawValue, x, w, b, image(out))
    }
  }

  func convolveInputGradient(
    _ sizes: ConvolutionSizes, _ grad: Tensor, _ weight: Tensor, bias: Tensor?, into out: Tensor
  ) {
    var conv = ts_conv(sizes)
    withDense(grad, weight, bias) { y, w, b in
      ts_conv_input_gradient(&conv, out.dtype.rawValue, y, w, b, image(out))
    }
  }

  func convolveWeightGradient(
    _ sizes: ConvolutionSizes, _ input: Tensor, _ grad: Tensor, into out: Tensor
  ) {
    var conv = ts_conv(sizes)
    withDense(input, grad, nil) { x, y, _ in
      ts_conv_weight_gradient(&conv, out.dtype.rawValue, x, y, address(out))
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

  private func address(_ tensor: Tensor) -> UnsafeMutableRawPointer {
    tensor.storage.pointer + tensor.storageOffset * tensor.dtype.itemSize
  }

  private func withDense(
    _ a: Tensor, _ b: Tensor, _ c: Tensor?,
    _ body: (UnsafeRawPointer, UnsafeRawPointer, UnsafeRawPointer?) -> Void
  ) {
    body(address(a), address(b), c.map { UnsafeRawPointer(address($0)) })
  }

  private func image(_ tensor: Tensor) -> ts_conv_image {
    ts_conv_image(
      data: address(tensor), batch_stride: Int64(tensor.strides[0]),
      channel_stride: Int64(tensor.strides[1]),
      position_stride: Int64(tensor.strides[tensor.dim - 1]))
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
