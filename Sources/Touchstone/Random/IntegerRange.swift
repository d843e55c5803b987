/// The integers first ..< first + count, fitted to a dtype.
struct IntegerRange {
  let first: Int64
  /// 0 stands for 2^64.
  let count: UInt64

  /// Integers in [from, to), or from `from` on. For a floating dtype bounds that it would round
  /// outward move inward to the nearest number it holds.
  init(_ from: Int, _ to: Int?, _ dtype: DType) throws {
    if let to {
      (first, count) = try IntegerRange.bounded(Int64(from), Int64(to), dtype)
    } else if from == .min {
      try check(
        [.int64, .float64, .float32, .bfloat16].contains(dtype), .runtime,
        "random_full_64_bits_range_kernel_cpu handles only int64, double, float and bfloat16")
      (first, count) = (0, 0)
    } else {
      (first, count) = try IntegerRange.unbounded(Int64(from), dtype)
    }
  }

  private static func bounded(
    _ from: Int64, _ to: Int64, _ dtype: DType
  ) throws -> (Int64, UInt64) {
    try check(
      from < to, .runtime,
      "random_ expects 'from' to be less than 'to', but got from=\(from) >= to=\(to)")
    guard dtype.isFloatingPoint else {
      try checkHeld(from, to - 1, by: dtype)
      return (from, UInt64(bitPattern: to &- from))
    }
    let (low, high) = (raised(from, dtype), lowered(to, dtype))
    try check(
      low < high, .runtime,
      "random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, but got "
        + "from=\(low) >= to=\(high)")
    try checkHeld(low, high - 1, by: dtype)
    return (low, UInt64(bitPattern: high &- low))
  }

  private static func unbounded(_ from: Int64, _ dtype: DType) throws -> (Int64, UInt64) {
    var low = from
    let last = dtype.largestExactInteger
    if dtype.isFloatingPoint {
      low = raised(from, dtype)
      try check(
        low < last, .runtime,
        "random_ expects 'from' casted to dtype to be less than or equal to 'to_inc' casted to "
          + "dtype, but got from=\(low) > to_inc=\(last)")
    }
    try checkHeld(low, last, by: dtype)
    return (low, UInt64(bitPattern: last &- low) &+ 1)
  }

  private static func checkHeld(_ from: Int64, _ last: Int64, by dtype: DType) throws {
    let bounds: [(String, Int64)] = [("from", from), ("to - 1", last)]
    for (name, bound) in bounds {
      try check(
        dtype.holds(bound), .runtime, "\(name) is out of bounds for \(boundName(dtype))")
    }
  }

  private static func boundName(_ dtype: DType) -> String {
    dtype == .int64 ? "int64_t" : dtype.cTypeName
  }

  /// `from`, or the next number of the dtype when rounding would go below it.
  private static func raised(_ from: Int64, _ dtype: DType) -> Int64 {
    let next = dtype.rounded(from &+ 1)
    return next < from ? next &+ dtype.spacing(at: from &+ 1) : from
  }

  /// `to`, or the number of the dtype below it when rounding would reach it.
  private static func lowered(_ to: Int64, _ dtype: DType) -> Int64 {
    let previous = dtype.rounded(to &- 1)
    return previous >= to ? previous &- dtype.spacing(at: to &- 1) : to
  }
}
