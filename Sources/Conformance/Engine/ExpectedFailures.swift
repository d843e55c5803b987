import Foundation
import TouchstoneIO

/// Cases of a corpus that are known to fail, each with its reason: `expected_failures.txt` in the
/// folder, one `id # reason` a line.
///
/// They run like all others. One that fails is skipped with its reason, never passed; one that
/// passes fails, so that the list cannot outlive its causes.
public struct ExpectedFailures: Sendable, Equatable {
  public static let fileName = "expected_failures.txt"
  public let reasons: [String: String]

  /// No case is expected to fail.
  public static let none = ExpectedFailures(reasons: [:])

  private init(reasons: [String: String]) { self.reasons = reasons }

  /// Reads the list of `folder`, which need not have one.
  public init(folder: String) throws(FileError) {
    let path = "\(folder)/\(Self.fileName)"
    guard FileManager.default.fileExists(atPath: path) else {
      self = .none
      return
    }
    let text = String(decoding: try FileAccess.read(path), as: UTF8.self)
    var reasons: [String: String] = [:]
    for (number, line) in text.split(separator: "\n").enumerated() where !line.isEmpty {
      let parts = line.split(separator: "#", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw FileError(
          path: path, object: "line \(number + 1)", reason: "is not 'id # reason'")
      }
      reasons[parts[0]] = parts[1]
    }
    self.reasons = reasons
  }

  /// `result` as it counts.
  func settled(_ result: CaseResult) -> CaseResult {
    guard let reason = reasons[result.id] else { return result }
    var settled = result
    switch result.status {
    case .failed:
      settled.status = .skipped
      settled.reason = "expected failure: \(reason)\n\(result.reason)"
    case .passed:
      settled.status = .failed
      settled.reason = "passes, but \(Self.fileName) expects it to fail: \(reason)"
    case .skipped: break
    }
    return settled
  }
}
