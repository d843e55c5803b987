import ArgumentParser
import Conformance

/// `touchstone conform`
struct Conform: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare every fixture with what PyTorch computed.")

  @OptionGroup var common: CommonOptions

  @Option(help: "Print at most this many failures in full.")
  var failures = 20

  func run() throws {
    let corpus = try common.corpus()
    let showsProgress = Console.hasTerminal && !common.quiet
    let results = ConformanceRun(corpus, common.conformance).run { done, total in
      if showsProgress { Console.progress("\(done) of \(total) files") }
    }
    if showsProgress { Console.progress("") }
    for problem in results.problems { Console.error("touchstone: \(problem)") }
    printFailures(results)
    print(results.summary)
    if results.exitCode != 0 { throw ExitCode(results.exitCode) }
  }

  private func printFailures(_ results: ConformanceResults) {
    let failed = results.cases.filter { $0.status == .failed }
    for result in failed.prefix(failures) {
      print("FAILED \(result.id)")
      for line in result.reason.split(separator: "\n") { print("  \(line)") }
      if !result.metric.isEmpty { print("  metric: \(result.metric)") }
      print("  rerun: touchstone repro \(result.id)")
    }
    for result in failed.dropFirst(failures) { print("FAILED \(result.id)") }
  }
}
