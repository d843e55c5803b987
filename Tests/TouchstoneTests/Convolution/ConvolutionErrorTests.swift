import Testing

@testable import Touchstone

/// Bad calls of convolutions, padding and their relatives, with the kind and PyTorch's message.
struct ConvolutionErrorTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    let kind: TensorError.Kind
    let message: String
    let call: @Sendable () -> Tensor
    var testDescription: String { message }

    init(
      _ message: String, _ kind: TensorError.Kind = .runtime,
      _ call: @escaping @Sendable () -> Tensor
    ) {
      (self.kind, self.message, self.call) = (kind, message, call)
    }
  }

  private static let x = Tensor.zeros([2, 3, 5, 5])
  private static let w = Tensor.zeros([4, 3, 3, 3])
  private static let t = Tensor.zeros([3, 4, 3, 3])
  private static let line = Tensor.zeros([2, 3, 5])

  @Test(arguments: shapes + numbers + dtypes + transposed + paddings + blocks)
  func messageIsPyTorchs(_ mistake: Mistake) {
    let error = #expect(throws: TensorError.self) { try checked { _ = mistake.call() } }
    #expect(error?.kind == mistake.kind)
    #expect(error?.message == mistake.message)
  }

  static let shapes: [Mistake] = [
    Mistake(
      "Given groups=1, weight of size [4, 3, 3, 3], expected input[2, 4, 5, 5] to have 3 channels, "
        + "but got 4 channels instead"
    ) { F.conv2d(Tensor.zeros([2, 4, 5, 5]), w) },
    Mistake(
      "Calculated padded input size per channel: (2 x 4). Kernel size: (3 x 3). Kernel size can't "
        + "be greater than actual input size"
    ) { F.conv2d(Tensor.zeros([2, 3, 2, 2]), w, padding: [0, 1]) },
    Mistake(
      "Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [3, 5]"
    ) { F.conv2d(Tensor.zeros([3, 5]), w) },
    Mistake("weight should have at least three dimensions") { F.conv2d(x, Tensor.zeros([3, 3])) },
    Mistake(
      "Given weight of size [4, 3, 3, 3], expected bias to be 1-dimensional with 4 elements, but "
        + "got bias of size [5] instead"
    ) { F.conv2d(x, w, bias: Tensor.zeros([5])) },
    Mistake(
      "Only zero batch or zero channel inputs are supported, but got input shape: [2, 3, 0, 5]"
    ) { F.conv2d(Tensor.zeros([2, 3, 0, 5]), w, padding: 2) },
    Mistake(
      "Given groups=3, expected weight to be divisible by 3 at dimension 0, but got weight of size "
        + "[[4, 3, 3, 3]] instead"
    ) { F.conv2d(x, w, groups: 3) },
  ]

  static let numbers: [Mistake] = [
    Mistake("non-positive stride is not supported") { F.conv2d(x, w, stride: [1, 0]) },
    Mistake("negative padding is not supported") { F.conv2d(x, w, padding: -1) },
    Mistake("dilation should be greater than zero") { F.conv2d(x, w, dilation: -1) },
    Mistake("non-positive dilation is not supported") { F.conv2d(x, w, dilation: 0) },
    Mistake("non-positive groups is not supported") { F.conv2d(x, w, groups: 0) },
    Mistake("Invalid padding string: 'foo'") { F.conv2d(x, w, padding: "foo") },
    Mistake("padding='same' is not supported for strided convolutions") {
      F.conv2d(x, w, stride: 2, padding: "same")
    },
    Mistake(
      "expected stride to be a single integer value or a list of 2 values to match the convolution "
        + "dimensions, but got stride=[1, 2, 3]"
    ) { F.conv2d(x, w, stride: [1, 2, 3]) },
    Mistake("stride=[4611686018427387904] of a convolution is more than memory can hold") {
      F.conv1d(line, Tensor.zeros([1, 3, 1]), stride: 1 << 62)
    },
  ]

  static let dtypes: [Mistake] = [
    Mistake("Input type (float) and bias type (double) should be the same") {
      F.conv2d(x, w, bias: Tensor.zeros([4], dtype: .float64))
    },
    Mistake("expected scalar type Double but found Float") { F.conv2d(x.to(.float64), w) },
    Mistake(
      "Input type (CPUBFloat16Type) and weight type (torch.HalfTensor) should be the same or input "
        + "should be a MKLDNN tensor and weight is a dense tensor"
    ) { F.conv2d(x.to(.bfloat16), w.to(.float16)) },
    Mistake("\"slow_conv2d_cpu\" not implemented for 'Bool'", .notImplemented) {
      F.conv2d(x.to(.bool), w.to(.bool))
    },
    Mistake("\"slow_conv_transpose2d_out_cpu\" not implemented for 'Int'", .notImplemented) {
      F.convTranspose2d(x.to(.int32), t.to(.int32))
    },
    Mistake("self and mat2 must have the same dtype, but got Double and Float") {
      F.linear(Tensor.zeros([2, 3]), Tensor.zeros([4, 3]), bias: Tensor.zeros([4], dtype: .float64))
    },
  ]

  static let transposed: [Mistake] = [
    Mistake(
      "output padding must be smaller than either stride or dilation, but got "
        + "output_padding_height: 1 output_padding_width: 1 stride_height: 1 stride_width: 1 "
        + "dilation_height: 1 dilation_width: 1"
    ) { F.convTranspose2d(x, t, outputPadding: 1) },
    Mistake(
      "Given input size per channel: (1 x 5). Calculated output size per channel: (1 x -1). Output "
        + "size is too small"
    ) { F.convTranspose1d(line, Tensor.zeros([3, 4, 3]), padding: 4) },
    Mistake("negative output_padding is not supported") {
      F.convTranspose2d(x, t, stride: 2, outputPadding: -1)
    },
  ]

  static let paddings: [Mistake] = [
    Mistake("Padding length must be divisible by 2") { F.pad(line, [1], mode: .reflect) },
    Mistake(
      "Argument #4: Padding size should be less than the corresponding input dimension, but got: "
        + "padding (5, 0) at dimension 2 of input [2, 3, 5]"
    ) { F.pad(line, [5, 0], mode: .reflect) },
    Mistake("input (W: 5) is too small. Calculated output W: 0") {
      F.pad(line, [-3, -2], mode: .replicate)
    },
    Mistake(
      "Calculated output H: -3 W: 7 must be >= 1 in every dimension (input H: 5, W: 5)"
    ) { F.pad(x, [1, 1, -9, 1], mode: .replicate) },
    Mistake("Padding value causes wrapping around more than once.") {
      F.pad(line, [6, 0], mode: .circular)
    },
    Mistake("Padding mode \"replicate\" doesn't take in value argument") {
      F.pad(line, [1, 1], mode: .replicate, value: 1.0)
    },
  ]

  static let blocks: [Mistake] = [
    Mistake(
      "Given output_size=(5, 5), kernel_size=(2, 2), dilation=(1, 1), padding=(0, 0), "
        + "stride=(1, 1), expected size of input's dimension 2 to match the calculated number of "
        + "sliding blocks 4 * 4 = 16, but got input.size(2)=15."
    ) { F.fold(Tensor.zeros([2, 12, 15]), 5, 2) },
    Mistake(
      "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got "
        + "input.size(1)=11 and kernel_size=(2, 2)."
    ) { F.fold(Tensor.zeros([2, 11, 16]), 5, 2) },
    Mistake("\"im2col_out_cpu\" not implemented for 'Int'", .notImplemented) {
      F.unfold(x.to(.int32), 2)
    },
    Mistake(
      "upscale factor is too large, (upscale_factor)^2 overflowed: upscale_factor=4294967296",
      .value
    ) { F.pixelShuffle(x, 1 << 32) },
    Mistake("bilinear(): input1 size does not match weight size: got 4 but expected 3") {
      F.bilinear(Tensor.zeros([2, 4]), Tensor.zeros([2, 4]), Tensor.zeros([5, 3, 4]))
    },
  ]
}
