/// PyTorch's checks of a convolution's operands, in its order and words. `input` has its batch
/// dimension.
extension ConvolutionParameters {
  func checkOperands(_ input: Tensor, _ weight: Tensor, _ bias: Tensor?) throws {
    try checkNumbers()
    try check(
      input.dim == weight.dim, .runtime,
      "Expected \(weight.dim)-dimensional input for \(weight.dim)-dimensional weight "
        + "\(weight.shape), but got \(input.dim)-dimensional input of size \(input.shape) instead")
    try checkGroups(weight.shape)
    try checkChannels(input.shape, weight.shape)
    try checkBias(weight.shape, bias)
    if !transposed { try checkKernelFits(input.shape, weight.shape) }
  }

  private func checkNumbers() throws {
    try check(padding.allSatisfy { $0 >= 0 }, .runtime, "negative padding is not supported")
    try check(
      outputPadding.allSatisfy { $0 >= 0 }, .runtime, "negative output_padding is not supported")
    try check(stride.allSatisfy { $0 > 0 }, .runtime, "non-positive stride is not supported")
    try check(dilation.allSatisfy { $0 >= 0 }, .runtime, "dilation should be greater than zero")
  }

  private func checkGroups(_ weight: Shape) throws {
    try check(
      weight[0] >= groups, .runtime,
      "Given groups=\(groups), expected weight to be at least \(groups) at dimension 0, but got "
        + "weight of size \(weight) instead")
    try check(
      weight[0] % groups == 0, .runtime,
      "Given groups=\(groups), expected weight to be divisible by \(groups) at dimension 0, but "
        + "got weight of size [\(weight)] instead")
  }

  private func checkChannels(_ input: Shape, _ weight: Shape) throws {
    let expected = transposed ? weight[0] : weight[1] &* groups
    let given = transposed ? "transposed=1" : "groups=\(groups)"
    try check(
      input[1] == expected, .runtime,
      "Given \(given), weight of size \(weight), expected input\(input) to have \(expected) "
        + "channels, but got \(input[1]) channels instead")
  }

  private func checkBias(_ weight: Shape, _ bias: Tensor?) throws {
    guard let bias else { return }
    let channels = transposed ? weight[1] * groups : weight[0]
    try check(
      bias.shape == [channels], .runtime,
      "Given \(transposed ? "transposed=1, " : "")weight of size \(weight), expected bias to be "
        + "1-dimensional with \(channels) elements, but got bias of size \(bias.shape) instead")
  }

  private func checkKernelFits(_ input: Shape, _ weight: Shape) throws {
    try check(dilation.allSatisfy { $0 > 0 }, .runtime, "non-positive dilation is not supported")
    let padded = stride.indices.map { input[$0 + 2] + 2 * padding[$0] }
    let kernel = stride.indices.map { dilation[$0] &* (weight[$0 + 2] - 1) &+ 1 }
    try check(
      zip(padded, kernel).allSatisfy { $0 >= $1 }, .runtime,
      "Calculated padded input size per channel: (\(product(padded))). Kernel size: "
        + "(\(product(kernel))). Kernel size can't be greater than actual input size")
  }
}

/// What PyTorch's kernels check, after the empty cases are dealt with.
extension ConvolutionParameters {
  func checkKernel(_ input: Tensor, _ weight: Tensor) throws {
    try check(
      input.numel > 0, .runtime,
      "Only zero batch or zero channel inputs are supported, but got input shape: "
        + "\(planar(input.shape))")
    try checkWeightDType(input, weight)
    if transposed { try checkTransposed(input, weight) } else { try checkForward(input, weight) }
  }

  private func checkForward(_ input: Tensor, _ weight: Tensor) throws {
    try checkKernelSizes(weight.shape)
    try checkImplemented(
      input.dim == 5 ? "compute_columns3d" : "slow_conv2d_cpu", input.dtype, .numeric)
  }

  private func checkTransposed(_ input: Tensor, _ weight: Tensor) throws {
    let volume = input.dim == 5
    try check(
      weight.shape[1] > 0, .runtime,
      (volume
        ? "non-empty 5D (n_output_plane x n_input_plane x kernel_depth x kernel_height x "
          + "kernel_width) tensor expected for weight, but got: "
        : "non-empty 2D or 4D weight tensor expected, but got: ") + "\(planar(weight.shape))")
    try checkKernelSizes(weight.shape)
    let dilations = planarList(dilation, 1)
    try check(
      dilation.allSatisfy { $0 > 0 }, .runtime,
      "dilation should be greater than zero, but got "
        + named("dilation", dilations).joined(separator: ", "))
    try checkOutputPadding()
    try checkOutput(input.shape, weight.shape)
    try checkImplemented(
      "slow_conv_transpose\(volume ? 3 : 2)d_out_cpu", input.dtype,
      [.floating, DTypeSet(rawValue: 1 << UInt32(DType.int64.rawValue))])
  }

  private func checkKernelSizes(_ weight: Shape) throws {
    let kernel = planarList(Array(weight.dropFirst(2)), 1)
    try check(
      kernel.allSatisfy { $0 > 0 }, .runtime,
      kernel.count == 3
        ? "kernel size should be greater than zero, but got: \(product(kernel)) (TxHxW)"
        : "kernel size should be greater than zero, but got "
          + named("kernel", kernel, separator: ": ").joined(separator: " "))
  }

  private func checkOutputPadding() throws {
    let fits = stride.indices.allSatisfy { outputPadding[$0] < max(stride[$0], dilation[$0]) }
    let all =
      named("output_padding", planarList(outputPadding, 0))
      + named("stride", planarList(stride, 1)) + named("dilation", planarList(dilation, 1))
    try check(
      fits, .runtime,
      "output padding must be smaller than either stride or dilation, but got "
        + all.joined(separator: " "))
  }

  private func checkOutput(_ input: Shape, _ weight: Shape) throws {
    let output = outputSizes(input, weight)
    let before = planarList(Array(input.dropFirst(2)), 1)
    try check(
      output.allSatisfy { $0 > 0 }, .runtime,
      "Given input size per channel: (\(product(before))). Calculated output size per channel: "
        + "(\(product(planarList(output, 1)))). Output size is too small")
  }

  private func checkWeightDType(_ input: Tensor, _ weight: Tensor) throws {
    if input.dtype == weight.dtype { return }
    try check(
      !isAccelerated(input, weight), .runtime,
      "Input type (\(input.dtype.typeName)) and weight type (\(weight.dtype.typeName)) should be "
        + "the same or input should be a MKLDNN tensor and weight is a dense tensor")
    try checkSameScalarType(input, weight)
  }
}

/// Sizes as PyTorch's messages write them, `2 x 3`.
private func product(_ sizes: [Int]) -> String {
  sizes.map(String.init).joined(separator: " x ")
}

/// PyTorch computes one spatial dimension as two, and its messages show that.
private func planarList(_ list: [Int], _ neutral: Int) -> [Int] {
  list.count == 1 ? [neutral] + list : list
}

private func planar(_ shape: Shape) -> Shape {
  shape.count == 3 ? Shape([shape[0], shape[1], 1, shape[2]]) : shape
}

/// `name_height: 1`, `name_width: 1`.
private func named(_ name: String, _ list: [Int], separator: String = ": ") -> [String] {
  zip(["depth", "height", "width"].suffix(list.count), list).map {
    "\(name)_\($0)\(separator)\($1)"
  }
}

extension DType {
  /// The name of the tensor type that some of PyTorch's messages use.
  fileprivate var typeName: String {
    self == .bfloat16 ? "CPUBFloat16Type" : "torch.\(scalarTypeName)Tensor"
  }
}
