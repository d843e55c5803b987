/// Each element is a function of few inputs.
///
///     |y − round(t)| ≤ ulps · ulp(t)      or k × PyTorch's own distance
///
/// t is the float64 result at the rounded input. Subnormal results have a budget of their own;
/// NaN, infinities and zeros are compared by class and sign before this rule is asked.
struct PointwiseRule: AccuracyRule {
  let format: FloatFormat
  let ulps: Double
  /// False when only PyTorch's result in the same dtype is at hand, which errs as well.
  let hasTruth: Bool

  var family: String { "pointwise" }
  var unit: String { "ulp" }
  var usesMagnitude: Bool { false }
  /// Exact formulas have no condition; others may cancel.
  var usesConditioning: Bool { ulps > 0 }
  var usesRounding: Bool { false }
  var acceptsReferenceFailure: Bool { false }
  var zeroSignMatters: Bool { true }

  var reason: String {
    hasTruth
      ? "at most \(shortText(regularUlps)) ulp from the float64 result at the rounded input, or "
        + "\(shortText(Budget.referenceMultiple(format)))× PyTorch's own error"
      : "at most \(shortText(regularUlps)) ulp from PyTorch's result in the same dtype"
  }

  /// Half types compute in float and round once, so one neighbour at most is lost. Two libraries
  /// that each keep to the budget differ by twice as much.
  var regularUlps: Double {
    if ulps == 0 { return 0 }
    let own = format.precision < 24 ? 1 : ulps
    return hasTruth ? own : 2 * max(own, 1)
  }

  /// Gradual underflow loses intermediate bits: twice the regular budget, at least one step.
  var subnormalUlps: Double { ulps == 0 ? 0 : max(1, 2 * regularUlps) }

  func error(_ s: ErrorSample) -> Double { (s.ours - s.rounded).magnitude }

  func tight(_ s: ErrorSample) -> Double {
    let allowed = format.isSubnormal(s.rounded) || s.rounded == 0 ? subnormalUlps : regularUlps
    let own = Budget.referenceMultiple(format) * (s.theirs - s.rounded).magnitude
    return max(allowed * format.ulp(s.rounded), own.isFinite ? own : 0)
  }

  func loose(_ s: ErrorSample, _ scale: ElementScale) -> Double {
    tight(s) + Budget.movementFactor(hasTruth: hasTruth) * scale.conditioning
  }

  func unitSize(_ s: ErrorSample, _ scale: ElementScale?) -> Double { format.ulp(s.rounded) }
}

/// A number without needless digits.
func shortText(_ value: Double) -> String {
  if value == value.rounded(), value.magnitude < 1e6 { return String(Int(value)) }
  return value.magnitude >= 0.01 && value.magnitude < 1e6
    ? String(Double((value * 100).rounded() / 100)) : scientific(value)
}

/// Three significant digits and an exponent, such as `1.25e-07`.
func scientific(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return "\(value)" }
  var exponent = 0
  var mantissa = value.magnitude
  while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
  let digits = (mantissa * 100).rounded() / 100
  let sign = exponent < 0 ? "-" : "+"
  let text = String(abs(exponent))
  return "\(value < 0 ? "-" : "")\(digits)e\(sign)\(text.count < 2 ? "0" + text : text)"
}
