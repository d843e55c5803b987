import Foundation
import Touchstone

/// Probabilities of the tails of test statistics.
enum Tail {
  /// P(χ² ≥ x) for `freedom` degrees of freedom: the upper incomplete gamma function
  /// Q(freedom / 2, x / 2).
  static func chiSquare(_ x: Double, freedom: Int) -> Double {
    guard x > 0 else { return 1 }
    guard x.isFinite else { return x.isNaN ? .nan : 0 }
    return Tensor(Double(freedom) / 2).to(.float64).igammac(Tensor([x / 2], dtype: .float64))
      .toArray(Double.self)[0]
  }

  /// Kolmogorov's limits of P(√n · D_n ≥ t) and P(√n · D_n < t).
  static func kolmogorov(_ t: Double) -> (above: Double, below: Double) {
    guard t > 0 else { return t.isNaN ? (t, t) : (1, 0) }
    if t < 1.18 {
      let below = smallKolmogorov(t)
      return (1 - below, below)
    }
    let above = largeKolmogorov(t)
    return (above, 1 - above)
  }

  /// 2 Σ (−1)^(k−1) e^(−2k²t²), k from 1 on.
  private static func largeKolmogorov(_ t: Double) -> Double {
    2 * (1...6).reduce(0) { sum, k in
      sum + (k.isMultiple(of: 2) ? -1 : 1) * exp(-2 * Double(k * k) * t * t)
    }
  }

  /// √(2π) / t · Σ e^(−(2k−1)²π² / 8t²), which converges where the other series does not.
  private static func smallKolmogorov(_ t: Double) -> Double {
    let sum = (1...6).reduce(0) { sum, k in
      let odd = Double(2 * k - 1) * Double.pi
      return sum + exp(-odd * odd / (8 * t * t))
    }
    return (2 * Double.pi).squareRoot() / t * sum
  }
}
