import TouchstoneIO

/// `conformance.md`: failures, errors against PyTorch's, pictures, coverage.
extension ConformanceReport {
  private static let mostFailures = 100
  private static let mostMessages = 200

  func page(pictures: [String]) -> String {
    var lines = [
      "# Conformance with PyTorch", "", provenance, "",
      "**\(results.summary)**, \(grid.covered.count) of \(grid.rows.count) names of PyTorch's "
        + "operator database.", "",
    ]
    lines += failureLines + metricLines + errorLines
    lines += ["## Error histograms", ""]
    lines += pictures.flatMap { ["![float32 error histograms](\($0))", ""] }
    lines += messageLines + skipLines + coverageLines
    return lines.joined(separator: "\n") + "\n"
  }

  var provenance: String {
    let torch = corpus.manifest.map {
      "PyTorch \($0.torch), CPU capability \($0.cpuCapability), seed \($0.seed)"
    }
    return "Commit `\(header.commit)` of \(header.date), device `\(header.device)`; fixtures by "
      + (torch ?? "an unknown generator (no manifest)") + "."
  }

  private var failureLines: [String] {
    var lines = ["## Failures", ""]
    lines += results.problems.map { "- unreadable: `\($0)`" } + [""]
    let failed = results.cases.filter { $0.status == .failed }.sorted { $0.strain > $1.strain }
    if failed.isEmpty { lines += ["None.", ""] }
    for result in failed.prefix(Self.mostFailures) {
      lines += ["```", CaseText.outcome(result), "```", ""]
    }
    if failed.count > Self.mostFailures {
      lines += ["… and \(failed.count - Self.mostFailures) more in `conformance.json`.", ""]
    }
    return lines
  }

  /// How often each rule judged, and how close the worst case came to its budget.
  private var metricLines: [String] {
    let judged = results.cases.filter { $0.status != .skipped && !$0.metric.isEmpty }
    let groups = Dictionary(grouping: judged, by: \.metric).sorted { $0.key < $1.key }
    return [
      "## Rules", "",
      "Every comparison is judged by the rule of its family; no tolerance is set for a case.", "",
      "| rule | cases | worst, as a part of its budget | case |", "|---|---:|---:|---|",
    ]
      + groups.map { rule, cases in
        let worst = cases.max { $0.strain < $1.strain }!
        return "| \(rule) | \(cases.count) | \(percent(worst.strain)) | `\(worst.id)` |"
      } + [""]
  }

  private func percent(_ value: Double) -> String {
    value.isFinite ? "\(Int((value * 100).rounded())) %" : "∞"
  }

  /// Our error beside PyTorch's, the largest multiples first.
  private var errorLines: [String] {
    let entries = results.statistics.filter { $0.value.ours.total > 0 }
    let ordered = entries.sorted {
      ($1.value.multiple, $0.key.op, $0.key.dtype) < ($0.value.multiple, $1.key.op, $1.key.dtype)
    }
    return [
      "## Errors against float64, worst first", "",
      "The largest error of a result relative to its largest element, in units of the dtype's "
        + "roundoff u, ours and PyTorch's; the multiple counts PyTorch's as at least u/2.", "",
      "| name | dtype | ours | PyTorch's | multiple | exact elements |",
      "|---|---|---:|---:|---:|---:|",
    ]
      + ordered.map { key, value in
        let exact = 100 * Double(value.ours.bins[0]) / Double(value.ours.total)
        let numbers = [value.worstOurs, value.worstTheirs, value.multiple].map(shortText)
        return "| `\(key.op)` | \(key.dtype) | \(numbers.joined(separator: " | ")) | "
          + "\(Int(exact)) % |"
      } + [""]
  }

  private var messageLines: [String] {
    let judged = results.cases.filter { $0.messageMatches != nil && $0.status == .passed }
    let different = judged.filter { $0.messageMatches == false }
    var lines = [
      "## Error messages", "",
      "\(judged.count) calls that PyTorch refuses are refused with the same kind of error; in "
        + "\(judged.count - different.count) of them PyTorch's pattern matches our text too.", "",
    ]
    if different.isEmpty { return lines }
    lines += ["<details><summary>Texts that differ</summary>", ""]
    lines += different.prefix(Self.mostMessages).map { "- `\($0.id)`: \(inline($0.message))" }
    return lines + ["", "</details>", ""]
  }

  private func inline(_ text: String) -> String {
    let line = text.replacing("\n", with: " ").replacing("`", with: "'")
    return line.count > 200 ? line.prefix(200) + "…" : line
  }

  private var skipLines: [String] {
    let skipped = results.cases.filter { $0.status == .skipped }
    guard !skipped.isEmpty else { return [] }
    return ["## Skipped", ""] + skipReasons.map { "- \($0.count) × \(inline($0.reason))" } + [""]
  }

  /// Reasons with the number of cases, the frequent first. What follows a colon is about one case.
  var skipReasons: [(reason: String, count: Int)] {
    let skipped = results.cases.filter { $0.status == .skipped }
    let groups = Dictionary(grouping: skipped) { String($0.reason.prefix { $0 != ":" }) }
    return groups.map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  private var coverageLines: [String] {
    [
      "## Coverage", "",
      "All \(grid.rows.count) names. A cell counts passed samples, `+` edge cases, `∂` gradients "
        + "among both, `✗` failures. `·` is empty: PyTorch supports it and nothing was checked. "
        + "`–` is not supported by PyTorch.", "",
    ] + grid.markdown
  }
}
