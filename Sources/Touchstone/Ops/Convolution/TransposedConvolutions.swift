/// Transposed convolutions: the gradients of convolutions with respect to their input, used as
/// layers, `torch.nn.functional.conv_transpose1d` and so on.
///
/// Shapes: input [N, C, sizes…] or [C, sizes…], weight [C, O / groups, kernel…], bias [O], result
/// [N, O, outputs…] or [O, outputs…] with
/// output = (size − 1) · stride − 2 · padding + dilation · (kernel − 1) + outputPadding + 1.
/// Errors: PyTorch's, for ranks, channels, groups and sizes that do not fit, different dtypes, bool
/// and integers but int64.
extension Functional {
  /// Over one dimension.
  public static func convTranspose1d(
    _ input: Tensor, _ weight: Tensor, bias: Tensor? = nil, stride: some SizeArgument = 1,
    padding: some SizeArgument = 0, outputPadding: some SizeArgument = 0, groups: Int = 1,
    dilation: some SizeArgument = 1
  ) -> Tensor {
    convTranspose(
      1, input, weight, bias, stride.sizeList, padding.sizeList, outputPadding.sizeList, groups,
      dilation.sizeList)
  }

  /// Over two dimensions.
  public static func convTranspose2d(
    _ input: Tensor, _ weight: Tensor, bias: Tensor? = nil, stride: some SizeArgument = 1,
    padding: some SizeArgument = 0, outputPadding: some SizeArgument = 0, groups: Int = 1,
    dilation: some SizeArgument = 1
  ) -> Tensor {
    convTranspose(
      2, input, weight, bias, stride.sizeList, padding.sizeList, outputPadding.sizeList, groups,
      dilation.sizeList)
  }

  /// Over three dimensions.
  public static func convTranspose3d(
    _ input: Tensor, _ weight: Tensor, bias: Tensor? = nil, stride: some SizeArgument = 1,
    padding: some SizeArgument = 0, outputPadding: some SizeArgument = 0, groups: Int = 1,
    dilation: some SizeArgument = 1
  ) -> Tensor {
    convTranspose(
      3, input, weight, bias, stride.sizeList, padding.sizeList, outputPadding.sizeList, groups,
      dilation.sizeList)
  }

  /// The common body for `rank` spatial dimensions.
  package static func convTranspose(
    _ rank: Int, _ input: Tensor, _ weight: Tensor, _ bias: Tensor?, _ stride: [Int],
    _ padding: [Int], _ outputPadding: [Int], _ groups: Int, _ dilation: [Int]
  ) -> Tensor {
    guarded {
      try batched(input, rank, "conv_transpose\(rank)d") { images in
        let parameters = try ConvolutionParameters(
          weight: weight, stride: stride, padding: padding, dilation: dilation,
          outputPadding: outputPadding, groups: groups, transposed: true)
        return try Convolution.apply(parameters, images, weight, bias)
      }
    }
  }
}
