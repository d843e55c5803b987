/// How far from the float64 run a run in float32 may be: computed from runs, never picked.
///
/// PyTorch's float32 run and runs from initial weights that were moved by one unit in the last
/// place are samples of what rounding errors do to a program, growth included. At each point
///
///     |x − t| ≤ 4 · (the largest distance of any sample up to there) + 2 ulp(t)
///
/// for the float64 value t. Twice PyTorch's own error is what the whole harness allows; another two
/// because seven samples find the typical distance, not the largest (measured over the samples:
/// each lies within 2.3 times the others). Up to there: a distance that shrinks by chance, where two curves
/// cross, says nothing about the next. The ulps are for points where every sample happens to be
/// exact.
struct Envelope {
  static let reason =
    "envelope: at most 4× the largest distance from the float64 run so far, of PyTorch's run and "
    + "of runs from weights moved by one ulp, plus 2 ulp"
  private static let factor = 4.0

  /// What is allowed at each point.
  let allowed: [Double]

  /// - Parameters:
  ///   - distances: of each sample from the float64 run, point by point.
  ///   - sizes: magnitudes of the float64 run.
  init(distances: [[Double]], sizes: [Double]) {
    var largest = 0.0
    allowed = sizes.indices.map { point in
      for sample in distances { largest = max(largest, sample[point]) }
      return Self.factor * largest + Budget.referenceFloor * 0x1p-23 * sizes[point]
    }
  }

  /// The greatest part of its allowance that `distances` take, and where; NaN is beyond everything.
  func strain(_ distances: [Double]) -> (value: Double, point: Int) {
    var worst = (value: 0.0, point: 0)
    for (point, (distance, allowed)) in zip(distances, allowed).enumerated() where distance != 0 {
      let part = distance / allowed
      if !(part <= worst.value) { worst = (part.isNaN ? .infinity : part, point) }
    }
    return worst
  }

  /// The first point where `distances` are beyond the envelope.
  func departure(_ distances: [Double]) -> Int? {
    zip(distances, allowed).enumerated().first { !($1.0 <= $1.1) }?.offset
  }

  /// How the samples fare in the envelope of the others: what the rule says of right programs.
  static func selfStrain(distances: [[Double]], sizes: [Double]) -> Double {
    distances.indices.reduce(0) { worst, place in
      var others = distances
      let one = others.remove(at: place)
      return max(worst, Envelope(distances: others, sizes: sizes).strain(one).value)
    }
  }
}
