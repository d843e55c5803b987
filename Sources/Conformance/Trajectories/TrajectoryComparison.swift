import Touchstone
import TouchstoneIO

/// Compares a run with PyTorch's: what is drawn to the bit, then the curves against the envelope.
struct TrajectoryComparison {
  private let fixture: FixtureCase
  private let stored: StoredRun
  private(set) var result: CaseResult

  init(_ fixture: FixtureCase, in file: FixtureFile) {
    self.fixture = fixture
    stored = StoredRun(fixture, in: file)
    result = CaseResult(fixture)
    result.metric = Envelope.reason
    result.unit = "of the envelope"
    result.budget = 1
  }

  /// Fills `result` from what the program's operation gave.
  mutating func compare(_ values: [Value]) throws {
    guard values.count == RunResult.allCases.count, fixture.outputs.count == values.count else {
      return fail("the run has \(values.count) results, PyTorch's \(fixture.outputs.count)")
    }
    for what in [RunResult.data, .initial, .orders, .masks, .states] {
      try compareLines(what, values[what.rawValue])
    }
    try compareRates(values)
    try compareCourses(values)
  }

  private mutating func fail(_ reason: String) {
    result.status = .failed
    result.reason += result.reason.isEmpty ? reason : "\n" + reason
  }

  /// Every line is a name and a digest; of orders only a digest.
  private mutating func compareLines(_ what: RunResult, _ value: Value) throws {
    guard case .string(let text) = value else { return fail("\(what) are no text") }
    let (ours, theirs) = (text.split(separator: "\n"), try stored.lines(what))
    let first = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }
    if let (place, (mine, other)) = first {
      let name = other.split(separator: " ").count > 1 ? other.prefix { $0 != " " } : "\(place + 1)"
      fail(Self.difference(what, "\(name)"))
      let named = mine.prefix { $0 != " " }
      if what == .initial, named != name { fail("the entry there is called \(named)") }
    } else if ours.count != theirs.count {
      fail("\(ours.count) \(what), PyTorch has \(theirs.count)")
    }
  }

  private static func difference(_ what: RunResult, _ name: String) -> String {
    switch what {
    case .data: "the \(name) are not PyTorch's"
    case .initial: "\(name) does not start with PyTorch's values"
    case .orders: "epoch \(name) is not in PyTorch's order"
    case .masks: "step \(name) does not drop what PyTorch drops"
    default: "after step \(name) the generator is not in PyTorch's state"
    }
  }

  /// A rate is made from the one before it by a few operations in float64.
  private mutating func compareRates(_ values: [Value]) throws {
    guard case .tensor(let tensor) = values[RunResult.rates.rawValue] else {
      return fail("rates are no tensor")
    }
    let (ours, theirs) = (Elements(tensor), try stored.table(.rates))
    let width = theirs.shape.last ?? 1
    guard ours.shape.last == width else {
      return fail("\(ours.shape.last ?? 0) rates at each step, PyTorch has \(width)")
    }
    let pairs = zip(ours.values, theirs.values).enumerated()
    let scale = theirs.values.reduce(0) { max($0, $1.magnitude) }
    let first = pairs.first { place, pair in
      !((pair.0 - pair.1).magnitude <= 8 * Double(place / width + 1) * 0x1p-53 * scale)
    }
    if let (place, (mine, other)) = first {
      let name = place % width == 0 ? "learning rate" : "momentum"
      fail("the \(name) of step \(place / width + 1) is \(mine), PyTorch's \(other)")
    }
  }

  private mutating func compareCourses(_ values: [Value]) throws {
    guard case .tensor(let losses) = values[RunResult.losses.rawValue],
      case .tensor(let traces) = values[RunResult.traces.rawValue]
    else { return fail("losses or traces are no tensors") }
    let (ours, theirs) = (Elements(losses), try stored.table(.losses))
    let loss = try lossCourse(ours)
    let entries = try entryCourses(Elements(traces))
    let all = [loss] + entries
    let worst = all.max { $0.strain.value < $1.strain.value }!
    result.worst = worst.strain.value
    result.trajectory = Trajectory(
      run: fixture.op, losses: ours.values, theirs: theirs.values, truth: try stored.truth(.losses),
      rates: try rates(), loss: loss, entries: entries)
    judge(loss, entries)
    if ours.count != theirs.count {
      fail("trained \(ours.count) steps, PyTorch \(theirs.count)")
    }
  }

  /// Names the first step and the first entry beyond the envelope.
  private mutating func judge(_ loss: Course, _ entries: [Course]) {
    let first = entries.compactMap(\.departure).min()
    if let step = loss.departure, step <= first ?? .max {
      fail("step \(step) leaves the envelope: \(loss.excess(at: step))")
    }
    if let step = first {
      let gone = entries.filter { $0.departure == step }
      fail("after step \(step) \(gone.count) of \(entries.count) entries are beyond the envelope:")
      let worstFirst = gone.sorted { $0.strain.value > $1.strain.value }
      for entry in worstFirst.prefix(3) { fail("  \(entry.excess(at: step))") }
    }
    if let step = loss.departure, step > first ?? .max {
      fail("the loss leaves it at step \(step): \(loss.excess(at: step))")
    }
  }

  private func lossCourse(_ ours: Elements) throws -> Course {
    let truth = try stored.truth(.losses)
    func distances(_ run: [Double]) -> [Double] { zip(run, truth).map { ($0 - $1).magnitude } }
    return Course(
      "loss", steps: Array(1...truth.count), ours: distances(ours.values),
      samples: try stored.samples(.losses).map(distances), sizes: truth.map(\.magnitude))
  }

  /// One course for each entry of the state dict.
  private func entryCourses(_ ours: Elements) throws -> [Course] {
    let names = try stored.lines(.initial).map { String($0.prefix { $0 != " " }) }
    let steps = try stored.lines(.marks).flatMap { $0.split(separator: " ") }.compactMap { Int($0) }
    let (truth, samples) = (try stored.truth(.traces), try stored.samples(.traces))
    let width = 1 + Trace.projections
    guard truth.count == steps.count * names.count * width,
      ours.shape.dropFirst() == [names.count, width]
    else { throw TensorError(.value, "the run's state dict is not the one that was traced") }
    return names.indices.map { place in
      func points(_ run: [Double]) -> [ArraySlice<Double>] {
        stride(from: place * width, to: run.count, by: names.count * width).map {
          run[$0..<$0 + width]
        }
      }
      let aims = points(truth)
      func distances(_ run: [Double]) -> [Double] { zip(points(run), aims).map(Trace.distance) }
      return Course(
        names[place], steps: steps, ours: distances(ours.values), samples: samples.map(distances),
        sizes: aims.map { $0.first! })
    }
  }

  private func rates() throws -> [Double] {
    let table = try stored.table(.rates)
    return stride(from: 0, to: table.count, by: table.shape.last ?? 1).map { table.value($0) }
  }
}
