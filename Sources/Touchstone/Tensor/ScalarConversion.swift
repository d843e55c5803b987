extension Scalar {
  /// Throws PyTorch's error unless this number can be stored as `dtype`: too large a number, NaN
  /// or infinity in an integer. Fractions are cut off; negative integers wrap in uint8; every
  /// number is a bool.
  func checkConvertible(to dtype: DType) throws {
    try check(
      isConvertible(to: dtype), .runtime,
      "value cannot be converted to type \(dtype.storageTypeName) without overflow")
  }

  private func isConvertible(to dtype: DType) -> Bool {
    switch self {
    case .bool: return true
    case .int(let value): return Scalar.holds(value, in: dtype)
    case .double(let value): return Scalar.holds(value, in: dtype)
    }
  }

  private static func holds(_ value: Int64, in dtype: DType) -> Bool {
    switch dtype {
    case .int8: Int8(exactly: value) != nil
    case .int16: Int16(exactly: value) != nil
    case .int32: Int32(exactly: value) != nil
    case .uint8: value.magnitude <= 255
    case .float16: value.magnitude <= 65504
    default: true
    }
  }

  private static func holds(_ value: Double, in dtype: DType) -> Bool {
    if dtype == .bool { return true }
    if dtype.isFloatingPoint {
      return !value.isFinite || value.magnitude <= dtype.largestFinite
    }
    let (low, high) = dtype.integerRange
    return value >= Double(low) && value <= Double(high)
  }
}

extension DType {
  /// The C++ type that PyTorch's conversion messages name.
  var storageTypeName: String {
    switch self {
    case .int8: "int8_t"
    case .int16: "int16_t"
    case .int64: "int64_t"
    case .uint8: "uint8_t"
    default: cTypeName
    }
  }

  var largestFinite: Double {
    switch self {
    case .float16: 65504
    case .bfloat16: 0x1.FEp127
    case .float32: Double(Float.greatestFiniteMagnitude)
    default: .greatestFiniteMagnitude
    }
  }

  var integerRange: (Int64, Int64) {
    switch self {
    case .int8: (-128, 127)
    case .int16: (-32768, 32767)
    case .int32: (Int64(Int32.min), Int64(Int32.max))
    case .uint8: (0, 255)
    default: (.min, .max)
    }
  }
}
