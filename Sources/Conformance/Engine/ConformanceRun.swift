import Foundation
import Synchronization
import Touchstone
import TouchstoneIO

/// How to run conformance.
public struct ConformanceOptions: Sendable {
  public var selection = Selection()
  /// Files in parallel.
  public var jobs = 1
  /// Seed of the harness's own random draws.
  public var seed: UInt64 = 0
  /// Whether each file is first compared with its hash in the manifest.
  public var verifiesHashes = true

  public init() {}
}

/// What a run gave.
public struct ConformanceResults: Sendable {
  /// In the order of the corpus.
  public var cases: [CaseResult] = []
  public var statistics: [ErrorKey: ErrorStatistics] = [:]
  /// Files that could not be read.
  public var problems: [FileError] = []

  public init() {}

  public var passed: Int { cases.count { $0.status == .passed } }
  public var failed: Int { cases.count { $0.status == .failed } }
  public var skipped: Int { cases.count { $0.status == .skipped } }

  /// 0 when all hold, 1 when a case failed, 2 when input could not be read.
  public var exitCode: Int32 { problems.isEmpty ? (failed == 0 ? 0 : 1) : 2 }

  /// The closing line.
  public var summary: String { "\(passed) passed, \(failed) failed, \(skipped) skipped" }
}

/// Runs the fixtures of a corpus through the catalogue.
public struct ConformanceRun: Sendable {
  private let corpus: Corpus
  private let options: ConformanceOptions
  private let catalogue: @Sendable (String) -> OperationRecord?

  public init(
    _ corpus: Corpus, _ options: ConformanceOptions = ConformanceOptions(),
    catalogue: @escaping @Sendable (String) -> OperationRecord? = Records.named
  ) {
    self.corpus = corpus
    self.options = options
    self.catalogue = catalogue
  }

  /// Runs all selected cases; `progress` hears how many files of how many are done.
  public func run(progress: (@Sendable (Int, Int) -> Void)? = nil) -> ConformanceResults {
    let files = corpus.files.filter { options.selection.mayContain(stem: $0.stem) }
    let outcomes = Outcomes(files.count)
    let largestFirst = files.indices.sorted { files[$0].bytes > files[$1].bytes }
    CrashReport.install()
    Workers.run(count: options.jobs, tasks: largestFirst.count) { worker, task in
      let index = largestFirst[task]
      let run = FileRun(
        file: files[index], options: options, expectedFailures: corpus.expectedFailures,
        catalogue: catalogue)
      let outcome = run.run { CrashReport.announce($0, worker: worker) }
      CrashReport.announce("", worker: worker)
      let done = outcomes.store(outcome, at: index)
      progress?(done, files.count)
    }
    return merge(outcomes.all)
  }

  private func merge(_ outcomes: [FileRun.Outcome]) -> ConformanceResults {
    var results = ConformanceResults()
    results.problems = corpus.problems
    for outcome in outcomes {
      results.cases += outcome.results
      results.statistics.merge(outcome.statistics) { a, b in
        var sum = a
        sum.merge(b)
        return sum
      }
      if let problem = outcome.problem { results.problems.append(problem) }
    }
    return results
  }
}

/// Outcomes by position, filled by several threads.
private final class Outcomes: Sendable {
  private struct State {
    var outcomes: [FileRun.Outcome]
    var done = 0
  }
  private let state: Mutex<State>

  init(_ count: Int) {
    state = Mutex(State(outcomes: Array(repeating: FileRun.Outcome(), count: count)))
  }

  /// Stores an outcome and returns how many are there.
  func store(_ outcome: FileRun.Outcome, at index: Int) -> Int {
    state.withLock {
      $0.outcomes[index] = outcome
      $0.done += 1
      return $0.done
    }
  }

  var all: [FileRun.Outcome] { state.withLock { $0.outcomes } }
}
