import ArgumentParser
import Conformance
import TouchstoneIO

/// `touchstone precision`
struct Precision: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that random numbers follow their distributions.",
    discussion: """
      Chi-square, Kolmogorov-Smirnov and bounds with fixed seeds, per function and dtype; ids are
      statistics/<function>/<dtype>/<test>. With another --seed a correct library fails each check
      with probability \(PrecisionRun.falseAlarm).
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: ResultOptions

  @Option(help: "Only functions of this suite: rng or init. May be given twice.")
  var suite = PrecisionRun.suites

  @Option(help: "Numbers that a check draws.")
  var samples = PrecisionRun.defaultCount

  func validate() throws {
    for name in suite where !PrecisionRun.suites.contains(name) {
      throw ValidationError("no statistics of suite '\(name)'; have: rng, init")
    }
    guard samples >= 10_000 else { throw ValidationError("--samples must be at least 10000") }
  }

  func run() throws {
    let results = common.runStatistics(suite, samples: samples).results
    for result in results.cases.filter({ $0.status == .failed }).prefix(output.failures) {
      print(CaseText.outcome(result))
    }
    try output.write(results, RunHeader(suite: "statistics", device: common.device))
    print(results.summary)
    try common.requireCases(results, in: "statistics")
    if results.exitCode != 0 { throw ExitCode(results.exitCode) }
  }
}

extension CommonOptions {
  /// Runs the selected statistical checks with progress on a terminal.
  func runStatistics(
    _ suites: [String] = PrecisionRun.suites, samples: Int = PrecisionRun.defaultCount
  ) -> [StatisticalOutcome] {
    let run = PrecisionRun(suites: suites, count: samples, conformance)
    return withProgress("checks") { run.run(progress: $0) }
  }
}
