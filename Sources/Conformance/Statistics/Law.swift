import Foundation
import Touchstone

/// A distribution of real numbers, and of what rounding to a dtype makes of it.
struct Law: Sendable {
  /// P(X < x).
  let cumulative: @Sendable (Double) -> Double
  /// Numbers that round to the upper bound fall on the lower one, as uniform numbers do.
  private let bounds: (from: Double, to: Double)?

  init(_ cumulative: @escaping @Sendable (Double) -> Double) {
    (self.cumulative, bounds) = (cumulative, nil)
  }

  private init(from: Double, to: Double) {
    cumulative = { min(max(($0 - from) / (to - from), 0), 1) }
    bounds = (from, to)
  }

  /// Cells that hold about equally much, as rounded numbers fall into them.
  struct Cells {
    /// Lower ends of all cells but the first, numbers of the dtype.
    let edges: [Double]
    let probabilities: [Double]

    /// The cell of `value`.
    func index(of value: Double) -> Int {
      var (low, high) = (0, edges.count)
      while low < high {
        let middle = (low + high) / 2
        if edges[middle] <= value { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// A number rounds to `edge` or more when it is at least halfway from the number below it.
  func cells(_ count: Int, _ dtype: DType) -> Cells {
    let format = FloatFormat(dtype)!
    var edges: [Double] = []
    for part in 1..<count {
      let edge = format.round(quantile(Double(part) / Double(count)))
      if edges.last.map({ edge > $0 }) ?? true { edges.append(edge) }
    }
    let below = [0] + edges.map { cumulative(Self.threshold($0, format)) } + [1]
    var probabilities = zip(below.dropFirst(), below).map { $0 - $1 }
    if let bounds {
      let wrapped = 1 - cumulative(Self.threshold(format.round(bounds.to), format))
      probabilities[probabilities.count - 1] -= wrapped
      probabilities[0] += wrapped
    }
    return Cells(edges: edges, probabilities: probabilities)
  }

  /// Halfway between a number of the format and the one below it.
  private static func threshold(_ value: Double, _ format: FloatFormat) -> Double {
    let isPower = value > 0 && value.significand == 1
    return value - format.ulp(value) / (isPower ? 4 : 2)
  }

  /// The x with P(X < x) = `probability`, by bisection.
  private func quantile(_ probability: Double) -> Double {
    var (low, high) = (-1.0, 1.0)
    while cumulative(low) > probability { low *= 2 }
    while cumulative(high) < probability { high *= 2 }
    for _ in 0..<64 {
      let middle = (low + high) / 2
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return high
  }
}

extension Law {
  static func uniform(_ from: Double, _ to: Double) -> Law { Law(from: from, to: to) }

  /// Uniform numbers that keep their upper bound where rounding reaches it.
  static func closedUniform(_ from: Double, _ to: Double) -> Law {
    Law { min(max(($0 - from) / (to - from), 0), 1) }
  }

  static func normal(_ mean: Double = 0, _ std: Double = 1) -> Law {
    Law { erfc((mean - $0) / std / 2.0.squareRoot()) / 2 }
  }

  /// Normal numbers that lie in [low, high].
  static func truncatedNormal(
    _ mean: Double, _ std: Double, _ low: Double, _ high: Double
  ) -> Law {
    let whole = Law.normal(mean, std)
    let (start, end) = (whole.cumulative(low), whole.cumulative(high))
    return Law { (whole.cumulative(min(max($0, low), high)) - start) / (end - start) }
  }

  static func exponential(_ rate: Double) -> Law { Law { $0 > 0 ? -expm1(-rate * $0) : 0 } }

  static func cauchy(_ median: Double, _ sigma: Double) -> Law {
    Law { atan(($0 - median) / sigma) / .pi + 0.5 }
  }

  static func logNormal(_ mean: Double, _ std: Double) -> Law {
    Law { $0 > 0 ? Law.normal(mean, std).cumulative(log($0)) : 0 }
  }

  static let gumbel = Law { exp(-exp(-$0)) }

  /// Gamma numbers of shape ½.
  static let halfGamma = Law { $0 > 0 ? erf($0.squareRoot()) : 0 }

  /// Gamma numbers of a whole shape: 1 − e^(−x) Σ x^k / k!, k below the shape.
  static func gamma(_ shape: Int) -> Law {
    Law { x in
      guard x > 0 else { return 0 }
      var (term, tail) = (exp(-x), 0.0)
      for k in 0..<shape {
        tail += term
        term *= x / Double(k + 1)
      }
      return 1 - tail
    }
  }
}
