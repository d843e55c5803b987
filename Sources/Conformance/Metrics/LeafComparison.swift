import Touchstone

/// Measured scales of a whole tensor; asked for only when the tight budget is exceeded.
struct TensorScales {
  /// Σ|terms| per element.
  var magnitude: [Double]?
  /// Movement under one rounding error of the inputs, per element.
  var conditioning: [Double]?
  /// Movement of PyTorch's result when every operation rounds by chance, per element.
  var rounding: [Double]?
}

/// Compares one floating tensor with PyTorch's and the truth.
struct LeafComparison {
  let label: String
  let ours: Elements
  let theirs: Elements
  let truth: [Double]?
  let format: FloatFormat
  let rule: any AccuracyRule
  /// Measures the scales; may be slow.
  let scales: () -> TensorScales

  private enum Aim {
    case agrees
    case differs(String)
    case measure(ErrorSample)
  }

  /// Judges every element and keeps the worst.
  func judge() -> Judgement {
    var tracker = WorstTracker(comparison: self)
    let oursValues = ours.values
    let theirsValues = theirs.values
    for index in oursValues.indices {
      let aim = aim(oursValues[index], theirsValues[index], truth?[index])
      switch aim {
      case .agrees: tracker.agree()
      case .differs(let what): tracker.differ(index, what)
      case .measure(let sample): tracker.measure(index, sample)
      }
    }
    return tracker.finish()
  }

  /// What element to compare with: classes (NaN, infinities, zeros) first.
  private func aim(_ y: Double, _ p: Double, _ truthValue: Double?) -> Aim {
    let t = truthValue ?? p
    let rounded = truthValue == nil ? p : format.round(t)
    if !p.isFinite, rounded.isFinite, rule.acceptsReferenceFailure { return .agrees }
    if y.isNaN { return rounded.isNaN || p.isNaN ? .agrees : .differs("NaN is not expected") }
    if y.isInfinite { return infinite(y, p, t, rounded) }
    if rounded.isNaN {
      return p.isFinite ? sample(y, p, p, p) : .differs("NaN is expected")
    }
    if rounded.isInfinite {
      if p.isFinite { return sample(y, p, p, p) }
      guard t.isFinite else { return .differs("an infinity is expected") }
      return sample(y, t, t, t < 0 ? -format.overflow : format.overflow)
    }
    if y == 0, rounded == 0, rule.zeroSignMatters, y.sign != rounded.sign,
      !(p == 0 && p.sign == y.sign)
    {
      return .differs("the sign of zero is wrong")
    }
    return sample(y, p, t, rounded)
  }

  /// Our value overflowed: right where the truth's class or PyTorch's is the same, otherwise
  /// measured as the first number beyond the range.
  private func infinite(_ y: Double, _ p: Double, _ t: Double, _ rounded: Double) -> Aim {
    if rounded == y || p == y { return .agrees }
    guard rounded.isFinite, format.overflow.isFinite else {
      return .differs("an infinity is not expected")
    }
    return sample(y < 0 ? -format.overflow : format.overflow, p, t, rounded)
  }

  private func sample(_ y: Double, _ p: Double, _ t: Double, _ rounded: Double) -> Aim {
    .measure(ErrorSample(ours: y, theirs: p, truth: t, rounded: rounded))
  }
}

/// Collects errors while the elements go by, and judges those beyond the tight budget at the end.
private struct WorstTracker {
  let comparison: LeafComparison
  private var statistics = ErrorStatistics()
  private var suspects: [(index: Int, sample: ErrorSample)] = []
  private var failure: String?
  private var failures = 0
  private var worst = 0.0
  private var budget: Double
  private var worstRatio = -1.0
  private var largestTruth = 0.0
  private var largestOurs = 0.0
  private var largestTheirs = 0.0
  private var zeroSigns = 0

  private var rule: any AccuracyRule { comparison.rule }

  init(comparison: LeafComparison) {
    self.comparison = comparison
    budget = 0
  }

  mutating func agree() {
    statistics.ours.add(0)
    statistics.theirs.add(0)
  }

  mutating func differ(_ index: Int, _ what: String) {
    statistics.ours.add(.infinity)
    note(index, what, nil, ratio: .infinity)
    (worst, worstRatio) = (.infinity, .infinity)
  }

