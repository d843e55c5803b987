/// What comparing one tensor gave.
struct Judgement: Sendable {
  var metric: String
  var unit: String
  /// The largest error, in units, and what was allowed there.
  var worst: Double
  var budget: Double
  /// What is wrong with the worst element or the tensor as a whole; nil when it holds.
  var failure: String?
  /// Errors against float64; nil for exact families.
  var statistics: ErrorStatistics?
  /// Zeros whose sign is neither PyTorch's nor the truth's, in families that do not judge it.
  var zeroSigns = 0
  /// Whether the measured scale of the computation was needed.
  var measuredScale = false

  /// A judgement about the whole tensor, before any element is looked at.
  static func wrong(_ failure: String) -> Judgement {
    Judgement(
      metric: "equal", unit: "", worst: .infinity, budget: 0, failure: failure, statistics: nil)
  }
}

/// Equal bits, for moved data, integers and bools.
enum ExactRule {
  static let movementReason = "equal bits: elements are moved, not computed"
  static let selectionReason =
    "equal: elements are chosen, not computed (any NaN is NaN, zeros are equal)"
  static let integerReason = "equal: integers and bools are exact"

  /// Compares all elements; `mayBeAnyNaN` lets NaNs differ in their payload, `mayBeAnyZero` lets
  /// zeros differ in sign.
  static func judge(
    _ ours: Elements, _ theirs: Elements, reason: String, label: String, mayBeAnyNaN: Bool,
    mayBeAnyZero: Bool = false
  ) -> Judgement {
    var judgement = Judgement(
      metric: reason, unit: "different elements", worst: 0, budget: 0, statistics: nil)
    if ours.bits == theirs.bits { return judgement }
    let different = ours.bits.indices.filter { index in
      guard ours.bits[index] != theirs.bits[index] else { return false }
      guard ours.dtype.isFloatingPoint else { return true }
      let (a, b) = (ours.value(index), theirs.value(index))
      return !(mayBeAnyNaN && a.isNaN && b.isNaN) && !(mayBeAnyZero && a == 0 && b == 0)
    }
    judgement.worst = Double(different.count)
    if let first = different.first {
      judgement.failure =
        "\(label) at \(ours.position(first)): got \(ours.text(first)), PyTorch "
        + "\(theirs.text(first)); \(different.count) of \(ours.count) elements differ"
    }
    return judgement
  }
}
