/// What random integers need to know of a dtype.
extension DType {
  /// Bits of a floating dtype's significand, the leading one included.
  var significandBits: Int {
    switch self {
    case .float64: 53
    case .float32: 24
    case .float16: 11
    default: 8
    }
  }

  /// The last of the integers from 0 on that `random_` chooses from.
  var largestExactInteger: Int64 {
    if isFloatingPoint { return 1 << Int64(significandBits) }
    return self == .bool ? 1 : integerRange.1
  }

  func holds(_ value: Int64) -> Bool {
    if self == .bool { return value == 0 || value == 1 }
    if self == .float16 { return Float(value).magnitude <= 65504 }
    return isFloatingPoint || (value >= integerRange.0 && value <= integerRange.1)
  }

  /// `value` rounded to this dtype, as an integer; what does not fit becomes `Int64.min`.
  func rounded(_ value: Int64) -> Int64 {
    let nearest: Double
    switch self {
    case .float64: nearest = Double(value)
    case .float16: nearest = Double(Float16(Float(value)))
    case .bfloat16: nearest = Double(bfloat16Rounded(Float(value)))
    default: nearest = Double(Float(value))
    }
    return Int64(exactly: nearest) ?? .min
  }

  /// Distance of this dtype's neighbours around `value`.
  func spacing(at value: Int64) -> Int64 {
    let exponent = 63 - Int64(value.magnitude.leadingZeroBitCount)
    return 1 << (exponent - Int64(significandBits) + 1)
  }

  /// The largest finite number of a floating dtype.
  var largestFinite: Double {
    switch self {
    case .float16: 65504
    case .bfloat16: 0x1.FEp127
    case .float32: Double(Float.greatestFiniteMagnitude)
    default: .greatestFiniteMagnitude
    }
  }

  /// Least and largest integers of an integer dtype.
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

/// The nearest number with eight significant bits, ties to even.
private func bfloat16Rounded(_ value: Float) -> Float {
  let bits = value.bitPattern
  return Float(bitPattern: (bits &+ 0x7fff &+ ((bits >> 16) & 1)) & 0xffff_0000)
}