  mutating func measure(_ index: Int, _ sample: ErrorSample) {
    let error = rule.error(sample)
    collect(sample)
    if sample.ours == 0, sample.rounded == 0, sample.ours.sign != sample.rounded.sign,
      sample.ours.sign != sample.theirs.sign
    {
      zeroSigns += 1
    }
    let allowed = rule.tight(sample)
    if error > allowed {
      suspects.append((index, sample))
    } else {
      keep(error, allowed, rule.unitSize(sample, nil))
    }
  }

  private mutating func collect(_ sample: ErrorSample) {
    let ulp = comparison.format.ulp(sample.rounded)
    statistics.ours.add((sample.ours - sample.rounded).magnitude / ulp)
    statistics.theirs.add((sample.theirs - sample.rounded).magnitude / ulp)
    largestTruth = max(largestTruth, sample.truth.magnitude)
    largestOurs = max(largestOurs, (sample.ours - sample.truth).magnitude)
    let own = (sample.theirs - sample.truth).magnitude
    if own.isFinite { largestTheirs = max(largestTheirs, own) }
  }

  private mutating func keep(_ error: Double, _ allowed: Double, _ unit: Double) {
    let ratio = allowed > 0 ? error / allowed : (error > 0 ? .infinity : 0)
    guard ratio > worstRatio else { return }
    (worstRatio, worst, budget) = (ratio, error / unit, allowed / unit)
  }

  private mutating func note(_ index: Int, _ what: String, _ truth: Double?, ratio: Double) {
    failures += 1
    guard failure == nil || ratio > worstRatio else { return }
    let ours = comparison.ours.text(index)
    let theirs = comparison.theirs.text(index)
    let aim = comparison.truth.map { ", float64 \($0[index])" } ?? ""
    failure =
      "\(comparison.label) at \(comparison.ours.position(index)): got \(ours), PyTorch "
      + "\(theirs)\(aim); \(what)"
  }

  /// Judges the suspects with measured scales.
  private mutating func settle() {
    var scales = comparison.scales()
    if rule.isNormwise, let moved = scales.conditioning {
      let largest = moved.max() ?? 0
      scales.conditioning = moved.map { _ in largest }
    }
    let cap = scaleCap()
    let magnitudeCap = cap / comparison.format.unitRoundoff
    for (index, sample) in suspects {
      let scale = ElementScale(
        magnitude: scales.magnitude.map { min($0[index], magnitudeCap) } ?? 0,
        conditioning: scales.conditioning.map { min($0[index], cap) } ?? 0,
        referenceWorst: largestTheirs, rounding: scales.rounding?[index] ?? 0)
      let error = rule.error(sample)
      let allowed = rule.loose(sample, scale)
      let unit = rule.unitSize(sample, scale)
      if !(error <= allowed) {
        let what =
          "error \(shortText(error / unit)) \(rule.unit), budget \(shortText(allowed / unit))"
        note(index, what, sample.truth, ratio: error / allowed)
      }
      keep(error, allowed, unit)
    }
  }

  /// Scales come from our own float64 run. Where a truth exists that run is checked against it;
  /// where none exists, no scale may excuse the loss of more than half of the digits.
  private func scaleCap() -> Double {
    guard comparison.truth == nil else { return .infinity }
    return comparison.format.unitRoundoff.squareRoot() * max(largestTruth, 1)
  }

  mutating func finish() -> Judgement {
    if !suspects.isEmpty { settle() }
    let scale = comparison.format.unitRoundoff * largestTruth
    if comparison.truth != nil, scale > 0 {
      statistics.worstOurs = largestOurs / scale
      statistics.worstTheirs = largestTheirs / scale
    }
    if let text = failure {
      failure = text + "; \(failures) of \(comparison.ours.count) elements are out of budget"
    }
    return Judgement(
      metric: "\(rule.family): \(rule.reason)", unit: rule.unit, worst: worst, budget: budget,
      failure: failure, statistics: comparison.truth == nil ? nil : statistics,
      zeroSigns: rule.zeroSignMatters ? 0 : zeroSigns, measuredScale: !suspects.isEmpty)
  }
}
