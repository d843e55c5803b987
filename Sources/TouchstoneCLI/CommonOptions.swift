import ArgumentParser
import Conformance
import Foundation

/// Options that select cases and say how to run them.
struct CommonOptions: ParsableArguments {
  @Option(help: "Folder of fixtures.")
  var fixtures = CommonOptions.defaultFixtures

  @Option(help: "Only cases whose id matches, such as 'ops/add/*'. May be given several times.")
  var filter: [String] = []

  @Option(help: "Run on this device: cpu.")
  var device = "cpu"

  @Option(help: "Run part i of n, such as 0/4.")
  var shard: String?

  @Option(help: "Seed of the harness's own random draws.")
  var seed: UInt64 = 0

  @Option(help: "Files in parallel.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "No progress and no passed cases.")
  var quiet = false

  func validate() throws {
    guard device == "cpu" else { throw ValidationError("no device called '\(device)'; have: cpu") }
    guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
    if let shard, Shard(shard) == nil {
      throw ValidationError("--shard '\(shard)' is not i/n with 0 <= i < n")
    }
  }

  /// Where the repository keeps them.
  static let defaultFixtures = "Fixtures/data"

  var conformance: ConformanceOptions {
    var options = ConformanceOptions()
    options.selection = Selection(patterns: filter, shard: shard.flatMap(Shard.init))
    options.jobs = jobs
    options.seed = seed
    return options
  }

  /// The corpus, or an exit with code 2 when there is no such folder.
  func corpus() throws -> Corpus {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: fixtures, isDirectory: &isFolder),
      isFolder.boolValue
    else { throw Exit.unreadable("\(fixtures): is not a folder of fixtures") }
    return Corpus(fixtures)
  }
}

/// Ways to end: the message goes to standard error.
enum Exit {
  static func unreadable(_ message: String) -> ExitCode {
    Console.error("touchstone: \(message)")
    return ExitCode(2)
  }
}

/// Output that is not the result.
enum Console {
  static func error(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  static let hasTerminal = isatty(2) == 1

  /// Rewrites one line of the terminal.
  static func progress(_ text: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
  }
}
