import TouchstoneIO

/// The page of suite `rng` or `init`: per function and dtype whether numbers are PyTorch's to the
/// bit, within some ulps or by their distribution.
struct RandomReport {
  let results: ConformanceResults
  let outcomes: [StatisticalOutcome]
  let corpus: Corpus
  let header: RunHeader
  let agreements: [Agreement]

  init(
    _ results: ConformanceResults, _ outcomes: [StatisticalOutcome], _ corpus: Corpus,
    _ header: RunHeader
  ) {
    (self.results, self.outcomes) = (results, outcomes)
    (self.corpus, self.header) = (corpus, header)
    agreements = Agreement.all(results, outcomes)
  }

  func write(to folder: String) throws(FileError) {
    try FileAccess.writeAtomically(page, to: "\(folder)/\(header.suite).md")
    try FileAccess.writeAtomically(json, to: "\(folder)/\(header.suite).json")
  }

  var row: IndexPage.Row {
    .init(
      suite: header.suite, page: "\(header.suite).md", results: results,
      covered: "\(Set(agreements.map(\.op)).count) names")
  }

  private var page: String {
    let title = header.suite == "rng" ? "Random numbers" : "Initializers"
    var all = results
    all.cases += outcomes.map(\.result)
    let sections = ReportSections(all, dataFile: "\(header.suite).json")
    let lines =
      [
        "# \(title) beside PyTorch's", "", header.provenance(corpus), "",
        "**\(results.summary)**; statistical checks: **\(outcomes.results.summary)**.", "",
      ] + sections.failures + agreementLines + statisticsLines + sections.messages
      + sections.skips
    return lines.joined(separator: "\n") + "\n"
  }

  private var agreementLines: [String] {
    let counts = Agreement.Kind.allCases.map { kind in
      (kind, agreements.count { $0.kind == kind })
    }.filter { $0.1 > 0 }
    return [
      "## Agreement", "",
      "Every case starts from a state of the generator that PyTorch wrote and compares PyTorch's "
        + "numbers and the states of all generators afterwards, byte for byte. *Bit-exact*: the "
        + "bits of all elements are equal. *Within n ulps*: at most n representable numbers apart. "
        + "*Within a tolerance*: PyTorch does not reproduce these itself; relative to the largest "
        + "element. *Statistical*: no number is compared, the distribution is. Names that end in "
        + "`.scalar` are PyTorch's scalar build, `ATEN_CPU_CAPABILITY=default`.", "",
      "Of \(agreements.count) pairs of function and dtype: "
        + counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ") + ".", "",
      "| function | dtype | agreement | cases | statistical checks | least probability |",
      "|---|---|---|---:|---:|---:|",
    ]
      + agreements.map { pair in
        "| `\(pair.op)` | \(pair.dtype.isEmpty ? "–" : pair.dtype) | \(pair.text) | "
          + "\(pair.cases) | \(pair.checks.isEmpty ? "–" : "\(pair.checks.count)") | "
          + "\(pair.leastProbability.map(shortText) ?? "–") |"
      } + [""]
  }

  private var statisticsLines: [String] {
    guard !outcomes.isEmpty else { return [] }
    let rate = PrecisionRun.falseAlarm
    return [
      "## Statistics", "",
      "What guards platforms whose mathematical library differs from PyTorch's in the last bit. "
        + "Seeds are fixed. A correct generator fails one test with probability "
        + "\(shortText(rate)), one of these \(outcomes.count) with probability below "
        + "\(shortText(rate * Double(outcomes.count))); bounds on errors are never exceeded by "
        + "chance. Rerun: `touchstone precision --suite \(header.suite)`.", "",
      "| function | dtype | check | statistic | probability, or error with its bound | |",
      "|---|---|---|---:|---:|---|",
    ] + outcomes.map(line) + [""]
  }

  private func line(_ outcome: StatisticalOutcome) -> String {
    let result = outcome.result
    let value =
      outcome.probability.map(shortText)
      ?? "\(shortText(result.worst)) ≤ \(shortText(result.budget))"
    return "| `\(result.op)` | \(result.dtype) | \(outcome.test) | "
      + "\(outcome.statistic.map(shortText) ?? "–") | \(value) | "
      + "\(result.status == .passed ? "holds" : "**\(result.status.rawValue)**") |"
  }
}

extension RandomReport {
  /// The same for programs.
  private var json: String {
    let pairs = agreements.map { pair -> JSONValue in
      [
        "op": .string(pair.op), "dtype": .string(pair.dtype),
        "agreement": .string(pair.kind.rawValue), "text": .string(pair.text),
        "cases": .int(pair.cases), "failed": .int(pair.failed),
        "ulps": pair.cases > 0 ? ResultsJSON.number(pair.distance) : .null,
        "checks": .int(pair.checks.count),
      ]
    }
    let checks = outcomes.map { outcome -> JSONValue in
      [
        "id": .string(outcome.result.id), "status": .string(outcome.result.status.rawValue),
        "statistic": outcome.statistic.map(ResultsJSON.number) ?? .null,
        "probability": outcome.probability.map(ResultsJSON.number) ?? .null,
      ]
    }
    let other = results.cases.filter { $0.status != .passed }.map { ResultsJSON.row($0) }
    return """
      {"touchstone":1,"suite":\(JSONValue.string(header.suite).text),\
      "device":\(JSONValue.string(header.device).text),\
      "commit":\(JSONValue.string(header.commit).text),\
      "summary":{"passed":\(results.passed),"failed":\(results.failed),\
      "skipped":\(results.skipped)},
      "falseAlarm":\(JSONValue.double(PrecisionRun.falseAlarm).text),
      "agreement":[
      \(Self.lines(pairs))
      ],
      "statistics":[
      \(Self.lines(checks))
      ],
      "cases":[
      \(Self.lines(other))
      ]}

      """
  }

  private static func lines(_ values: [JSONValue]) -> String {
    values.map(\.text).joined(separator: ",\n")
  }
}
