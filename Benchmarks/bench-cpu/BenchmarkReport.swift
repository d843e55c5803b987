import Conformance
import Foundation
import TouchstoneIO

/// Rows as JSON and as Markdown.
struct BenchmarkReport {
  let header: RunHeader
  let rows: [Row]
  let threads: Int
  let capability: String
  let blasCore: String
  /// Why there is no peer; nil when there is one.
  let peerMissing: String?

  var json: String {
    let document = JSONValue.object([
      .init("touchstone", .int(1)), .init("suite", .string(header.suite)),
      .init("device", .string(header.device)), .init("commit", .string(header.commit)),
      .init("threads", .int(threads)), .init("capability", .string(capability)),
      .init("blasCore", .string(blasCore)), .init("oneDNN", .string(header.oneDNN)),
      .init("rows", .array(rows.map(Self.object))),
    ])
    return document.text + "\n"
  }

  private static func object(_ row: Row) -> JSONValue {
    var peers: [JSONValue] = []
    if let peer = row.peer {
      peers.append(
        .object([
          .init("name", .string(peer)), .init("median_s", .double(row.theirs.median)),
          .init("ratio", .double(row.theirs.median / row.ours.median)),
        ]))
    }
    return .object([
      .init("name", .string(row.benchmark.name)),
      .init("group", .string(row.benchmark.group.rawValue)),
      .init("median_s", .double(row.ours.median)), .init("low_s", .double(row.ours.low)),
      .init("high_s", .double(row.ours.high)), .init("flops", .double(row.benchmark.flops)),
      .init("bytes", .double(row.benchmark.bytes)), .init("roofline", .null),
      .init("peers", .array(peers)),
    ])
  }

  var markdown: String {
    var text = """
      # CPU speed

      Commit \(header.commit), \(threads) threads, \(capability) kernels, OpenBLAS \(blasCore), \
      \(header.oneDNN). Median of the rounds, (fastest – slowest). Ratio: the peer's time by \
      ours, above 1 we are faster.

      """
    if let peerMissing { text += "\nPeer **not measured**: \(peerMissing)\n" }
    text += """

      | case | group | ours | rate | peer | ratio |
      |---|---|--:|--:|--:|--:|

      """
    for row in rows { text += Self.line(row) }
    return text
  }

  private static func line(_ row: Row) -> String {
    let peer = row.peer.map { name in
      "\(time(row.theirs.median)) (\(time(row.theirs.low)) – \(time(row.theirs.high))) \(name)"
    }
    let ratio = row.peer.map { _ in String(format: "%.2f", row.theirs.median / row.ours.median) }
    let ours = "\(time(row.ours.median)) (\(time(row.ours.low)) – \(time(row.ours.high)))"
    let cells = [
      row.benchmark.name, row.benchmark.group.rawValue, ours, rate(row), peer ?? "not measured",
      ratio ?? "not measured",
    ]
    return "| " + cells.joined(separator: " | ") + " |\n"
  }

  /// GFLOP/s or GB/s, whichever the case is about.
  private static func rate(_ row: Row) -> String {
    let median = row.ours.median
    if row.benchmark.flops > 0 {
      return String(format: "%.0f GFLOP/s", row.benchmark.flops / median * 1e-9)
    }
    if row.benchmark.bytes > 0 {
      return String(format: "%.1f GB/s", row.benchmark.bytes / median * 1e-9)
    }
    return ""
  }

  static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<1e-6: String(format: "%.0f ns", seconds * 1e9)
    case ..<1e-3: String(format: "%.2f µs", seconds * 1e6)
    case ..<1: String(format: "%.2f ms", seconds * 1e3)
    default: String(format: "%.2f s", seconds)
    }
  }
}
