import TouchstoneIO

/// The page of one suite: failures, errors against PyTorch's, pictures, coverage.
extension ConformanceReport {
  func page(pictures: [String]) -> String {
    var lines = [
      "# Conformance with PyTorch: \(header.suite)", "", header.provenance(corpus), "",
      "**\(results.summary)**, \(covered).", "",
    ]
    let sections = ReportSections(results, dataFile: "\(stem).json")
    lines += sections.failures + metricLines + errorLines
    lines += ["## Error histograms", ""]
    lines += pictures.flatMap { ["![float32 error histograms](\($0))", ""] }
    lines += sections.messages + sections.skips + coverageLines
    return lines.joined(separator: "\n") + "\n"
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

  private var coverageLines: [String] {
    [
      "## Coverage", "",
      "All \(grid.rows.count) names. A cell counts passed samples, `+` edge cases, `∂` gradients "
        + "among both, `✗` failures. `·` is empty: PyTorch supports it and nothing was checked. "
        + "`–` is not supported by PyTorch.", "",
    ] + grid.markdown
  }
}
