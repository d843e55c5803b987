import Touchstone

/// max(x, 0), `torch.nn.ReLU`.
open class ReLU: InPlaceActivation {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.relu_(input) : F.relu(input)
  }
}

/// x between two bounds, `torch.nn.Hardtanh`.
open class Hardtanh: Module {
  public let minVal: Scalar
  public let maxVal: Scalar
  public let inplace: Bool

  /// - Errors: `.assertion` unless `maxVal` is above `minVal`.
  public init(
    minVal: some TensorScalar = -1.0, maxVal: some TensorScalar = 1.0, inplace: Bool = false
  ) {
    (self.minVal, self.maxVal, self.inplace) = (minVal.scalar, maxVal.scalar, inplace)
    super.init()
    attempt {
      try check(
        self.maxVal.doubleValue > self.minVal.doubleValue, .assertion,
        "max_val (\(self.maxVal)) must be greater than min_val (\(self.minVal))")
    }
  }

  open override func forward(_ input: Tensor) -> Tensor {
    let (low, high) = (minVal.doubleValue, maxVal.doubleValue)
    return inplace
      ? F.hardtanh_(input, minVal: low, maxVal: high)
      : F.hardtanh(input, minVal: low, maxVal: high)
  }
  open override var extraRepr: String {
    "min_val=\(minVal), max_val=\(maxVal)\(inPlaceSuffix(inplace))"
  }
}

/// min(max(x, 0), 6), `torch.nn.ReLU6`.
open class ReLU6: Hardtanh {
  public init(inplace: Bool = false) { super.init(minVal: 0.0, maxVal: 6.0, inplace: inplace) }
  open override var extraRepr: String { inplace ? "inplace=True" : "" }
}

/// x above a threshold, a fixed value elsewhere, `torch.nn.Threshold`.
open class Threshold: Module {
  public let threshold: Scalar
  public let value: Scalar
  public let inplace: Bool

  public init(
    _ threshold: some TensorScalar, _ value: some TensorScalar, inplace: Bool = false
  ) {
    (self.threshold, self.value, self.inplace) = (threshold.scalar, value.scalar, inplace)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    inplace ? F.threshold_(input, threshold, value) : F.threshold(input, threshold, value)
  }
  open override var extraRepr: String {
    "threshold=\(threshold), value=\(value)\(inPlaceSuffix(inplace))"
  }
}

/// x above 0, a multiple of x below, `torch.nn.LeakyReLU`.
open class LeakyReLU: Module {
  public let negativeSlope: Scalar
  public let inplace: Bool

  public init(negativeSlope: some TensorScalar = 0.01, inplace: Bool = false) {
    (self.negativeSlope, self.inplace) = (negativeSlope.scalar, inplace)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    let slope = negativeSlope.doubleValue
    return inplace
      ? F.leakyRelu_(input, negativeSlope: slope) : F.leakyRelu(input, negativeSlope: slope)
  }
  open override var extraRepr: String {
    "negative_slope=\(negativeSlope)\(inPlaceSuffix(inplace))"
  }
}

/// The leaky rectifier with slopes drawn in training, `torch.nn.RReLU`.
open class RReLU: Module {
  public let lower: Scalar
  public let upper: Scalar
  public let inplace: Bool

  public init(
    lower: some TensorScalar = 1.0 / 8, upper: some TensorScalar = 1.0 / 3, inplace: Bool = false
  ) {
    (self.lower, self.upper, self.inplace) = (lower.scalar, upper.scalar, inplace)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    let (low, high) = (lower.doubleValue, upper.doubleValue)
    return inplace
      ? F.rrelu_(input, lower: low, upper: high, training: training)
      : F.rrelu(input, lower: low, upper: high, training: training)
  }
  open override var extraRepr: String {
    "lower=\(lower), upper=\(upper)\(inPlaceSuffix(inplace))"
  }
}

/// The leaky rectifier with learned slopes, one or one for each channel, `torch.nn.PReLU`.
open class PReLU: Module {
  public let numParameters: Int
  public let initial: Double
  @Parameter public var weight: Tensor

  public init(
    numParameters: Int = 1, initial: Double = 0.25, device: Device = .cpu, dtype: DType? = nil
  ) {
    (self.numParameters, self.initial) = (numParameters, initial)
    weight = Tensor.empty([numParameters], dtype: dtype, device: device)
    super.init()
    resetParameters()
  }

  open func resetParameters() { Init.constant_(weight, initial) }
  open override func forward(_ input: Tensor) -> Tensor { F.prelu(input, weight) }
  open override var extraRepr: String { "num_parameters=\(numParameters)" }
}
