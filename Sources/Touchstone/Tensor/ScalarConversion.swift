extension Scalar {
  /// Throws unless the value can be held by `dtype`. Fractions are cut off first; uint8 also takes
  /// the negative of an integer that it holds; halves round what is too large to infinity.
  func checkConvertible(to dtype: DType) throws {
    try check(
      isConvertible(to: dtype), .runtime,
      "value cannot be converted to type \(dtype.storageTypeName) without overflow")
  }

  private func isConvertible(to dtype: DType) -> Bool {
    switch dtype {
    case .int8: inRange(-0x1p7, 0x1p7)
    case .int16: inRange(-0x1p15, 0x1p15)
    case .int32: inRange(-0x1p31, 0x1p31)
    case .uint8: inRange(isFloatingPoint ? 0 : -255, 256)
    case .int64: !isFloatingPoint || inRange(-0x1p63, 0x1p63)
    case .float32: !doubleValue.isFinite || doubleValue.magnitude <= 0x1.fffffep127
    case .float64, .float16, .bfloat16, .bool: true
    }
  }

  /// Whether the integer part lies in `low..<high`.
  private func inRange(_ low: Double, _ high: Double) -> Bool {
    let whole = doubleValue.rounded(.towardZero)
    return whole >= low && whole < high
  }
}

extension DType {
  /// The C++ type that PyTorch's conversion messages name, such as `int8_t`.
  var storageTypeName: String {
    switch self {
    case .int8, .int16, .int64, .uint8: name + "_t"
    default: cTypeName
    }
  }
}
