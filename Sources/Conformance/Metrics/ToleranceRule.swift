import Touchstone

/// Decompositions of random numbers, which PyTorch itself does not reproduce: its threads and
/// instruction sets differ by about as much as is allowed here.
///
///     |y − p| ≤ 2e-6 · max|p|      in float32, as many units of roundoff in other dtypes
///
/// A tensor beyond that was made from numbers that are nearly dependent. It passes where the error
/// is PyTorch's, |y − t| ≤ 2u · max|t| for the float64 truth t; without a truth, within what
/// rounding errors of those numbers do.
enum ToleranceRule {
  static let reason = "close to PyTorch's: it does not reproduce these itself"
  /// The reason of a tensor beyond the tolerance.
  static let dependentReason = "as close to PyTorch's as its nearly dependent numbers allow"

  /// 2e-6 in float32 (measured between PyTorch's own builds), as many units of roundoff otherwise.
  static func tolerance(_ format: FloatFormat) -> Double {
    2e-6 * 0x1p24 * format.unitRoundoff
  }

  /// Judges `ours`; `movement` measures how far the result moves when the numbers that it is made
  /// of move by one rounding error.
  static func judge(
    _ ours: Elements, _ theirs: Elements, _ truth: [Double]?, _ format: FloatFormat,
    label: String, movement: () -> Double
  ) -> Judgement {
    let scale = theirs.values.largest
    let near = compare(ours, theirs, theirs.values, tolerance(format) * scale, label)
    guard near.failure != nil else { return near }
    guard let truth else {
      let factor = Budget.movementFactor(hasTruth: false)
      let budget = tolerance(format) * scale + factor * movement()
      return compare(ours, theirs, theirs.values, budget, label, dependentReason)
    }
    let exact = 2 * format.unitRoundoff * truth.largest
    let right = compare(ours, theirs, truth, exact, label, dependentReason)
    return right.failure == nil ? right : near
  }

  private static func compare(
    _ ours: Elements, _ theirs: Elements, _ aims: [Double], _ budget: Double, _ label: String,
    _ reason: String = reason
  ) -> Judgement {
    var judgement = Judgement(
      metric: reason, unit: "absolute", worst: 0, budget: budget, statistics: nil)
    for (index, value) in ours.values.enumerated() {
      let error = (value - aims[index]).magnitude
      guard !(error <= judgement.worst) else { continue }
      judgement.worst = error.isNaN ? .infinity : error
      if !(error <= budget) {
        judgement.failure =
          "\(label) at \(ours.position(index)): got \(ours.text(index)), PyTorch "
          + "\(theirs.text(index)); error \(error), allowed are \(budget)"
      }
    }
    return judgement
  }
}

extension [Double] {
  /// The largest magnitude.
  fileprivate var largest: Double { reduce(0) { Swift.max($0, $1.magnitude) } }
}
