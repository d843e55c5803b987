import TouchstoneIO

/// The page of suite `trajectories`: how far each training run is from PyTorch's, the rule that
/// bounds it, and the curves.
struct TrajectoryReport {
  let results: ConformanceResults
  let corpus: Corpus
  let header: RunHeader
  private let runs: [Trajectory]

  init(_ results: ConformanceResults, _ corpus: Corpus, _ header: RunHeader) {
    (self.results, self.corpus, self.header) = (results, corpus, header)
    runs = results.cases.compactMap(\.trajectory)
  }

  func write(to folder: String) throws(FileError) {
    for run in runs {
      try FileAccess.writeAtomically(CurvePicture(run).svg, to: "\(folder)/\(picture(run))")
    }
    try FileAccess.writeAtomically(page, to: "\(folder)/\(header.suite).md")
    try FileAccess.writeAtomically(json, to: "\(folder)/\(header.suite).json")
  }

  var row: IndexPage.Row {
    .init(
      suite: header.suite, page: "\(header.suite).md", results: results,
      covered: "\(runs.count) runs")
  }

  private func picture(_ run: Trajectory) -> String { "trajectory-\(run.run).svg" }

  private var page: String {
    let sections = ReportSections(results, dataFile: "\(header.suite).json")
    var lines = [
      "# Training runs beside PyTorch's", "", header.provenance(corpus), "",
      "**\(results.summary)**, \(runs.count) runs.", "",
    ]
    lines += Self.rule + sections.failures + table
    lines += ["## Curves", ""] + runs.flatMap { ["![\($0.run)](\(picture($0)))", ""] }
    return (lines + sections.skips).joined(separator: "\n") + "\n"
  }

  private static let rule = [
    "A program is written twice, for Touchstone and for PyTorch; the two share a seed and nothing "
      + "else. Data, initial weights, the order of every epoch, dropout masks and the generator's "
      + "state must be equal to the bit, learning rates to the rounding of float64.", "",
    "Losses, and all parameters and buffers after steps that grow ever further apart, must stay in "
      + "an envelope around PyTorch's float64 run from the same draws: \(Envelope.reason). No "
      + "width is chosen for a run. *PyTorch's own* is the same measure for PyTorch's runs, each "
      + "in the envelope of the others: the rule would fail them above 100 %. *Width* is the envelope "
      + "of the loss at the last step as a part of what the program learns: the less, the more the "
      + "run tells.", "",
  ]

  private var table: [String] {
    [
      "## Runs", "",
      "| run | trained by | steps | loss | at step | parameters | at step | entry | PyTorch's own "
        + "| width |",
      "|---|---|---:|---:|---:|---:|---:|---|---:|---:|",
    ] + runs.map(line) + [""]
  }

  private func line(_ run: Trajectory) -> String {
    let entry = run.entries.max { $0.strain.value < $1.strain.value }
    let own = ([run.loss] + run.entries).map(\.selfStrain).max() ?? 0
    let cells = [
      "`\(run.run)`", ProgramCatalogue.program(run.run)?.summary ?? "–", "\(run.losses.count)",
      percent(run.loss.strain.value), "\(run.loss.strain.step)",
      percent(entry?.strain.value ?? 0), "\(entry?.strain.step ?? 0)",
      entry.map { "`\($0.name)`" } ?? "–", percent(own), shortText(run.width),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private func percent(_ value: Double) -> String {
    value < 100 ? "\(Int((value * 100).rounded())) %" : "\(shortText(value))×"
  }
}

extension Trajectory {
  /// The envelope at the end as a part of what is learned.
  var width: Double {
    let learned = (truth.max() ?? 0) - (truth.min() ?? 0)
    return (loss.allowed.last ?? 0) / learned
  }
}

extension TrajectoryReport {
  /// The same for programs.
  private var json: String {
    let cases = results.cases.map { ResultsJSON.row($0).text }
    return """
      {"touchstone":1,"suite":\(JSONValue.string(header.suite).text),\
      "device":\(JSONValue.string(header.device).text),\
      "commit":\(JSONValue.string(header.commit).text),\
      "summary":{"passed":\(results.passed),"failed":\(results.failed),\
      "skipped":\(results.skipped)},
      "cases":[
      \(cases.joined(separator: ",\n"))
      ],
      "runs":[
      \(runs.map { Self.json($0).text }.joined(separator: ",\n"))
      ]}

      """
  }

  private static func json(_ run: Trajectory) -> JSONValue {
    [
      "run": .string(run.run), "losses": numbers(run.losses), "float64": numbers(run.truth),
      "rates": numbers(run.rates), "distance": numbers(run.loss.ours),
      "allowed": numbers(run.loss.allowed),
      "entries": .array(
        run.entries.map {
          [
            "name": .string($0.name), "strain": ResultsJSON.number($0.strain.value),
            "step": .int($0.strain.step),
          ]
        }),
    ]
  }

  private static func numbers(_ values: [Double]) -> JSONValue {
    .array(values.map(ResultsJSON.number))
  }
}
