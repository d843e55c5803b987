import Touchstone
import TouchstoneIO

/// Measures the scale of a case's computation, each part once and only when asked for.
///
/// The scales come from the operation's own float64 run. That run must reproduce PyTorch's float64
/// result where the fixture has one, otherwise it excuses nothing: an operation that is wrong in
/// every dtype does not widen its own budget.
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

  /// The operation in float32 and in float64 at the same inputs, which are float32 numbers.
  private lazy var narrowed: [(CaseExecution, CaseExecution)] = (0..<Self.draws).compactMap {
    let seed = self.seed &+ UInt64($0) &* 0xA24B_AED4_963E_E407
    guard let narrow = run(.narrowed(.float32, seed: seed)),
      let wide = run(.narrowed(.float64, seed: seed))
    else { return nil }
    return (narrow, wide)
  }

  private func run(_ form: InputForm) -> CaseExecution? {
    try? CaseExecution(fixture, record, CaseInputs(fixture, in: file, form: form))
  }

  /// The scales of `target`, whose truth has the values `truth`, in `format`.
  func scales(
    _ target: Target, truth: [Double]?, format: FloatFormat, rule: any AccuracyRule
  ) -> TensorScales {
    guard let centre = values(base, target) else { return TensorScales() }
    var scales = TensorScales(floor: backwardFloor(target, format))
    if truth == nil, format.precision == 53 { scales.referenceError = twinError(target) }
    if rule.usesMagnitude {
      scales.magnitude = magnitude(target, centre, truth, format.unitRoundoff)
    }
    if rule.usesConditioning {
      let moved = movement(target, centre, truth)
      scales.conditioning =
        truth == nil && format.precision == 53
        ? zip(moved, noise(target, moved)).map(max) : moved
    }
    return scales
  }

  /// What rounding inside the computation does, where no truth tells: the difference between the
  /// operation in float32 and in float64 at the same inputs, scaled to float64's precision.
  private func noise(_ target: Target, _ moved: [Double]) -> [Double] {
    var largest = [Double](repeating: 0, count: moved.count)
    for (narrow, wide) in narrowed {
      guard let a = values(narrow, target), let b = values(wide, target),
        a.count == moved.count, b.count == moved.count
      else { continue }
      for index in moved.indices {
        let distance = (a[index] - b[index]).magnitude * 0x1p-29
        if distance.isFinite { largest[index] = max(largest[index], distance) }
      }
    }
    return largest
  }

  /// The gradient that relative errors u of the results amount to: u · ‖cotangent ∘ result‖ / |x|.
  /// Of a second gradient the first ones are the results.
  private func backwardFloor(_ target: Target, _ format: FloatFormat) -> Double {
    guard let base, let source = source(of: target) else { return 0 }
    var results = base.leaves, cotangents = fixture.cotangents
    if case .secondGradient = target {
      results = (base.gradients ?? []).map { $0.map(Value.tensor) ?? .none }
      cotangents = fixture.secondCotangents
    }
    var squares = 0.0
    for (leaf, cotangent) in zip(results, cotangents) {
      guard let cotangent, case .tensor(let result) = leaf else { continue }
      squares += zip(stored(fixture.tensors[cotangent]), Elements(result).values)
        .map { ($0 * $1) * ($0 * $1) }.filter(\.isFinite).reduce(0, +)
    }
    let size = stored(source).filter(\.isFinite).map(\.magnitude).max() ?? 0
    return size > 0 ? format.unitRoundoff * squares.squareRoot() / size : 0
  }

  /// What a gradient is taken by: an input, or in second gradients the cotangent of a result.
  private func source(of target: Target) -> FixtureTensor? {
    let inputs = fixture.tensors.filter(\.requiresGrad)
    switch target {
    case .leaf: return nil
    case .gradient(let index): return inputs.dropFirst(index).first
    case .secondGradient(let index):
      let cotangents = fixture.cotangents.compactMap { $0.map { fixture.tensors[$0] } }
      return (inputs + cotangents).dropFirst(index).first
    }
  }

  /// PyTorch's error in float32 on the sample of the same number, scaled to float64's precision:
  /// what stands in for its error in float64, which nothing measures.
  private func twinError(_ target: Target) -> Double {
    let name = fixture.id.replacing("/float64/", with: "/float32/")
    guard name != fixture.id, let twin = file.fixture(name),
      let (theirs, truth) = twin.references(target)
    else { return 0 }
    let values = stored(twin, theirs)
    let aims = stored(twin, truth)
    guard values.count == aims.count else { return 0 }
    let errors = zip(values, aims).map { ($0 - $1).magnitude }.filter(\.isFinite)
    let size = aims.filter(\.isFinite).map(\.magnitude).max() ?? 0
    return size > 0 ? (errors.max() ?? 0) / size * 0x1p-29 : 0
  }

  private func stored(_ tensor: FixtureTensor) -> [Double] {
    (try? file.span(tensor)).map { Elements(tensor, $0).values } ?? []
  }

  private func stored(_ fixture: FixtureCase, _ index: Int) -> [Double] {
    (try? Elements(index, of: fixture, in: file))?.values ?? []
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
  /// The tensors that hold PyTorch's value of `target` and its truth.
  fileprivate func references(_ target: Conditioning.Target) -> (theirs: Int, truth: Int)? {
    switch target {
    case .leaf(let index):
      guard outputs.indices.contains(index), case .tensor(let theirs) = outputs[index],
        let truth = truths[index]
      else { return nil }
      return (theirs, truth)
    case .gradient(let index):
      guard gradients.indices.contains(index), let theirs = gradients[index],
        let truth = gradientTruths[index]
      else { return nil }
      return (theirs, truth)
    case .secondGradient(let index):
      guard secondGradients.indices.contains(index), let theirs = secondGradients[index],
        let truth = secondGradientTruths[index]
      else { return nil }
      return (theirs, truth)
    }
  }
}
