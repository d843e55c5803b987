/// PyTorch's checks of `unfold` and `fold`, in its order and words.
extension SlidingBlocks {
  func checkUnfold(_ input: Tensor) throws {
    try checkKernel()
    try checkDilation()
    try check(
      padding.allSatisfy { $0 >= 0 }, .runtime,
      "padding should be non-negative, but got pad_height: \(padding[0]) pad_width: \(padding[1])")
    try checkStride()
    if input.dim < 3 { _ = try wrapDim(max(input.dim, 1), rank: input.dim) }
    try check(
      (input.dim == 3 || input.dim == 4) && !input.shape.suffix(3).contains(0), .runtime,
      "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero "
        + "dimensions for input, but got: \(input.shape)")
    let image = Array(input.shape.suffix(2))
    let blocks = counts(image)
    try check(
      blocks.allSatisfy { $0 >= 1 }, .runtime,
      "Given input with spatial size \(tuple(image)), kernel_size=\(tuple(kernel)), dilation="
        + "\(tuple(dilation)), padding=\(tuple(padding)), calculated shape of the array of sliding "
        + "blocks as \(tuple(blocks)), but its components must be at least one.")
    try checkDType(input, "im2col_out_cpu")
  }

  func checkFold(_ input: Tensor, _ output: [Int]) throws {
    try checkKernel()
    try checkStride()
    try check(
      padding.allSatisfy { $0 >= 0 }, .runtime,
      "padding should be non-negative, but got pad_height: \(padding[0]) pad_width: \(padding[1])")
    try checkDilation()
    try check(
      (input.dim == 2 || input.dim == 3) && !input.shape.suffix(2).contains(0), .runtime,
      "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero "
        + "dimensions for input, but got: \(input.shape)")
    try checkColumns(input, output)
    try check(
      output.allSatisfy { $0 >= 1 }, .runtime,
      "Expected output spatial size to be positive, but got: output_size=\(tuple(output)).")
    try checkDType(input, "col2im_out_cpu")
  }

  private func checkColumns(_ input: Tensor, _ output: [Int]) throws {
    let (rows, columns) = (input.shape[input.dim - 2], input.shape[input.dim - 1])
    try check(
      rows % (kernel[0] * kernel[1]) == 0, .runtime,
      "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but "
        + "got input.size(1)=\(rows) and kernel_size=\(tuple(kernel)).")
    let blocks = counts(output)
    let given =
      "Given output_size=\(tuple(output)), kernel_size=\(tuple(kernel)), dilation="
      + "\(tuple(dilation)), padding=\(tuple(padding)), stride=\(tuple(stride)), "
    try check(
      columns == blocks[0] * blocks[1], .runtime,
      given + "expected size of input's dimension 2 to match the calculated number of sliding "
        + "blocks \(blocks[0]) * \(blocks[1]) = \(blocks[0] * blocks[1]), but got input.size(2)="
        + "\(columns).")
    try check(
      blocks.allSatisfy { $0 > 0 }, .runtime,
      given + "the array of sliding blocks has calculated shape \(tuple(blocks)), which is too "
        + "small.")
  }

  private func checkKernel() throws {
    try check(
      kernel.allSatisfy { $0 > 0 }, .runtime,
      "kernel size should be greater than zero, but got kernel_height: \(kernel[0]) kernel_width: "
        + "\(kernel[1])")
  }

  private func checkDilation() throws {
    try check(
      dilation.allSatisfy { $0 > 0 }, .runtime,
      "dilation should be greater than zero, but got dilation_height: \(dilation[0]) "
        + "dilation_width: \(dilation[1])")
  }

  private func checkStride() throws {
    try check(
      stride.allSatisfy { $0 > 0 }, .runtime,
      "stride should be greater than zero, but got stride_height: \(stride[0]) stride_width: "
        + "\(stride[1])")
  }

  private func checkDType(_ input: Tensor, _ kernel: String) throws {
    try checkImplemented(kernel, input.dtype, [.floating, .bool])
  }

  private func tuple(_ pair: [Int]) -> String { "(\(pair[0]), \(pair[1]))" }
}
