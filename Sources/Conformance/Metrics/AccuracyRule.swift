import Touchstone

/// One element to be judged: ours, PyTorch's, and what both aim at.
struct ErrorSample {
  /// Our value.
  let ours: Double
  /// PyTorch's value in the case's dtype.
  let theirs: Double
  /// The float64 result at the rounded input; PyTorch's value where there is none.
  let truth: Double
  /// `truth` rounded to the case's dtype.
  let rounded: Double
}

/// How far computed results may lie from the truth: one rule per metric family.
///
/// A rule has two budgets. The tight one needs nothing but the fixture and passes almost every
/// element. Elements beyond it are judged again with the scale of the computation, which is
/// measured: the magnitude Σ|terms|, how much the float64 result moves when the inputs move by
/// one rounding error, or how much PyTorch's moves when every operation rounds by chance. No budget
/// is chosen for a case.
protocol AccuracyRule: Sendable {
  var family: String { get }
  /// What is measured against what, printed with every result.
  var reason: String { get }
  /// What `worst` and `budget` of a result count.
  var unit: String { get }
  /// Absolute error of one element.
  func error(_ sample: ErrorSample) -> Double
  /// Absolute error allowed without further measurement.
  func tight(_ sample: ErrorSample) -> Double
  /// Absolute error allowed given the measured scales.
  func loose(_ sample: ErrorSample, _ scale: ElementScale) -> Double
  /// One unit of the family as an absolute error.
  func unitSize(_ sample: ErrorSample, _ scale: ElementScale?) -> Double
  var usesMagnitude: Bool { get }
  var usesConditioning: Bool { get }
  var usesRounding: Bool { get }
  /// Whether a zero of the wrong sign fails.
  var zeroSignMatters: Bool { get }
  /// Whether nothing is asked of elements where PyTorch is not finite though the truth is: its own
  /// error, the measure, is infinite there.
  var acceptsReferenceFailure: Bool { get }
  /// Whether scales hold for the whole tensor: its largest one applies to every element.
  var isNormwise: Bool { get }
}

extension AccuracyRule {
  var isNormwise: Bool { false }
  var usesRounding: Bool { true }
}

/// The measured scale of one element's computation.
struct ElementScale {
  /// Σ|terms|: the operation on absolute values in float64; 0 when not measured.
  var magnitude: Double
  /// How far the float64 result moves when the inputs move by one rounding error.
  var conditioning: Double
  /// PyTorch's largest error in this tensor.
  var referenceWorst: Double
  /// How far PyTorch's result moves when every operation rounds by chance; 0 when not measured.
  var rounding: Double
}

/// Constants that the rules share, with where they come from.
enum Budget {
  /// Multiple of u·(|A||B|): correct blocked kernels measure at most 2.6; 8 finds 99.5 % of single
  /// dropped products of a 4096-long sum, and no correct element fails.
  static let sumFactor = 8.0
  /// Multiple of the movements: a few draws find the typical one, not the largest, computations round
  /// several times per input, and long sums round at every step. Without a truth PyTorch's result
  /// errs as well: twice as much.
  static func movementFactor(hasTruth: Bool) -> Double { hasTruth ? 16 : 32 }
  /// Floor of the reference family in ulps, for elements where PyTorch happens to be exact.
  static let referenceFloor = 2.0

  /// The multiple of PyTorch's own error: 2, and 3 for half types.
  static func referenceMultiple(_ format: FloatFormat) -> Double { format.precision < 24 ? 3 : 2 }
}
