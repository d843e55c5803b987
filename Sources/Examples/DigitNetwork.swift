import Touchstone
import TouchstoneNN

/// A small convolutional network: features of a picture, and a head that names its class.
final class DigitNetwork: Module {
  let features = Sequential(
    Conv2d(1, 8, 3, padding: 1), BatchNorm2d(8), ReLU(), MaxPool2d(2),
    Conv2d(8, 16, 3, padding: 1), BatchNorm2d(16), ReLU(), MaxPool2d(2))
  let dropout = Dropout(0.25)
  var head: Linear

  init(classes: Int) {
    head = Linear(16 * 2 * 2, classes)
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    head(dropout(features(input).flatten(1)))
  }

  /// The part of the pictures whose class is found.
  func accuracy(_ data: (images: Tensor, labels: Tensor)) -> Double {
    eval()
    defer { train() }
    let found = noGrad { self(data.images).argmax(1) }
    return found.eq(data.labels).to(.float32).mean().item().doubleValue
  }
}
