extension Scalar {
  /// Throws unless the value can be held by `dtype`: integers must be in range (unsigned types
  /// also take the negative of a value that they hold), halves must not overflow.
  func checkFits(_ dtype: DType) throws {
    try check(
      fits(dtype), .runtime,
      "value cannot be converted to type \(dtype.fixedWidthName) without overflow")
  }

  private func fits(_ dtype: DType) -> Bool {
    switch dtype {
    case .int8: inRange(-128, 127)
    case .int16: inRange(-32768, 32767)
    case .int32: inRange(-2_147_483_648, 2_147_483_647)
    case .uint8: inRange(-255, 255)
    case .int64: isBool || !isFloatingPoint || (doubleValue >= -0x1p63 && doubleValue < 0x1p63)
    case .float16: !doubleValue.isFinite || doubleValue.magnitude <= 65504
    case .float32: !doubleValue.isFinite || doubleValue.magnitude <= 0x1.fffffep127
    case .bfloat16: !doubleValue.isFinite || doubleValue.magnitude <= 0x1.fep127
    case .float64, .bool: true
    }
  }

  private func inRange(_ low: Double, _ high: Double) -> Bool {
    let value = doubleValue.rounded(.towardZero)
    return value >= low && value <= high
  }
}

extension DType {
  /// The name in messages about conversions, such as `int8_t`.
  fileprivate var fixedWidthName: String {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8: name + "_t"
    default: cTypeName
    }
  }
}
