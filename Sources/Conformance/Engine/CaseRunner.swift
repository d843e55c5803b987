import Touchstone
import TouchstoneIO

/// Runs one case and judges it.
struct CaseRunner {
  let file: FixtureFile
  let record: OperationRecord
  /// Seed of the harness's own random draws.
  let seed: UInt64

  /// The result of `fixture`, with the errors measured on the way. Generators follow the build that
  /// wrote the file.
  func run(_ fixture: FixtureCase) -> (result: CaseResult, statistics: ErrorStatistics?) {
    Generator.Build.withStandard(file.build) { judged(fixture) }
  }

  private func judged(_ fixture: FixtureCase) -> (result: CaseResult, statistics: ErrorStatistics?) {
    if fixture.kind == .error { return (ErrorCase(file: file, record: record).run(fixture), nil) }
    do {
      let inputs = try CaseInputs(fixture, in: file)
      if record.metric == .trajectory { return (try trajectory(fixture, inputs), nil) }
      let (execution, problem) = try CaseExecution.make(fixture, record, inputs, in: file)
      var comparison = CaseComparison(fixture, record, file, inputs, seed: seed)
      try comparison.compare(execution)
      if let problem { comparison.fail(problem) }
      return (comparison.result, comparison.statistics)
    } catch {
      return (CaseResult(fixture, .failed, reason: "threw \(error)"), nil)
    }
  }

  private func trajectory(_ fixture: FixtureCase, _ inputs: CaseInputs) throws -> CaseResult {
    var comparison = TrajectoryComparison(fixture, in: file)
    try comparison.compare(
      try record.run(positional: inputs.positional, keywords: inputs.keywords))
    return comparison.result
  }
}

/// A call that PyTorch refuses: ours must refuse it with the same kind of error.
struct ErrorCase {
  let file: FixtureFile
  let record: OperationRecord

  func run(_ fixture: FixtureCase) -> CaseResult {
    guard let expected = fixture.error else { return CaseResult(fixture, .failed) }
    var result = CaseResult(fixture)
    result.metric = "error: the kind of PyTorch's exception"
    do {
      let inputs = try CaseInputs(fixture, in: file)
      let values = try call(fixture, inputs, &result)
      result.status = .failed
      result.reason =
        "accepted a call (\(values.count) results) that PyTorch refuses with \(expected.type): "
        + expected.message
    } catch let error as TensorError {
      judge(error, expected, &result)
    } catch {
      result.status = .failed
      result.reason = "threw \(error), expected \(expected.type): \(expected.message)"
    }
    return result
  }

  /// Calls the operation; notes a generator that is not in PyTorch's state after the refusal.
  private func call(
    _ fixture: FixtureCase, _ inputs: CaseInputs, _ result: inout CaseResult
  ) throws -> [Value] {
    func values() throws -> [Value] {
      try record.run(
        positional: inputs.positional, keywords: inputs.keywords, variant: fixture.variant)
    }
    guard let scope = try GeneratorScope(fixture, inputs, in: file) else { return try values() }
    defer {
      if let problem = scope.problem { (result.status, result.reason) = (.failed, problem) }
    }
    return try scope.run(values)
  }

  private func judge(_ error: TensorError, _ expected: FixtureError, _ result: inout CaseResult) {
    result.message = error.message
    result.messageMatches = PythonPattern.search(expected.regex, in: error.message)
    guard error.kind.rawValue != expected.type else { return }
    result.status = .failed
    result.reason =
      "threw \(error.kind.rawValue): \(error.message); PyTorch throws \(expected.type): "
      + expected.message
  }
}

/// Python's `re.search` for the patterns that occur in PyTorch's tests.
enum PythonPattern {
  static func search(_ pattern: String, in text: String) -> Bool {
    if let regex = try? Regex(pattern).dotMatchesNewlines() {
      return (try? regex.firstMatch(in: text)) != nil
    }
    return text.contains(pattern.replacing("\\", with: ""))
  }
}
