import Touchstone
import TouchstoneNN

/// Convolution, batch normalisation, ReLU.
final class BasicConv2d: Module {
  let conv: Conv2d
  let bn: BatchNorm2d

  init(_ inputs: Int, _ outputs: Int, kernelSize: Int, padding: Int = 0) {
    conv = Conv2d(inputs, outputs, kernelSize, padding: padding, bias: false)
    bn = BatchNorm2d(outputs, eps: 0.001)
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor { F.relu_(bn(conv(input))) }
}

/// Four branches side by side (Szegedy et al. 2014).
final class Inception: Module {
  let branch1 = BasicConv2d(6, 4, kernelSize: 1)
  let branch2 = Sequential(
    BasicConv2d(6, 3, kernelSize: 1), BasicConv2d(3, 4, kernelSize: 3, padding: 1))
  let branch3 = Sequential(
    BasicConv2d(6, 2, kernelSize: 1), BasicConv2d(2, 3, kernelSize: 5, padding: 2))
  let branch4 = Sequential(
    MaxPool2d(3, stride: 1, padding: 1, ceilMode: true), BasicConv2d(6, 3, kernelSize: 1))

  override func forward(_ input: Tensor) -> Tensor {
    Tensor.cat([branch1(input), branch2(input), branch3(input), branch4(input)], dim: 1)
  }
}
