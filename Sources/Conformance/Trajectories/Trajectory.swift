import Touchstone
import TouchstoneIO

/// Positions among the results of a run.
enum RunResult: Int, CaseIterable {
  case data, initial, orders, masks, states, rates, marks, losses, traces
}

/// One quantity over the course of a run: ours and PyTorch's runs, as distances from float64.
public struct Course: Sendable {
  /// The quantity: `loss`, or an entry of the state dict.
  public let name: String
  /// Steps, counted from 1.
  public let steps: [Int]
  /// Distances of our run.
  public let ours: [Double]
  /// Distances of PyTorch's float32 run, then of those from perturbed weights.
  public let samples: [[Double]]
  /// Magnitudes of the float64 run.
  let sizes: [Double]
  public let allowed: [Double]
  /// The greatest part of the allowance that we take, and where.
  public let strain: (value: Double, step: Int)
  /// The first step that is beyond it.
  public let departure: Int?

  init(
    _ name: String, steps: [Int], ours: [Double], samples: [[Double]], sizes: [Double]
  ) {
    (self.name, self.steps, self.ours, self.samples) = (name, steps, ours, samples)
    self.sizes = sizes
    let envelope = Envelope(distances: samples, sizes: sizes)
    allowed = envelope.allowed
    let worst = envelope.strain(ours)
    strain = (worst.value, steps.isEmpty ? 0 : steps[worst.point])
    departure = envelope.departure(ours).map { steps[$0] }
  }

  /// How PyTorch's own runs fare, each in the envelope of the others.
  public var selfStrain: Double { Envelope.selfStrain(distances: samples, sizes: sizes) }

  /// What is wrong at the step of departure.
  func excess(at step: Int) -> String {
    let point = steps.firstIndex(of: step)!
    return "\(name) \(shortText(ours[point])) from the float64 run, "
      + "allowed are \(shortText(allowed[point]))"
  }
}

/// What a report shows of a run.
public struct Trajectory: Sendable {
  public let run: String
  /// Our losses, PyTorch's, and those of the float64 run.
  public let losses: [Double]
  public let theirs: [Double]
  public let truth: [Double]
  /// Learning rates of PyTorch's run.
  public let rates: [Double]
  public let loss: Course
  /// Entries of the state dict.
  public let entries: [Course]
}

/// The numbers of a stored run.
struct StoredRun {
  private let fixture: FixtureCase
  private let file: FixtureFile

  init(_ fixture: FixtureCase, in file: FixtureFile) { (self.fixture, self.file) = (fixture, file) }

  /// Lines of a text.
  func lines(_ result: RunResult) throws -> [Substring] {
    guard case .string(let text) = fixture.outputs[result.rawValue] else {
      throw TensorError(.type, "result \(result) of the fixture is no text")
    }
    return text.split(separator: "\n")
  }

  func table(_ result: RunResult) throws -> Elements {
    guard case .tensor(let index) = fixture.outputs[result.rawValue] else {
      throw TensorError(.type, "result \(result) of the fixture is no tensor")
    }
    return try elements(index)
  }

  func truth(_ result: RunResult) throws -> [Double] {
    try elements(fixture.truths[result.rawValue]).values
  }

  /// PyTorch's float32 run and those from perturbed weights, each flat.
  func samples(_ result: RunResult) throws -> [[Double]] {
    let own = try table(result).values
    let others = try elements(fixture.perturbed[result.rawValue]).values
    guard !own.isEmpty, others.count % own.count == 0 else {
      throw TensorError(.value, "perturbed runs of the fixture have another length")
    }
    return [own] + stride(from: 0, to: others.count, by: own.count).map {
      Array(others[$0..<$0 + own.count])
    }
  }

  private func elements(_ index: Int?) throws -> Elements {
    guard let index else { throw TensorError(.value, "the fixture lacks runs to compare with") }
    return try Elements(index, of: fixture, in: file)
  }
}
