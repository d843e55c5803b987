import Touchstone
import TouchstoneNN

/// Krizhevsky et al. 2012 with its local response normalisation and grouped convolutions.
final class AlexNet: Module {
  let features = Sequential(
    Conv2d(3, 8, 5, stride: 2, padding: 2),
    ReLU(inplace: true),
    LocalResponseNorm(5, alpha: 1e-2, beta: 0.75, k: 2),
    MaxPool2d(3, stride: 2),
    Conv2d(8, 12, 3, padding: 1, groups: 2),
    ReLU(inplace: true),
    LocalResponseNorm(5, alpha: 1e-2, beta: 0.75, k: 2),
    MaxPool2d(3, stride: 2)
  )
  let avgpool = AdaptiveAvgPool2d([2, 2])
  let classifier: Sequential

  init(classes: Int = 6) {
    classifier = Sequential(
      Dropout(),
      Linear(12 * 2 * 2, 16),
      ReLU(inplace: true),
      Dropout(),
      Linear(16, classes)
    )
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    classifier(avgpool(features(input)).flatten(1))
  }
}
