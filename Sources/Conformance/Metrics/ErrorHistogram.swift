/// How far elements lie from the truth, counted in powers of two of an ulp.
public struct ErrorHistogram: Equatable, Sendable {
  /// Counts of: exact, ≤ 1 ulp, ≤ 2, ≤ 4, … ≤ 2^12, more.
  public private(set) var bins = [Int](repeating: 0, count: Self.binCount)
  public static let binCount = 15

  public init() {}

  public var total: Int { bins.reduce(0, +) }

  /// Counts one element that is `ulps` away.
  mutating func add(_ ulps: Double) {
    var bin = 0
    var bound = 1.0
    if ulps != 0 {
      bin = 1
      while bin < Self.binCount - 1, !(ulps <= bound) { (bin, bound) = (bin + 1, bound * 2) }
    }
    bins[bin] += 1
  }

  mutating func merge(_ other: ErrorHistogram) {
    for index in bins.indices { bins[index] += other.bins[index] }
  }

  /// The label under bin `index`.
  public static func label(_ index: Int) -> String {
    switch index {
    case 0: "0"
    case binCount - 1: ">\(1 << (binCount - 3))"
    default: "\(1 << (index - 1))"
    }
  }
}

/// Errors of one operation and dtype, ours and PyTorch's, against float64.
public struct ErrorStatistics: Equatable, Sendable {
  public var ours = ErrorHistogram()
  public var theirs = ErrorHistogram()
  /// Largest error of a tensor relative to its largest element, in units of u.
  public var worstOurs = 0.0
  public var worstTheirs = 0.0

  public init() {}

  /// Our largest error as a multiple of PyTorch's, which counts as at least half a rounding.
  public var multiple: Double { worstOurs / max(worstTheirs, 0.5) }

  mutating func merge(_ other: ErrorStatistics) {
    ours.merge(other.ours)
    theirs.merge(other.theirs)
    worstOurs = max(worstOurs, other.worstOurs)
    worstTheirs = max(worstTheirs, other.worstTheirs)
  }
}
