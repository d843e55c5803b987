import Conformance
import Foundation

/// The fixtures of the repository, found from this file's place in it.
enum CommittedFixtures {
  static let folder: String = {
    if let other = ProcessInfo.processInfo.environment["TOUCHSTONE_FIXTURES"] { return other }
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return tests.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/data").path
  }()

  static let corpus = Corpus(folder)

  /// The function of a file: those of PyTorch's scalar build stand in files of their own.
  static func function(of name: String) -> String {
    name.hasSuffix(".scalar") ? String(name.dropLast(7)) : name
  }
}
