import Foundation
import Touchstone

/// How well numbers follow a distribution.
struct Fit: Sendable {
  /// The test's name in ids.
  let test: String
  /// √n · D for Kolmogorov and Smirnov, χ² for Pearson.
  let statistic: Double
  /// Probability of a statistic at least as unlikely; small values are bad fits.
  let probability: Double

  /// Probability with which a correct generator fails one test.
  static let falseAlarm = 1e-6

  /// Kolmogorov and Smirnov: the largest distance between the shares found and expected. Numbers
  /// that are spread too evenly fail as well.
  static func kolmogorovSmirnov(_ values: [Double], _ law: Law) -> Fit {
    let sorted = values.sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    for (index, x) in sorted.enumerated() {
      let expected = law.cumulative(x)
      let (below, above) = (expected - Double(index) / n, Double(index + 1) / n - expected)
      if !(max(below, above) <= distance) { distance = max(below, above) }
    }
    // Stephens (1970): the limit holds for this scale from small n on.
    let t = distance * (n.squareRoot() + 0.12 + 0.11 / n.squareRoot())
    let tails = Tail.kolmogorov(t)
    let probability = 2 * min(tails.above, tails.below)
    return Fit(test: "kolmogorov-smirnov", statistic: t, probability: min(probability, 1))
  }

  /// Pearson: Σ (observed − expected)² / expected. Neighbouring cells that expect fewer than 25
  /// are joined, so that χ² describes the tail.
  static func chiSquare(_ observed: [Int], _ probabilities: [Double]) -> Fit {
    let total = Double(observed.reduce(0, +))
    let cells = joined(observed, probabilities.map { $0 * total })
    let statistic = cells.reduce(0) { $0 + ($1.found - $1.expected).squared / $1.expected }
    let probability = Tail.chiSquare(statistic, freedom: cells.count - 1)
    return Fit(test: "chi-square", statistic: statistic, probability: probability)
  }

  private static let leastExpected = 25.0

  private static func joined(
    _ observed: [Int], _ expected: [Double]
  ) -> [(found: Double, expected: Double)] {
    var cells: [(found: Double, expected: Double)] = []
    var open = (found: 0.0, expected: 0.0)
    for (count, share) in zip(observed, expected) {
      open = (open.found + Double(count), open.expected + share)
      if open.expected >= leastExpected {
        cells.append(open)
        open = (0, 0)
      }
    }
    if let last = cells.indices.last {
      cells[last] = (cells[last].found + open.found, cells[last].expected + open.expected)
    }
    return cells
  }
}

extension Fit {
  private static let cellCount = 50

  /// Pearson's test of numbers of `dtype` in cells of about equal probability.
  static func chiSquare(_ values: [Double], _ law: Law, _ dtype: DType) -> Fit {
    let cells = law.cells(cellCount, dtype)
    var counts = [Int](repeating: 0, count: cells.probabilities.count)
    for value in values { counts[cells.index(of: value)] += 1 }
    return chiSquare(counts, cells.probabilities)
  }

  /// Pearson's test of neighbouring numbers: whether the cell of one depends on that of the other.
  static func pairs(_ values: [Double], _ law: Law, _ dtype: DType) -> Fit {
    let cells = law.cells(8, dtype)
    let side = cells.probabilities.count
    var counts = [Int](repeating: 0, count: side * side)
    for start in stride(from: 0, to: values.count - 1, by: 2) {
      counts[cells.index(of: values[start]) * side + cells.index(of: values[start + 1])] += 1
    }
    let probabilities = cells.probabilities.flatMap { p in cells.probabilities.map { p * $0 } }
    let fit = chiSquare(counts, probabilities)
    return Fit(test: "pairs", statistic: fit.statistic, probability: fit.probability)
  }

  /// Pearson's test of whole numbers from `first` on; the last probability is that of its number
  /// and all beyond. A number below `first` fails.
  static func frequencies(
    _ values: [Double], _ probabilities: [Double], first: Double = 0
  ) -> Fit {
    var counts = [Int](repeating: 0, count: probabilities.count)
    for value in values {
      guard value >= first, value == value.rounded() else {
        return Fit(test: "chi-square", statistic: .infinity, probability: 0)
      }
      counts[Int(min(value - first, Double(counts.count - 1)))] += 1
    }
    return chiSquare(counts, probabilities)
  }
}

extension Double {
  fileprivate var squared: Double { self * self }
}
