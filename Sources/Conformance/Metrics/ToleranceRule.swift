import Touchstone

/// Decompositions of random numbers, which PyTorch itself does not reproduce: its threads and
/// instruction sets differ by about as much as is allowed here.
///
///     |y − p| ≤ 2e-6 · max|p|      in float32, as many units of roundoff in other dtypes
enum ToleranceRule {
  static let reason = "close to PyTorch's: it does not reproduce these itself"

  /// 2e-6 in float32 (measured between PyTorch's own builds), as many units of roundoff otherwise.
  static func tolerance(_ format: FloatFormat) -> Double {
    2e-6 * 0x1p24 * format.unitRoundoff
  }

  static func judge(
    _ ours: Elements, _ theirs: Elements, _ format: FloatFormat, label: String
  ) -> Judgement {
    let (a, b) = (ours.values, theirs.values)
    let scale = b.reduce(0) { max($0, $1.magnitude) }
    let budget = tolerance(format) * scale
    var judgement = Judgement(
      metric: reason, unit: "absolute", worst: 0, budget: budget, statistics: nil)
    for index in a.indices {
      let error = (a[index] - b[index]).magnitude
      guard !(error <= judgement.worst) else { continue }
      judgement.worst = error.isNaN ? .infinity : error
      if !(error <= budget) {
        judgement.failure =
          "\(label) at \(ours.position(index)): got \(ours.text(index)), PyTorch "
          + "\(theirs.text(index)); they differ by \(error), allowed are \(budget)"
      }
    }
    return judgement
  }
}
