import Foundation
import Touchstone

/// A binary floating-point format, worked in through `Double`, which holds every value of it.
struct FloatFormat: Sendable {
  /// Significant bits, the hidden one included.
  let precision: Int
  /// Exponent of the smallest normal number 2^minExponent.
  let minExponent: Int
  /// Exponent of the largest binade.
  let maxExponent: Int

  /// Nil for dtypes that are not floating.
  init?(_ dtype: DType) {
    switch dtype {
    case .float32: (precision, minExponent, maxExponent) = (24, -126, 127)
    case .float64: (precision, minExponent, maxExponent) = (53, -1022, 1023)
    case .float16: (precision, minExponent, maxExponent) = (11, -14, 15)
    case .bfloat16: (precision, minExponent, maxExponent) = (8, -126, 127)
    default: return nil
    }
  }

  /// The unit roundoff u = 2^−precision: rounding errs by at most u relatively.
  var unitRoundoff: Double { Self.power(-precision) }

  /// The gap between neighbours in the binade of `x`; below the normals, the smallest subnormal.
  func ulp(_ x: Double) -> Double {
    let exponent = min(max(Self.exponent(x), minExponent), maxExponent)
    return Self.power(exponent - precision + 1)
  }

  func isSubnormal(_ x: Double) -> Bool { x != 0 && x.magnitude < Self.power(minExponent) }

  /// `x` rounded to nearest, ties to even; beyond the range, an infinity.
  func round(_ x: Double) -> Double {
    guard precision < 53, x.isFinite, x != 0 else { return x }
    let gap = ulp(x)
    let rounded = (x / gap).rounded(.toNearestOrEven) * gap
    return rounded.magnitude >= overflow ? (x < 0 ? -.infinity : .infinity) : rounded
  }

  /// The number that would follow the greatest finite one; infinite for float64.
  var overflow: Double { Self.power(maxExponent + 1) }

  private static func exponent(_ x: Double) -> Int {
    Int((x.bitPattern >> 52) & 0x7FF) - 1023
  }

  /// 2^exponent for exponents of doubles, subnormal ones included.
  static func power(_ exponent: Int) -> Double {
    if exponent > 1023 { return .infinity }
    if exponent >= -1022 { return Double(bitPattern: UInt64(exponent + 1023) << 52) }
    return Double(bitPattern: exponent < -1074 ? 0 : 1 << UInt64(exponent + 1074))
  }
}
