import Touchstone
import TouchstoneIO

/// The scale of a case's computation, each part found once and only when asked for.
///
/// How far rounding moves an element is PyTorch's word: the fixture has it from runs in which every
/// operation rounds by chance (Monte Carlo arithmetic on the standard model of floating-point
/// arithmetic; Higham, Accuracy and Stability of Numerical Algorithms, 2.2; Parker, 1997). The
/// other scales come from the operation's own float64 run. That run must reproduce PyTorch's
/// float64 result where the fixture has one, otherwise it excuses nothing: an operation that is
/// wrong in every dtype does not widen its own budget.
final class Conditioning {
  /// A result leaf, the gradient of an input or, by an input or a cotangent, that of the gradients.
  enum Target {
    case leaf(Int)
    case gradient(Int)
    case secondGradient(Int)
  }

  private let fixture: FixtureCase
  private let record: OperationRecord
  private let file: FixtureFile
  private let seed: UInt64
  private static let draws = 4

  init(_ fixture: FixtureCase, _ record: OperationRecord, _ file: FixtureFile, seed: UInt64) {
    self.fixture = fixture
    self.record = record
    self.file = file
    self.seed = seed ^ stableHash(fixture.id)
  }

  private lazy var base = run(.float64)
  private lazy var magnitudes = run(.magnitudes)
  private lazy var perturbed: [CaseExecution] = (0..<Self.draws).compactMap { draw in
    run(.perturbed(seed: seed &+ UInt64(draw) &* 0xD134_2543_DE82_EF95))
  }

  private func run(_ form: InputForm) -> CaseExecution? {
    try? CaseExecution(fixture, record, CaseInputs(fixture, in: file, form: form))
  }

  /// The scales of the `count` elements of `target`, whose truth is `truth`, in `format`.
  func scales(
    _ target: Target, _ count: Int, truth: [Double]?, format: FloatFormat, rule: any AccuracyRule
  ) -> TensorScales {
    var scales = TensorScales()
    if rule.usesRounding { scales.rounding = rounding(target, count) }
    guard let centre = values(base, target) else { return scales }
    if rule.usesMagnitude {
      scales.magnitude = magnitude(target, centre, truth, format.unitRoundoff)
    }
    if rule.usesConditioning { scales.conditioning = movement(target, centre, truth) }
    return scales
  }

  private func rounding(_ target: Target, _ count: Int) -> [Double]? {
    guard let index = fixture.rounding(target),
      let exponents = try? Elements(index, of: fixture, in: file), exponents.dtype == .int16,
      exponents.count == count
    else { return nil }
    return (0..<count).map { FloatFormat.power(Int(exponents.signed($0))) }
  }

  private func magnitude(
    _ target: Target, _ centre: [Double], _ truth: [Double]?, _ roundoff: Double
  ) -> [Double]? {
    guard case .leaf = target, let found = values(magnitudes, target), found.count == centre.count
    else { return nil }
    return found.indices.map { index in
      let size = found[index].magnitude
      let slack = roundoff * size / 16
      return size.isFinite && isTrusted(centre, truth, index, slack) ? size : 0
    }
  }

  /// The largest movement of each element among the draws.
  private func movement(_ target: Target, _ centre: [Double], _ truth: [Double]?) -> [Double] {
    var largest = [Double](repeating: 0, count: centre.count)
    for draw in perturbed {
      guard let moved = values(draw, target), moved.count == centre.count else { continue }
      for index in centre.indices {
        let distance = (moved[index] - centre[index]).magnitude
        if distance.isFinite { largest[index] = max(largest[index], distance) }
      }
    }
    return largest.indices.map { index in
      isTrusted(centre, truth, index, largest[index] / 16) ? largest[index] : 0
    }
  }

  private func isTrusted(
    _ centre: [Double], _ truth: [Double]?, _ index: Int, _ slack: Double
  ) -> Bool {
    guard let truth else { return true }
    guard index < truth.count else { return false }
    let rounding = FloatFormat.power(-44) * truth[index].magnitude
    return (centre[index] - truth[index]).magnitude <= slack + rounding
  }

  private func values(_ run: CaseExecution?, _ target: Target) -> [Double]? {
    switch target {
    case .leaf(let index):
      guard let run, index < run.leaves.count, case .tensor(let tensor) = run.leaves[index] else {
        return nil
      }
      return Elements(tensor).values
    case .gradient(let index): return values(run?.gradients, index)
    case .secondGradient(let index): return values(run?.secondGradients, index)
    }
  }

  private func values(_ gradients: [Tensor?]?, _ index: Int) -> [Double]? {
    guard let gradients, index < gradients.count, let tensor = gradients[index] else { return nil }
    return Elements(tensor).values
  }
}

extension FixtureCase {
  /// The tensor that tells how far rounding moves `target`.
  fileprivate func rounding(_ target: Conditioning.Target) -> Int? {
    switch target {
    case .leaf(let index): roundings[index]
    case .gradient(let index): gradientRoundings[index]
    case .secondGradient(let index): secondGradientRoundings[index]
    }
  }
}
