import CKernels

// Piecewise linear units of one tensor.

extension Functional {
  /// max(x, 0); derivative 0 at 0.
  public static func relu(_ input: Tensor) -> Tensor { input.relu() }
  @discardableResult public static func relu_(_ input: Tensor) -> Tensor { input.relu_() }

  /// x where it is above `threshold`, `value` elsewhere.
  public static func threshold(
    _ input: Tensor, _ threshold: some TensorScalar, _ value: some TensorScalar
  ) -> Tensor {
    guarded { try Unary.threshold(threshold.scalar, value.scalar, input.dtype).apply(input) }
  }
  @discardableResult
  public static func threshold_(
    _ input: Tensor, _ threshold: some TensorScalar, _ value: some TensorScalar
  ) -> Tensor {
    input.inplace { Functional.threshold(input, threshold, value) }
  }

  /// x between `minVal` and `maxVal`; the gradient passes strictly inside.
  ///
  /// - Errors: `.value` for crossing bounds, `.notImplemented` for bool.
  public static func hardtanh(
    _ input: Tensor, minVal: Double = -1, maxVal: Double = 1
  ) -> Tensor {
    guarded {
      try check(minVal <= maxVal, .value, "min_val cannot be greater than max_val")
      try check(
        input.dtype != .bool, .notImplemented, "Bool inputs not supported for hardtanh")
      return try Unary.hardtanh(minVal, maxVal, input.dtype).apply(input)
    }
  }
  @discardableResult
  public static func hardtanh_(
    _ input: Tensor, minVal: Double = -1, maxVal: Double = 1
  ) -> Tensor {
    input.inplace { hardtanh(input, minVal: minVal, maxVal: maxVal) }
  }

  /// min(max(x, 0), 6).
  public static func relu6(_ input: Tensor) -> Tensor { hardtanh(input, minVal: 0, maxVal: 6) }
  @discardableResult
  public static func relu6_(_ input: Tensor) -> Tensor {
    hardtanh_(input, minVal: 0, maxVal: 6)
  }

  /// x above 0, negativeSlope · x elsewhere.
  public static func leakyRelu(_ input: Tensor, negativeSlope: Double = 0.01) -> Tensor {
    Unary.leakyRelu(negativeSlope)(input)
  }
  @discardableResult
  public static func leakyRelu_(_ input: Tensor, negativeSlope: Double = 0.01) -> Tensor {
    input.inplace { Unary.leakyReluInPlace(negativeSlope)(input) }
  }
}

extension Unary {
  static func threshold(
    _ threshold: Scalar, _ value: Scalar, _ dtype: DType
  ) throws -> Unary {
    for number in [threshold, value] {
      try check(
        dtype.isFloatingPoint || dtype == .bool || dtype.holds(number.int64Value), .runtime,
        "value cannot be converted to type \(dtype.cIntegerName) without overflow")
    }
    let slope = Binary.thresholdSlope(threshold.doubleValue)
    return Unary(
      "threshold", TS_UNARY_threshold, accepts: .numeric, integers: .native,
      parameters: .bounds(threshold, value)
    ) { g, x in slope(g, x) }
  }

  static func hardtanh(_ low: Double, _ high: Double, _ dtype: DType) throws -> Unary {
    let slope = Binary.hardtanhSlope(low, high)
    let bounds =
      try dtype.isFloatingPoint
      ? ts_params(low, high) : .bounds(dtype.clipped(low), dtype.clipped(high))
    return Unary(
      "hardtanh", TS_UNARY_clamp, accepts: .numeric, integers: .native, parameters: bounds
    ) { g, x in slope(g, x) }
  }

  static func leakyRelu(_ negative: Double, node: String = "LeakyReluBackward0") -> Unary {
    Unary(
      "leaky_relu", TS_UNARY_leaky_relu, accepts: .floating, node: node,
      parameters: ts_params(negative)
    ) { g, x in Binary.leakyReluSlope(negative)(g, x) }
  }

  /// The unit in place: the slope comes from the result, whose sign is the input's.
  static func leakyReluInPlace(
    _ negative: Double, node: String = "LeakyReluBackward1"
  ) -> Unary {
    Unary(
      "leaky_relu", TS_UNARY_leaky_relu, accepts: .floating, node: node, saves: .output,
      parameters: ts_params(negative)
    ) { g, y in
      guarded {
        try checkLeakySlope(negative)
        return Binary.leakyReluSlope(negative)(g, y)
      }
    }
  }
}

/// PyTorch's error for the gradient of a leaky rectifier in place with a negative slope.
func checkLeakySlope(_ slope: Double) throws {
  try checkResultTellsSide(
    "leakyReLu", slope,
    " File an issue at https://github.com/pytorch/pytorch if you do require supporting in-place "
      + "leakRelu backward calculation with negative slope")
}

extension ts_params {
  /// Two numbers, for floating and for integer dtypes.
  static func bounds(_ first: Scalar, _ second: Scalar) -> ts_params {
    ts_params(
      f: (first.doubleValue, second.doubleValue, 0, 0),
      i: (first.int64Value, second.int64Value, 0, 0))
  }
}

extension DType {
  /// The integer that a bound amounts to: without fraction, moved into the dtype's range.
  fileprivate func clipped(_ bound: Double) throws -> Scalar {
    guard let whole = Int64(exactly: bound.rounded(.towardZero)) else {
      throw TensorError(.runtime, "value cannot be converted to type int64_t without overflow")
    }
    let (low, high) = integerRange
    return .int(min(max(whole, low), high))
  }

  /// The name of an integer type in PyTorch's messages of conversion.
  fileprivate var cIntegerName: String {
    switch self {
    case .uint8: "uint8_t"
    case .int8: "int8_t"
    case .int16: "int16_t"
    case .int32: "int"
    default: "int64_t"
    }
  }
}
