import Touchstone

/// Layers of ResNet-50 on a batch of eight, one of MobileNet, and one of U-Net on its way up.
private struct ConvolutionLayer {
  let name: String
  let input: Shape
  let weight: Shape
  var stride = 1
  var padding = 0
  var groups = 1
  var transposed = false

  static let all = [
    ConvolutionLayer(
      name: "7x7_64_112", input: [8, 3, 224, 224], weight: [64, 3, 7, 7], stride: 2, padding: 3),
    ConvolutionLayer(name: "1x1_64_56", input: [8, 64, 56, 56], weight: [64, 64, 1, 1]),
    ConvolutionLayer(
      name: "3x3_64_56", input: [8, 64, 56, 56], weight: [64, 64, 3, 3], padding: 1),
    ConvolutionLayer(name: "1x1_256_56", input: [8, 64, 56, 56], weight: [256, 64, 1, 1]),
    ConvolutionLayer(
      name: "3x3_128_28", input: [8, 128, 56, 56], weight: [128, 128, 3, 3], stride: 2, padding: 1),
    ConvolutionLayer(
      name: "3x3_256_14", input: [8, 256, 14, 14], weight: [256, 256, 3, 3], padding: 1),
    ConvolutionLayer(name: "1x1_1024_14", input: [8, 256, 14, 14], weight: [1024, 256, 1, 1]),
    ConvolutionLayer(
      name: "3x3_512_7", input: [8, 512, 7, 7], weight: [512, 512, 3, 3], padding: 1),
    ConvolutionLayer(
      name: "depthwise_128_56", input: [8, 128, 56, 56], weight: [128, 1, 3, 3], padding: 1,
      groups: 128),
    ConvolutionLayer(
      name: "up_64_56", input: [8, 128, 28, 28], weight: [128, 64, 2, 2], stride: 2,
      transposed: true),
  ]

  func apply(_ x: Tensor, _ w: Tensor) -> Tensor {
    transposed
      ? F.convTranspose2d(x, w, stride: stride)
      : F.conv2d(x, w, stride: stride, padding: padding, groups: groups)
  }

  /// Of the forward product: each element of the weight meets each position of one side.
  var flops: Double {
    let extent = input[2] / (transposed ? 1 : stride)
    return 2 * Double(input[0] * weight.numel) * Double(extent * extent)
  }

  var forward: Benchmark {
    Benchmark("conv_\(name)", .convolution, flops: flops) {
      let x = operand(input), w = operand(weight)
      return { _ = apply(x, w) }
    }
  }

  /// Both gradients, for a result that is there.
  var backward: Benchmark {
    Benchmark("conv_backward_\(name)", .convolution, flops: 2 * flops) {
      let x = operand(input).requiresGrad_(), w = operand(weight).requiresGrad_()
      let y = apply(x, w), gradient = operand(y.shape)
      return {
        _ = grad(outputs: [y], inputs: [x, w], gradOutputs: [gradient], retainGraph: true)
      }
    }
  }
}

extension Benchmark {
  static var convolution: [Benchmark] {
    ConvolutionLayer.all.map(\.forward) + ConvolutionLayer.all.map(\.backward)
  }
}
