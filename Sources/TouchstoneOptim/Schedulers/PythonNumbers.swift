import Foundation
import Touchstone

/// Python's arithmetic where it differs from Swift's: it raises instead of giving infinities.
enum Python {
  /// a / b. Dividing two integers is the same with other words (`division by zero`).
  static func divide(_ a: Double, _ b: Double, integers: Bool = false) throws -> Double {
    try check(b != 0, .zeroDivision, integers ? "division by zero" : "float division by zero")
    return a / b
  }

  static func divide(_ a: Int, _ b: Int) throws -> Double {
    try divide(Double(a), Double(b), integers: true)
  }

  /// a // b, rounded down.
  static func floorDivide(_ a: Int, _ b: Int) throws -> Int {
    try check(b != 0, .zeroDivision, "integer division or modulo by zero")
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
  }

  /// a % b, with the sign of b.
  static func modulo(_ a: Int, _ b: Int) throws -> Int {
    try check(b != 0, .zeroDivision, "integer modulo by zero")
    let rest = a % b
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
  }

  /// a ** b for numbers of which one is a float.
  static func power(_ a: Double, _ b: Double) throws -> Double {
    try check(
      a != 0 || b >= 0, .zeroDivision, "0.0 cannot be raised to a negative power")
    try check(
      a >= 0 || !a.isFinite || !b.isFinite || b.rounded() == b, .type,
      "a negative number raised to \(b) is complex")
    let result = pow(a, b)
    try check(
      result.isFinite || !a.isFinite || !b.isFinite, .overflow,
      "(34, 'Numerical result out of range')")
    return result
  }

  /// `list(zip(a, b, strict=True))`.
  static func zipped<A, B>(_ a: [A], _ b: [B]) throws -> [(A, B)] {
    try check(
      a.count == b.count, .value,
      "zip() argument 2 is \(b.count < a.count ? "shorter" : "longer") than argument 1")
    return Array(zip(a, b))
  }

  /// `bisect.bisect_right`: how many of the ascending numbers are not above `number`.
  static func bisectRight(_ numbers: [Int], _ number: Int) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if number < numbers[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
