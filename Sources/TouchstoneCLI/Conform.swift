import ArgumentParser
import Conformance
import TouchstoneIO

/// `touchstone conform`
struct Conform: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare every fixture with what PyTorch computed.",
    discussion: "The last line on standard output is `N passed, N failed, N skipped`.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: ResultOptions

  func run() throws {
    let corpus = try common.corpus()
    let results = common.run(corpus)
    printFailures(results, corpus)
    try output.write(results, RunHeader(suite: "ops", device: common.device))
    print(results.summary)
    try common.requireCases(results, in: common.fixtures)
    if results.exitCode != 0 { throw ExitCode(results.exitCode) }
  }

  private func printFailures(_ results: ConformanceResults, _ corpus: Corpus) {
    let failed = results.cases.filter { $0.status == .failed }
    for result in failed.prefix(output.failures) {
      print(CaseText.outcome(result))
      if let source = Snippet.short(result.id, in: corpus) { print(source) }
    }
    for result in failed.dropFirst(output.failures) { print("FAILED \(result.id)") }
  }
}

/// Options that say what is made of results.
struct ResultOptions: ParsableArguments {
  @Option(help: "Print at most this many failures in full.")
  var failures = 20

  @Option(help: "Write the results of all cases here.")
  var json: String?

  @Option(help: "Write a summary here.")
  var markdown: String?

  @Option(help: "Write JUnit XML here.")
  var junit: String?

  func write(_ results: ConformanceResults, _ header: RunHeader) throws {
    do {
      if let json {
        try FileAccess.writeAtomically(ResultsJSON.text(results, header), to: json)
      }
      if let junit {
        try FileAccess.writeAtomically(ResultsJUnit.text(results, header), to: junit)
      }
      if let markdown {
        try FileAccess.writeAtomically(ResultsMarkdown.text(results, header), to: markdown)
      }
    } catch {
      throw Exit.unreadable("\(error)")
    }
  }
}

extension CommonOptions {
  /// A selection that selects nothing is a mistake; only a shard may be empty.
  func requireCases(_ results: ConformanceResults, in source: String) throws {
    guard results.cases.isEmpty, results.problems.isEmpty, shard == nil else { return }
    throw Exit.unreadable("\(source): no case matches \(filter.joined(separator: ", "))")
  }

  /// Calls `body` with what shows progress on a terminal.
  func withProgress<R>(
    _ things: String, _ body: (@escaping @Sendable (Int, Int) -> Void) -> R
  ) -> R {
    let showsProgress = Console.hasTerminal && !quiet
    defer { if showsProgress { Console.progress("") } }
    return body { done, total in
      if showsProgress { Console.progress("\(done) of \(total) \(things)") }
    }
  }

  /// Runs the selected cases with progress on a terminal, and reports unreadable files.
  func run(_ corpus: Corpus) -> ConformanceResults {
    let run = ConformanceRun(corpus, conformance)
    let results = withProgress("files") { run.run(progress: $0) }
    for problem in results.problems { Console.error("touchstone: \(problem)") }
    return results
  }
}
