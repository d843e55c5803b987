import Touchstone

/// How far results lie from PyTorch's, counted in numbers of their dtype.
enum Distance {
  /// The largest number of steps from one representable number to the next between elements of
  /// `ours` and `theirs`; 0 only for equal bits, infinite where one side alone is NaN.
  static func largest(_ ours: Elements, _ theirs: Elements) -> Double {
    guard ours.bits != theirs.bits else { return 0 }
    guard ours.dtype == theirs.dtype, ours.count == theirs.count else { return .infinity }
    return ours.bits.indices.reduce(0) { max($0, distance(ours, theirs, $1)) }
  }

  private static func distance(_ ours: Elements, _ theirs: Elements, _ index: Int) -> Double {
    let (a, b) = (ours.bits[index], theirs.bits[index])
    if a == b { return 0 }
    guard ours.dtype.isFloatingPoint else {
      return (ours.value(index) - theirs.value(index)).magnitude
    }
    let (isNaN, theirsIsNaN) = (ours.value(index).isNaN, theirs.value(index).isNaN)
    if isNaN || theirsIsNaN { return isNaN == theirsIsNaN ? 1 : .infinity }
    let width = UInt64(ours.dtype.itemSize * 8)
    return max(1, (rank(a, width) - rank(b, width)).magnitude)
  }

  /// The place of a number among all of its format; zeros of both signs share one.
  private static func rank(_ bits: UInt64, _ width: UInt64) -> Double {
    let sign: UInt64 = 1 << (width - 1)
    let magnitude = Double(bits & (sign - 1))
    return bits & sign == 0 ? magnitude : -magnitude
  }
}
