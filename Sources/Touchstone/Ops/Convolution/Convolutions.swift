/// Convolutions (cross-correlations) of images, `torch.nn.functional.conv1d` and so on.
///
/// Shapes: input [N, C, sizes…] or [C, sizes…], weight [O, C / groups, kernel…], bias [O], result
/// [N, O, outputs…] or [O, outputs…] with
/// output = (size + 2 · padding − dilation · (kernel − 1) − 1) / stride + 1.
/// Errors: PyTorch's, for ranks, channels, groups and sizes that do not fit, different dtypes and
/// bool.
extension Functional {
  /// Over one dimension.
  public static func conv1d(
    _ input: Tensor, _ weight: Tensor, bias: Tensor? = nil, stride: some SizeArgument = 1,
    padding: some ConvolutionPaddingArgument = 0, dilation: some SizeArgument = 1, groups: Int = 1
  ) -> Tensor {
    conv(
      1, input, weight, bias, stride.sizeList, padding.convolutionPadding, dilation.sizeList,
      groups)
  }

  /// Over two dimensions.
  public static func conv2d(
    _ input: Tensor, _ weight: Tensor, bias: Tensor? = nil, stride: some SizeArgument = 1,
    padding: some ConvolutionPaddingArgument = 0, dilation: some SizeArgument = 1, groups: Int = 1
  ) -> Tensor {
    conv(
      2, input, weight, bias, stride.sizeList, padding.convolutionPadding, dilation.sizeList,
      groups)
  }

  /// Over three dimensions.
  public static func conv3d(
    _ input: Tensor, _ weight: Tensor, bias: Tensor? = nil, stride: some SizeArgument = 1,
    padding: some ConvolutionPaddingArgument = 0, dilation: some SizeArgument = 1, groups: Int = 1
  ) -> Tensor {
    conv(
      3, input, weight, bias, stride.sizeList, padding.convolutionPadding, dilation.sizeList,
      groups)
  }

  /// The common body for `rank` spatial dimensions.
  package static func conv(
    _ rank: Int, _ input: Tensor, _ weight: Tensor, _ bias: Tensor?, _ stride: [Int],
    _ padding: ConvolutionPadding, _ dilation: [Int], _ groups: Int
  ) -> Tensor {
    guarded {
      if case .sizes = padding { try Convolution.checkBiasDType(input, bias) }
      return try batched(input, rank, "conv\(rank)d") { images in
        switch padding {
        case .sizes(let sizes):
          let parameters = try ConvolutionParameters(
            weight: weight, stride: stride, padding: sizes, dilation: dilation, groups: groups)
          return try Convolution.apply(parameters, images, weight, bias)
        case .named("same"):
          return try sameConvolution(images, weight, bias, stride, dilation, groups)
        case .named("valid"):
          let parameters = try ConvolutionParameters(
            weight: weight, stride: stride, padding: [0], dilation: dilation, groups: groups)
          return try Convolution.apply(parameters, images, weight, bias)
        case .named(let name):
          throw TensorError(.runtime, "Invalid padding string: '\(name)'")
        }
      }
    }
  }
}

/// Calls `body` with a batch dimension, which is taken away again where `input` had none.
func batched(
  _ input: Tensor, _ rank: Int, _ name: String, _ body: (Tensor) throws -> Tensor
) throws -> Tensor {
  try check(
    input.dim == rank + 1 || input.dim == rank + 2, .runtime,
    "Expected \(rank + 1)D (unbatched) or \(rank + 2)D (batched) input to \(name), but got input "
      + "of size: \(input.shape)")
  return input.dim == rank + 2 ? try body(input) : try body(input.unsqueeze(0)).squeeze(0)
}

/// As many outputs as inputs: dilation · (kernel − 1) zeros, the odd one behind.
private func sameConvolution(
  _ input: Tensor, _ weight: Tensor, _ bias: Tensor?, _ stride: [Int], _ dilation: [Int],
  _ groups: Int
) throws -> Tensor {
  try checkSame(input, weight, stride, dilation, groups)
  var parameters = try ConvolutionParameters(
    weight: weight, stride: stride, padding: [0], dilation: dilation, groups: groups)
  let totals = parameters.dilation.indices.map {
    parameters.dilation[$0] * (weight.shape[$0 + 2] - 1)
  }
  parameters.padding = totals.map { $0 / 2 }
  let odd = totals.reversed().flatMap { [0, $0 % 2] }
  let padded = odd.contains(1) ? input.constantPadNd(odd) : input
  try throwPendingError()
  return try Convolution.apply(parameters, padded, weight, bias)
}

private func checkSame(
  _ input: Tensor, _ weight: Tensor, _ stride: [Int], _ dilation: [Int], _ groups: Int
) throws {
  try check(weight.dim > 2, .runtime, "weight should have at least three dimensions")
  try check(groups > 0, .runtime, "non-positive groups is not supported")
  try check(
    input.dim == weight.dim, .runtime,
    "Expected \(weight.dim)-dimensional input for \(weight.dim)-dimensional weight\(weight.shape), "
      + "but got \(input.dim)-dimensional input of size \(input.shape) instead")
  let count = weight.dim - 2
  try check(
    stride.sizes(count) != nil, .runtime, "stride cannot broadcast to \(count) dimensions")
  try check(
    dilation.sizes(count) != nil, .runtime, "dilation cannot broadcast to \(count) dimensions")
  try check(
    stride.allSatisfy { $0 == 1 }, .runtime,
    "padding='same' is not supported for strided convolutions")
}
