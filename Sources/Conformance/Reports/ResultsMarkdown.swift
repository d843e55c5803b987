/// A short summary of a run: what failed, by operation.
public enum ResultsMarkdown {
  private static let mostFailures = 200

  public static func text(_ results: ConformanceResults, _ header: RunHeader) -> String {
    var lines = [
      "# Conformance: \(header.suite) on \(header.device)", "",
      "Commit \(header.commit) of \(header.date), \(header.oneDNN): \(results.summary).", "",
    ]
    if !results.problems.isEmpty {
      lines += ["## Unreadable files", ""] + results.problems.map { "- `\($0)`" } + [""]
    }
    lines += table(results)
    lines += failures(results)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func table(_ results: ConformanceResults) -> [String] {
    let groups = Dictionary(grouping: results.cases, by: \.op).sorted { $0.key < $1.key }
    return ["| operation | passed | failed | skipped |", "|---|---:|---:|---:|"]
      + groups.map { op, cases in
        let counts = [CaseStatus.passed, .failed, .skipped].map { status in
          String(cases.count { $0.status == status })
        }
        return "| `\(op)` | \(counts.joined(separator: " | ")) |"
      } + [""]
  }

  private static func failures(_ results: ConformanceResults) -> [String] {
    let failed = results.cases.filter { $0.status == .failed }
    guard !failed.isEmpty else { return [] }
    var lines = ["## Failures", ""]
    for result in failed.prefix(mostFailures) {
      lines += ["```", CaseText.outcome(result), "```"]
    }
    if failed.count > mostFailures { lines.append("… \(failed.count - mostFailures) more") }
    return lines
  }
}
