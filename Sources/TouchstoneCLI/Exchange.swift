import ArgumentParser
import Conformance

/// `touchstone exchange write | check`
struct Exchange: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Carry weights to PyTorch and back in HDF5 files.",
    discussion: """
      `Fixtures/exchange.py DIR --tool .build/debug/touchstone` runs both sides.
      """,
    subcommands: [WriteWeights.self, CheckWeights.self])
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

struct CheckWeights: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Load all weights of a folder and repeat the calls that PyTorch wrote there.")

  @Argument(help: "Folder that Fixtures/exchange.py has been to.")
  var folder: String

  func run() throws {
    let found: [NetworkExchange.Difference]
    do { found = try NetworkExchange.check(folder) } catch { throw Exit.unreadable("\(error)") }
    for difference in found {
      print("\(difference.origin) \(difference.network) \(difference.relative)")
    }
    let failed = found.filter { !$0.holds }.count
    print("\(found.count - failed) passed, \(failed) failed, 0 skipped")
    if failed > 0 { throw ExitCode(1) }
  }
}
