import ArgumentParser
import Conformance

/// `touchstone exchange write | check`
struct Exchange: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Carry weights and trainings to PyTorch and back in HDF5 files.",
    discussion: """
      `Fixtures/exchange.py DIR --tool .build/debug/touchstone` runs both sides.
      """,
    subcommands: [WriteWeights.self, Train.self, CheckWeights.self])
}

struct WriteWeights: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write", abstract: "Write the state dictionary of every network of the harness.")

  @Argument(help: "Folder to write to.")
  var folder: String

  func run() throws {
    do { try NetworkExchange.write(to: folder) } catch { throw Exit.unreadable("\(error)") }
  }
}

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Begin trainings for PyTorch to continue, and continue those that it began.")

  @Argument(help: "Folder where Fixtures/exchange.py has begun trainings.")
  var folder: String

  func run() throws {
    try report { try TrainingExchange.run(folder).map { ($0.description, $0.holds) } }
  }
}

struct CheckWeights: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Load all weights of a folder and repeat the calls that PyTorch wrote there.")

  @Argument(help: "Folder that Fixtures/exchange.py has been to.")
  var folder: String

  func run() throws {
    try report {
      try NetworkExchange.check(folder).map {
        ("\($0.origin) \($0.network) \($0.relative)", $0.holds)
      }
    }
  }
}

/// Prints what was found, a line each and a summary.
private func report(_ find: () throws -> [(text: String, holds: Bool)]) throws {
  let found: [(text: String, holds: Bool)]
  do { found = try find() } catch { throw Exit.unreadable("\(error)") }
  for line in found { print(line.text) }
  let failed = found.filter { !$0.holds }.count
  print("\(found.count - failed) passed, \(failed) failed, 0 skipped")
  if failed > 0 { throw ExitCode(1) }
}
