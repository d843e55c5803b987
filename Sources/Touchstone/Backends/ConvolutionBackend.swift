/// Sizes of a convolution y = conv(x, w) with x [batch, inChannels, input…],
/// w [outChannels, inChannels / groups, kernel…] and y [batch, outChannels, output…].
struct ConvolutionSizes {
  let batch: Int
  let groups: Int
  let inChannels: Int
  let outChannels: Int
  /// One entry for each spatial dimension in the lists.
  let input: [Int]
  let kernel: [Int]
  let output: [Int]
  let stride: [Int]
  let padding: [Int]
  let dilation: [Int]
  /// Whether the padding is zeros that are multiplied, or left out: a difference where a weight
  /// or gradient is not finite.
  let multipliesPadding: Bool
}

/// Convolution and its two adjoints, over one to three spatial dimensions. Operands are of one
/// dtype; the spatial dimensions of `out` are dense among themselves. The three products take
/// operands of any strides and throw when there is no memory to make them dense.
protocol ConvolutionBackend: Sendable {
  /// out = conv(input, weight) + bias.
  func convolve(
    _ sizes: ConvolutionSizes, _ input: Tensor, _ weight: Tensor, bias: Tensor?, into out: Tensor
  ) throws

  /// out = the gradient of x for a gradient of y, plus a bias for each input channel.
  func convolveInputGradient(
    _ sizes: ConvolutionSizes, _ grad: Tensor, _ weight: Tensor, bias: Tensor?, into out: Tensor
  ) throws

  /// out = the columns that a weight of these sizes is multiplied with, both row-major:
  /// [batch, inChannels · kernel, positions].
  func unfold(_ sizes: ConvolutionSizes, _ input: Tensor, into out: Tensor)

  /// The adjoint of `unfold`: columns summed where they overlap.
  func fold(_ sizes: ConvolutionSizes, _ columns: Tensor, into out: Tensor)

  /// out = the gradient of w, row-major.
  func convolveWeightGradient(
    _ sizes: ConvolutionSizes, _ input: Tensor, _ grad: Tensor, into out: Tensor
  ) throws
}
