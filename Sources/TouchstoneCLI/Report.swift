import ArgumentParser
import Conformance
import TouchstoneIO

/// `touchstone report`
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run every suite and rewrite the pages under Reports.")

  @OptionGroup var common: CommonOptions

  @Option(help: "Folder of the pages.")
  var output = "Reports"

  func run() throws {
    let corpus = try common.corpus()
    var results = common.run(corpus)
    let outcomes = common.runStatistics()
    let header = RunHeader(suite: "all", device: common.device)
    do { try ReportFolder(results, outcomes, corpus, header).write(to: output) } catch {
      throw Exit.unreadable("\(error)")
    }
    if !common.quiet { print("wrote \(output)/README.md") }
    results.cases += outcomes.results.cases
    print(results.summary)
    if results.exitCode != 0 { throw ExitCode(results.exitCode) }
  }
}

/// `touchstone gate`
struct Gate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fail when a case fails, or when less is covered than the floor asks for.")

  @OptionGroup var common: CommonOptions

  @Option(help: "The floor: least cases and names, most skips.")
  var floor = "Fixtures/floor.json"

  @Flag(help: "Write what this run reaches as the new floor.")
  var record = false

  func run() throws {
    let corpus = try common.corpus()
    var results = common.run(corpus)
    results.cases += common.runStatistics().results.cases
    for result in results.cases.filter({ $0.status == .failed }).prefix(20) {
      print(CaseText.outcome(result))
    }
    do {
      if record { try FileAccess.writeAtomically(GateFloor(results).text, to: floor) }
      let shortfalls = try GateFloor(path: floor).shortfalls(results)
      for shortfall in shortfalls { print("gate: \(shortfall)") }
      print(results.summary)
      let code = results.problems.isEmpty ? (shortfalls.isEmpty ? 0 : 1) : 2
      if code != 0 { throw ExitCode(Int32(code)) }
    } catch let error as FileError { throw Exit.unreadable("\(error)") }
  }
}
