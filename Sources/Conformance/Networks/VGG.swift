import Touchstone
import TouchstoneNN

/// Blocks of 3x3 convolutions with batch normalisation (Simonyan and Zisserman 2014), weights as
/// torchvision initialises them.
final class VGG: Module {
  /// Features of a convolution, or a pooling that halves the picture.
  enum Stage { case convolution(Int), pooling }

  let features = Sequential()
  let classifier: Linear

  init(
    _ stages: [Stage] = [.convolution(4), .convolution(4), .pooling, .convolution(8), .pooling],
    classes: Int = 5
  ) {
    var channels = 3
    for stage in stages {
      switch stage {
      case .pooling: features.append(MaxPool2d(2, stride: 2))
      case .convolution(let width):
        features.append(Conv2d(channels, width, 3, padding: 1))
        features.append(BatchNorm2d(width))
        features.append(ReLU(inplace: true))
        channels = width
      }
    }
    classifier = Linear(channels * 4, classes)
    super.init()
    for module in modules() { initialize(module) }
  }

  private func initialize(_ module: Module) {
    if let convolution = module as? Conv2d {
      Init.kaimingNormal_(convolution.weight, mode: .fanOut, nonlinearity: .relu)
      Init.zeros_(convolution.bias!)
    } else if let linear = module as? Linear {
      Init.normal_(linear.weight, 0, 0.01)
      Init.zeros_(linear.bias!)
    }
  }

  override func forward(_ input: Tensor) -> Tensor { classifier(features(input).flatten(1)) }
}
