import TouchstoneIO

/// All pages of a run: one for each suite that has cases, and an index.
public struct ReportFolder {
  private let results: ConformanceResults
  private let outcomes: [StatisticalOutcome]
  private let corpus: Corpus
  private let header: RunHeader

  /// - Parameter outcomes: of the statistical checks, which the pages of `rng` and `init` show.
  public init(
    _ results: ConformanceResults, _ outcomes: [StatisticalOutcome], _ corpus: Corpus,
    _ header: RunHeader
  ) {
    (self.results, self.outcomes) = (results, outcomes)
    (self.corpus, self.header) = (corpus, header)
  }

  /// Writes all pages into `folder`, each atomically; equal results give equal files.
  public func write(to folder: String) throws(FileError) {
    var rows: [IndexPage.Row] = []
    var operators: ConformanceReport?
    for suite in suites {
      let part = results.part(of: suite, in: corpus)
      if PrecisionRun.suites.contains(suite) {
        let page = RandomReport(
          part, outcomes.filter { $0.suite == suite }, corpus, header.of(suite))
        try page.write(to: folder)
        rows.append(page.row)
        continue
      }
      if part.cases.contains(where: { $0.trajectory != nil }) {
        let page = TrajectoryReport(part, corpus, header.of(suite))
        try page.write(to: folder)
        rows.append(page.row)
        continue
      }
      let page = ConformanceReport(part, corpus, header.of(suite))
      try page.write(to: folder)
      rows.append(page.row)
      if suite == "ops" { operators = page }
    }
    rows += statisticsRow
    let index = IndexPage(rows: rows, operators: operators, corpus: corpus, header: header)
    try FileAccess.writeAtomically(index.text, to: "\(folder)/README.md")
  }

  /// The suites with cases or checks, in the manifest's order; operators come first.
  private var suites: [String] {
    let found = Set(results.cases.map(\.suite) + outcomes.map(\.suite))
    let listed = corpus.manifest?.suites.map(\.name).filter(found.contains) ?? []
    let others = found.subtracting(listed).sorted()
    return (listed + others).filter { $0 == "ops" } + (listed + others).filter { $0 != "ops" }
  }

  private var statisticsRow: [IndexPage.Row] {
    guard !outcomes.isEmpty else { return [] }
    let names = Set(outcomes.map(\.result.op)).count
    let page = outcomes.contains { $0.suite == "rng" } ? "rng.md" : "init.md"
    return [
      .init(
        suite: "statistics", page: "\(page)#statistics", results: outcomes.results,
        covered: "\(names) names")
    ]
  }
}

extension ConformanceReport {
  /// This suite's line of the index.
  var row: IndexPage.Row {
    .init(suite: header.suite, page: "\(stem).md", results: results, covered: covered)
  }
}
