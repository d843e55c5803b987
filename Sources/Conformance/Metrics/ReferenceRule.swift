/// Everything without a bound of its own: PyTorch's error against float64 is the measure.
///
///     |y − t| ≤ k · |p − t| + 2 ulp(t)
///
/// k is 2, and 3 for half types. Elements beyond that are granted PyTorch's largest error in the
/// same tensor, as long as half of the digits stay right (or, in norm-wise families, always), what
/// one rounding error of the inputs does to the float64 result, and what rounding every operation
/// by chance does to PyTorch's.
struct ReferenceRule: AccuracyRule {
  let format: FloatFormat
  let hasTruth: Bool
  /// Matrix algorithms bound the norm of the error: PyTorch's largest error in the tensor and the
  /// largest movement count for every element.
  var isNormwise = false

  var family: String { isNormwise ? "decomposition" : "reference" }
  var unit: String { "of the allowed error" }
  var usesMagnitude: Bool { false }
  var usesConditioning: Bool { true }
  var acceptsReferenceFailure: Bool { true }
  var zeroSignMatters: Bool { false }

  var reason: String {
    let floor = shortText(floorUlps)
    return hasTruth
      ? "at most \(shortText(Budget.referenceMultiple(format)))× PyTorch's own error against "
        + "float64 plus \(floor) ulp"
      : "at most \(floor) ulp from PyTorch's result in the same dtype"
  }

  /// Without a truth both sides err, and PyTorch's own error is not known: eight times the floor.
  var floorUlps: Double { hasTruth ? Budget.referenceFloor : 8 * Budget.referenceFloor }

  func error(_ s: ErrorSample) -> Double { (s.ours - s.truth).magnitude }

  func tight(_ s: ErrorSample) -> Double { own(s) + floorUlps * format.ulp(s.rounded) }

  func loose(_ s: ErrorSample, _ scale: ElementScale) -> Double {
    let halfTheDigits = format.unitRoundoff.squareRoot() * s.truth.magnitude
    let tensorWide = Budget.referenceMultiple(format) * scale.referenceWorst
    let shared = isNormwise ? tensorWide : min(tensorWide, halfTheDigits)
    return max(own(s), shared) + floorUlps * format.ulp(s.rounded)
      + Budget.movementFactor(hasTruth: hasTruth) * max(scale.conditioning, scale.rounding)
  }

  /// k × PyTorch's own error.
  private func own(_ s: ErrorSample) -> Double {
    let error = (s.theirs - s.truth).magnitude
    return error.isFinite ? Budget.referenceMultiple(format) * error : 0
  }

  func unitSize(_ s: ErrorSample, _ scale: ElementScale?) -> Double {
    scale.map { loose(s, $0) } ?? tight(s)
  }
}
