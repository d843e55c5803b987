import Touchstone
import TouchstoneNN

/// Two 3x3 convolutions around which the input passes unchanged or projected (He et al. 2015).
final class BasicBlock: Module {
  let conv1: Conv2d
  let bn1: BatchNorm2d
  let relu = ReLU(inplace: true)
  let conv2: Conv2d
  let bn2: BatchNorm2d
  let downsample: Sequential?

  init(_ inplanes: Int = 4, _ planes: Int = 6, stride: Int = 2) {
    conv1 = Conv2d(inplanes, planes, 3, stride: stride, padding: 1, bias: false)
    bn1 = BatchNorm2d(planes)
    conv2 = Conv2d(planes, planes, 3, padding: 1, bias: false)
    bn2 = BatchNorm2d(planes)
    downsample = projection(inplanes, planes, stride)
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    let identity = downsample?(input) ?? input
    var out = relu(bn1(conv1(input)))
    out = bn2(conv2(out))
    out.add_(identity)
    return relu(out)
  }
}

/// 1x1, 3x3 and 1x1 convolutions with a shortcut (He et al. 2015; stride at the 3x3).
final class Bottleneck: Module {
  static let expansion = 4

  let conv1: Conv2d
  let bn1: BatchNorm2d
  let conv2: Conv2d
  let bn2: BatchNorm2d
  let conv3: Conv2d
  let bn3: BatchNorm2d
  let relu = ReLU(inplace: true)
  let downsample: Sequential?

  init(_ inplanes: Int = 6, _ planes: Int = 4, stride: Int = 1) {
    conv1 = Conv2d(inplanes, planes, 1, bias: false)
    bn1 = BatchNorm2d(planes)
    conv2 = Conv2d(planes, planes, 3, stride: stride, padding: 1, bias: false)
    bn2 = BatchNorm2d(planes)
    conv3 = Conv2d(planes, planes * Self.expansion, 1, bias: false)
    bn3 = BatchNorm2d(planes * Self.expansion)
    downsample = projection(inplanes, planes * Self.expansion, stride)
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    let identity = downsample?(input) ?? input
    var out = relu(bn1(conv1(input)))
    out = relu(bn2(conv2(out)))
    out = bn3(conv3(out))
    out.add_(identity)
    return relu(out)
  }
}

/// The shortcut where input and output differ in shape.
private func projection(_ inplanes: Int, _ outplanes: Int, _ stride: Int) -> Sequential? {
  if stride == 1 && inplanes == outplanes { return nil }
  return Sequential(
    Conv2d(inplanes, outplanes, 1, stride: stride, bias: false), BatchNorm2d(outplanes))
}

/// A stem, a basic block without and one with projection, and a bottleneck.
final class ResNet: Module {
  let conv1 = Conv2d(3, 4, 3, padding: 1, bias: false)
  let bn1 = BatchNorm2d(4)
  let relu = ReLU(inplace: true)
  let layer1 = Sequential(BasicBlock(4, 4, stride: 1), BasicBlock(4, 6, stride: 2))
  let layer2 = Sequential(Bottleneck(6, 4, stride: 2))
  let avgpool = AdaptiveAvgPool2d([1, 1])
  let fc = Linear(16, 5)

  override func forward(_ input: Tensor) -> Tensor {
    var x = relu(bn1(conv1(input)))
    x = layer2(layer1(x))
    return fc(avgpool(x).flatten(1))
  }
}
