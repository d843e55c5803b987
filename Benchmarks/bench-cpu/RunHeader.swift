import Foundation

/// Where a report comes from.
struct RunHeader {
  let suite: String
  let device: String
  /// Commit of the working folder's repository.
  let commit: String

  init(suite: String, device: String) {
    self.suite = suite
    self.device = device
    let git = Process()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "rev-parse", "--short=12", "HEAD"]
    let pipe = Pipe()
    git.standardOutput = pipe
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else {
      commit = "unknown"
      return
    }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    git.waitUntilExit()
    commit = git.terminationStatus == 0 ? String(text.prefix { !$0.isNewline }) : "unknown"
  }
}
