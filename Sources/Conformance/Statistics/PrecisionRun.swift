import Foundation
import Synchronization
import Touchstone
import TouchstoneIO

/// The outcome of one statistical check.
public struct StatisticalOutcome: Sendable {
  public let result: CaseResult
  /// The suite of the function: `rng` or `init`.
  public let suite: String
  public let test: String
  /// The test's statistic and the probability of one as unlikely; nil for errors with a bound.
  public let statistic: Double?
  public let probability: Double?
}

/// Runs the statistical checks: do random numbers follow their distributions?
///
/// Their seeds are fixed by id, so a check that holds once holds always; with another `seed` a
/// correct library fails each with probability `falseAlarm`.
public struct PrecisionRun: Sendable {
  /// Probability with which a correct generator fails one check.
  public static let falseAlarm = Fit.falseAlarm
  /// Numbers that a check draws unless told otherwise.
  public static let defaultCount = 200_000
  /// The suites with checks.
  public static let suites = ["rng", "init"]

  private let checks: [StatisticalCheck]
  private let options: ConformanceOptions
  private let count: Int
  private let catalogue: @Sendable (String) -> OperationRecord?

  /// - Parameter count: numbers that a check draws, about.
  public init(
    suites: [String] = PrecisionRun.suites, count: Int = PrecisionRun.defaultCount,
    _ options: ConformanceOptions = ConformanceOptions(),
    catalogue: @escaping @Sendable (String) -> OperationRecord? = Records.named
  ) {
    checks = StatisticalChecks.all.filter {
      suites.contains($0.suite) && options.selection.contains($0.id)
    }
    (self.options, self.count, self.catalogue) = (options, count, catalogue)
  }

  /// Runs all selected checks; `progress` hears how many of how many are done.
  public func run(progress: (@Sendable (Int, Int) -> Void)? = nil) -> [StatisticalOutcome] {
    let outcomes = Mutex([StatisticalOutcome?](repeating: nil, count: checks.count))
    let done = Atomic<Int>(0)
    CrashReport.install()
    Workers.run(count: options.jobs, tasks: checks.count) { worker, index in
      CrashReport.announce(checks[index].id, worker: worker)
      let outcome = outcome(of: checks[index])
      CrashReport.announce("", worker: worker)
      outcomes.withLock { $0[index] = outcome }
      progress?(done.wrappingAdd(1, ordering: .relaxed).newValue, checks.count)
    }
    return outcomes.withLock { $0.compactMap { $0 } }
  }

  private func outcome(of check: StatisticalCheck) -> StatisticalOutcome {
    let sampler = Sampler(dtype: check.dtype, count: count, catalogue: catalogue)
    let generator = Generator(seed: options.seed ^ stableHash(check.id))
    do {
      let finding = try Generator.withDefault(generator) { try check.body(sampler) }
      return judge(check, finding)
    } catch {
      let result = CaseResult(check, .failed, reason: "threw \(error)")
      return StatisticalOutcome(
        result: result, suite: check.suite, test: check.name, statistic: nil, probability: nil)
    }
  }

  private func judge(_ check: StatisticalCheck, _ finding: Finding) -> StatisticalOutcome {
    var result = CaseResult(check)
    var fit: Fit?
    switch finding {
    case .fit(let found):
      fit = found
      (result.worst, result.budget) = (-log10(found.probability), -log10(Self.falseAlarm))
      (result.metric, result.unit) = ("\(found.test): not improbable", "-log10 of the probability")
    case .error(let worst, let budget):
      (result.worst, result.budget) = (worst, budget)
      (result.metric, result.unit) = ("\(check.name): within its bound", "absolute")
    }
    if !(result.worst <= result.budget) {
      result.status = .failed
      result.reason = reason(fit, result)
    }
    return StatisticalOutcome(
      result: result, suite: check.suite, test: check.name, statistic: fit?.statistic,
      probability: fit?.probability)
  }

  private func reason(_ fit: Fit?, _ result: CaseResult) -> String {
    guard let fit else { return "error \(result.worst), bound \(result.budget)" }
    return "a correct generator gives a statistic like \(shortText(fit.statistic)) with "
      + "probability \(fit.probability)"
  }
}

extension [StatisticalOutcome] {
  /// The outcomes as results of cases.
  public var results: ConformanceResults {
    var results = ConformanceResults()
    results.cases = map(\.result)
    return results
  }
}

extension CaseResult {
  init(_ check: StatisticalCheck, _ status: CaseStatus = .passed, reason: String = "") {
    self.init(id: check.id, op: check.op, dtype: check.dtype.name, status, reason: reason)
  }
}
