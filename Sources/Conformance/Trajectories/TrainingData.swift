import Touchstone

/// What a program learns from, equal to PyTorch's to the bit: every element comes from one rounding
/// of exact numbers, or from operations that IEEE 754 rounds correctly, one at a time.
public struct TrainingData {
  public let inputs: Tensor
  public let targets: Tensor

  public init(_ inputs: Tensor, _ targets: Tensor) {
    (self.inputs, self.targets) = (inputs, targets)
  }
}

/// Handwritten digits, the data set `digits.h5` of the fixtures: pictures [N, 8, 8] from 0 to 16
/// and labels [N].
public struct Digits {
  private let images: Tensor
  private let labels: Tensor

  public init(images: Tensor, labels: Tensor) {
    self.images = images.to(.float32) / 16
    self.labels = labels.to(.int64)
  }

  private var vectors: Tensor { images.reshape([-1, 64]) }

  /// Vectors and their classes.
  var classes: TrainingData { TrainingData(vectors, labels) }

  /// Pictures of one channel and their classes.
  var pictures: TrainingData { TrainingData(images.unsqueeze(1), labels) }

  /// Sequences of rows and their classes.
  var rows: TrainingData { TrainingData(images, labels) }

  /// Vectors; 5 to 9 against 0 to 4.
  var high: TrainingData {
    TrainingData(vectors, labels.ge(5).to(.float32).unsqueeze(1))
  }

  /// Vectors that are to be found again.
  var reconstruction: TrainingData { TrainingData(vectors, vectors) }

  /// Vectors; how much is drawn in the upper and in the left half. Sums of sixteenths are exact.
  var ink: TrainingData {
    let upper = images.narrow(1, 0, 4).sum([1, 2])
    let left = images.narrow(2, 0, 4).sum([1, 2])
    return TrainingData(vectors, Tensor.stack([upper, left], dim: 1) / 16)
  }
}

extension TrainingData {
  /// Noisy values of a linear function of three random numbers.
  static func plane() -> TrainingData {
    let x = Tensor.randn([256, 3])
    let noise = Tensor.randn([256])
    let (a, b, c) = (x.select(1, 0), x.select(1, 1), x.select(1, 2))
    return TrainingData(x, (a * 2 - b * 3 + c * 0.5 + 1 + noise * 0.1).unsqueeze(1))
  }
}
