import Foundation
import Touchstone

/// What a report says about where it comes from.
public struct RunHeader: Sendable {
  public let suite: String
  public let device: String
  /// Commit of the working tree, with a `+` when files differ from it.
  public let commit: String
  /// Day of the commit, so that equal input gives equal reports.
  public let date: String
  /// Whether oneDNN took part, and which version.
  public let oneDNN: String

  public init(
    suite: String, device: String, commit: String, date: String,
    oneDNN: String = CPU.OneDNN.summary
  ) {
    (self.suite, self.device, self.commit, self.date) = (suite, device, commit, date)
    self.oneDNN = oneDNN
  }

  /// Made after the run. Asks git about `folder`; "unknown" where there is no repository.
  public init(suite: String, device: String, repository folder: String = ".") {
    let commit = Self.git(["rev-parse", "--short=12", "HEAD"], folder) ?? "unknown"
    let changed = Self.git(
      ["status", "--porcelain", "--untracked-files=no", "--", ".", ":!Reports"], folder)
    self.init(
      suite: suite, device: device, commit: commit + (changed?.isEmpty == false ? "+" : ""),
      date: Self.git(["log", "-1", "--format=%cs"], folder) ?? "unknown")
  }

  private static func git(_ arguments: [String], _ folder: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
