import TouchstoneIO

/// Parts that the pages of all suites have.
struct ReportSections {
  private let results: ConformanceResults
  /// The file with what the page has no room for.
  private let dataFile: String
  private static let mostFailures = 100
  private static let mostMessages = 200

  init(_ results: ConformanceResults, dataFile: String) {
    (self.results, self.dataFile) = (results, dataFile)
  }

  var failures: [String] {
    var lines = ["## Failures", ""]
    lines += results.problems.map { "- unreadable: `\($0)`" }
    if !results.problems.isEmpty { lines.append("") }
    let failed = results.cases.filter { $0.status == .failed }.sorted { $0.strain > $1.strain }
    if failed.isEmpty { lines += ["None.", ""] }
    for result in failed.prefix(Self.mostFailures) {
      lines += ["```", CaseText.outcome(result), "```", ""]
    }
    if failed.count > Self.mostFailures {
      lines += ["… and \(failed.count - Self.mostFailures) more in `\(dataFile)`.", ""]
    }
    return lines
  }

  var messages: [String] {
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

  var skips: [String] {
    let reasons = results.skipReasons
    guard !reasons.isEmpty else { return [] }
    return ["## Skipped", ""] + reasons.map { "- \($0.count) × \(inline($0.reason))" } + [""]
  }
}

extension ConformanceResults {
  /// Reasons of skips with the number of cases, the frequent first. What follows a colon is about
  /// one case.
  var skipReasons: [(reason: String, count: Int)] {
    let skipped = cases.filter { $0.status == .skipped }
    let groups = Dictionary(grouping: skipped) { String($0.reason.prefix { $0 != ":" }) }
    return groups.map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  /// What belongs to one suite.
  func part(of suite: String, in corpus: Corpus) -> ConformanceResults {
    var part = ConformanceResults()
    part.cases = cases.filter { $0.suite == suite }
    let names = Set(part.cases.map(\.op))
    part.statistics = statistics.filter { names.contains($0.key.op) }
    part.problems = problems.filter { $0.path.hasPrefix("\(corpus.folder)/\(suite)/") }
    return part
  }
}

extension RunHeader {
  /// The same run, seen as one of its suites.
  func of(_ suite: String) -> RunHeader {
    RunHeader(suite: suite, device: device, commit: commit, date: date, oneDNN: oneDNN)
  }

  /// Where the numbers of a page come from.
  func provenance(_ corpus: Corpus) -> String {
    let torch = corpus.manifest.map {
      "PyTorch \($0.torch), CPU capability \($0.cpuCapability), seed \($0.seed)"
    }
    return "Commit `\(commit)` of \(date), device `\(device)`, \(oneDNN); fixtures by "
      + (torch ?? "an unknown generator (no manifest)") + "."
  }
}
