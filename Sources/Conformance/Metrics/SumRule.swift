/// Sums, means, products of matrices: the bound of backward error analysis.
///
///     |y − t| ≤ 8 · u · Σ|terms|          (|A||B| for products)
///
/// Σ|terms| is the same operation on absolute values in float64. Half types accumulate in float
/// and round once: one ulp plus the bound with float's u.
struct SumRule: AccuracyRule {
  let format: FloatFormat
  let hasTruth: Bool
  let family: String

  var unit: String { "u·Σ|terms|" }
  var usesMagnitude: Bool { true }
  var usesConditioning: Bool { true }
  var acceptsReferenceFailure: Bool { false }
  var zeroSignMatters: Bool { false }

  var reason: String {
    let factor = shortText(self.factor)
    let half = format.precision < 24 ? "1 ulp plus " : ""
    return "at most \(half)\(factor)·u·Σ|terms| from "
      + (hasTruth ? "the float64 result" : "PyTorch's result in the same dtype")
  }

  /// Two libraries within the bound differ by twice as much.
  private var factor: Double { hasTruth ? Budget.sumFactor : 2 * Budget.sumFactor }

  /// Unit roundoff of the accumulator.
  private var accumulatorRoundoff: Double {
    format.precision < 24 ? FloatFormat.power(-24) : format.unitRoundoff
  }

  private var fallback: ReferenceRule { ReferenceRule(format: format, hasTruth: hasTruth) }

  func error(_ s: ErrorSample) -> Double { (s.ours - s.truth).magnitude }

  func tight(_ s: ErrorSample) -> Double { bound(s, s.truth.magnitude) }

  func loose(_ s: ErrorSample, _ scale: ElementScale) -> Double {
    max(bound(s, max(scale.magnitude, s.truth.magnitude)), fallback.loose(s, scale))
  }

  func unitSize(_ s: ErrorSample, _ scale: ElementScale?) -> Double {
    let magnitude = max(scale?.magnitude ?? 0, s.truth.magnitude)
    return max(accumulatorRoundoff * magnitude, format.ulp(0))
  }

  private func bound(_ s: ErrorSample, _ magnitude: Double) -> Double {
    let rounding = format.precision < 24 ? format.ulp(s.rounded) : format.ulp(0)
    return factor * accumulatorRoundoff * magnitude + rounding
  }
}
