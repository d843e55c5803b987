import Foundation
import TouchstoneIO

/// Another library in a process of its own, which times the same cases when asked.
///
/// One JSON object a line each way: `{"case":"add_8","seconds":0.05}` is answered by
/// `{"seconds":1.2e-6}`, or by `{"missing":"reason"}`.
final class Peer {
  /// What the peer calls itself, such as `PyTorch 2.15.0`.
  let name: String
  private let process: Process
  private let requests: FileHandle
  private let answers: FileHandle
  private var unread = Data()

  /// Starts `script` under `python`; throws when it does not come up.
  init(python: String, script: String, threads: Int) throws {
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, script, "--threads", String(threads)]
    let input = Pipe(), output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    requests = input.fileHandleForWriting
    answers = output.fileHandleForReading
    let greeting = try Self.readLine(answers, &unread)
    guard case .string(let name)? = greeting["name"] else {
      throw PeerError(reason: "\(python) \(script) did not say its name")
    }
    self.name = name
  }

  deinit {
    try? requests.close()
    process.waitUntilExit()
  }

  /// Seconds per call of the peer's case, sampled for about `seconds`; nil when it has no such
  /// case.
  func secondsPerCall(_ name: String, seconds: Double) throws -> Double? {
    let request = JSONValue.object([
      .init("case", .string(name)), .init("seconds", .double(seconds)),
    ])
    try requests.write(contentsOf: Data((request.text + "\n").utf8))
    let answer = try Self.readLine(answers, &unread)
    switch answer["seconds"] {
    case .double(let value)?: return value
    case .int(let value)?: return Double(value)
    default: return nil
    }
  }

  private static func readLine(_ handle: FileHandle, _ unread: inout Data) throws -> JSONValue {
    while true {
      if let end = unread.firstIndex(of: 10) {
        let line = String(decoding: unread[unread.startIndex..<end], as: UTF8.self)
        unread = Data(unread[(end + 1)...])
        return try JSONParser.parse(Array(line.utf8))
      }
      let more = handle.availableData
      if more.isEmpty { throw PeerError(reason: "the peer ended") }
      unread.append(more)
    }
  }
}

struct PeerError: Error, CustomStringConvertible {
  let reason: String
  var description: String { reason }
}
