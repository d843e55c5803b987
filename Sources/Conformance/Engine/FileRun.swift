import Touchstone
import TouchstoneIO

/// The cases of one file, run in order.
struct FileRun: Sendable {
  /// What one file gave.
  struct Outcome: Sendable {
    var results: [CaseResult] = []
    var statistics: [ErrorKey: ErrorStatistics] = [:]
    var problem: FileError?
  }

  let file: Corpus.File
  let options: ConformanceOptions
  let expectedFailures: ExpectedFailures
  let catalogue: @Sendable (String) -> OperationRecord?

  /// Runs the selected cases; `announce` hears the id of each before it starts.
  func run(announce: (String) -> Void) -> Outcome {
    var outcome = Outcome()
    do {
      if options.verifiesHashes { try Corpus.verify(file) }
      let fixtures = try FixtureFile(file.path)
      for fixture in fixtures.cases where options.selection.contains(fixture.id) {
        announce(fixture.id)
        run(fixture, in: fixtures, &outcome)
      }
    } catch {
      outcome.problem = error
    }
    return outcome
  }

  private func run(_ fixture: FixtureCase, in file: FixtureFile, _ outcome: inout Outcome) {
    guard let record = catalogue(fixture.op) else {
      let reason = "Touchstone has no operation called \(fixture.op)"
      outcome.results.append(CaseResult(fixture, .skipped, reason: reason))
      return
    }
    if let reason = Unreachable.reason(fixture, record) {
      outcome.results.append(CaseResult(fixture, .skipped, reason: reason))
      return
    }
    let runner = CaseRunner(file: file, record: record, seed: options.seed)
    let (result, statistics) = runner.run(fixture)
    outcome.results.append(expectedFailures.settled(result))
    if let statistics {
      let key = ErrorKey(op: fixture.op, dtype: fixture.dtype)
      outcome.statistics[key, default: ErrorStatistics()].merge(statistics)
    }
  }
}

/// Calls that exist in Python only.
enum Unreachable {
  /// Why the call cannot be made from Swift; nil when it can.
  static func reason(_ fixture: FixtureCase, _ record: OperationRecord) -> String? {
    if let error = fixture.error, error.isStatic {
      return "Swift's types refuse this call before it reaches the library: \(error.message)"
    }
    let hasOut = fixture.keywords.contains { $0.name == "out" }
    if hasOut, !record.signature.contains("out") {
      return "the Swift function returns its result and has no parameter `out`"
    }
    return nil
  }
}

/// What error statistics are kept by.
public struct ErrorKey: Hashable, Sendable {
  public let op: String
  public let dtype: String
}
