import TouchstoneIO

/// The pages of one suite of fixtures: a page, data for programs and pictures.
public struct ConformanceReport {
  let results: ConformanceResults
  let corpus: Corpus
  let header: RunHeader
  let grid: CoverageGrid

  public init(_ results: ConformanceResults, _ corpus: Corpus, _ header: RunHeader) {
    self.results = results
    self.corpus = corpus
    self.header = header
    let suite = corpus.manifest?.suites.first { $0.name == header.suite }
    grid = CoverageGrid(suite?.names ?? [], results.cases)
  }

  /// Writes all pages into `folder`, each atomically; equal results give equal files.
  public func write(to folder: String) throws(FileError) {
    let sheets = histogramSheets
    for (name, svg) in sheets { try FileAccess.writeAtomically(svg, to: "\(folder)/\(name)") }
    let page = page(pictures: sheets.map(\.name))
    try FileAccess.writeAtomically(page, to: "\(folder)/\(stem).md")
    try FileAccess.writeAtomically(json, to: "\(folder)/\(stem).json")
  }

  /// The name of the page's files without extension.
  var stem: String { header.suite == "ops" ? "conformance" : header.suite }

  /// How much of PyTorch the suite covers.
  var covered: String {
    grid.covered.count == grid.rows.count
      ? "\(grid.rows.count) names" : "\(grid.covered.count) of \(grid.rows.count) names"
  }

  /// Pictures of at most this many operations stay readable, and below the size that is rendered.
  private static let entriesPerSheet = 100

  /// Keeps the data below the size that is shown.
  private static let mostCases = 500

  private var histogramSheets: [(name: String, svg: String)] {
    let categories = Dictionary(
      grid.rows.map { ($0.name.name, $0.name.category) }, uniquingKeysWith: { a, _ in a })
    let float32 = results.statistics.filter { $0.key.dtype == "float32" && $0.value.ours.total > 0 }
    let groups = Dictionary(grouping: float32) { categories[$0.key.op] ?? "other" }
    return groups.sorted { $0.key < $1.key }.flatMap { category, entries in
      sheets(category, entries.map { ($0.key.op, $0.value) }.sorted { $0.0 < $1.0 })
    }
  }

  private func sheets(
    _ category: String, _ entries: [(String, ErrorStatistics)]
  ) -> [(name: String, svg: String)] {
    stride(from: 0, to: entries.count, by: Self.entriesPerSheet).enumerated().map { part, start in
      let slice = Array(entries[start..<min(start + Self.entriesPerSheet, entries.count)])
      let title = "float32 errors, \(category) (\(slice[0].0) … \(slice[slice.count - 1].0))"
      let sheet = HistogramSheet(
        title: title, entries: slice.map { (name: $0.0, statistics: $0.1) })
      let suite = header.suite == "ops" ? "" : "\(header.suite)-"
      return ("ulps-\(suite)\(category)-\(part + 1).svg", sheet.svg)
    }
  }

  /// Totals, coverage per name and the cases that did not pass.
  private var json: String {
    let names = grid.rows.map { row -> JSONValue in
      let cells = CoverageGrid.dtypes.compactMap { dtype -> JSONValue.Member? in
        guard let cell = row.cells[dtype], cell.checked > 0 else { return nil }
        return .init(
          dtype,
          [
            "samples": .int(cell.samples), "edges": .int(cell.edges),
            "gradients": .int(cell.gradients), "failed": .int(cell.failed),
          ])
      }
      return [
        "name": .string(row.name.name), "category": .string(row.name.category),
        "dtypes": .object(cells), "errors": .int(row.errors.samples),
      ]
    }
    var partial = results
    let failed = results.cases.filter { $0.status == .failed }
    let skipped = results.cases.filter { $0.status == .skipped }
    partial.cases = Array(failed.prefix(Self.mostCases) + skipped.prefix(Self.mostCases))
    let cases = partial.cases.map { ResultsJSON.row($0).text }.joined(separator: ",\n")
    return """
      {"touchstone":1,"suite":\(JSONValue.string(header.suite).text),\
      "device":\(JSONValue.string(header.device).text),\
      "commit":\(JSONValue.string(header.commit).text),\
      "summary":{"passed":\(results.passed),"failed":\(results.failed),\
      "skipped":\(results.skipped)},
      "names":[
      \(names.map(\.text).joined(separator: ",\n"))
      ],
      "note":"cases lists the first \(Self.mostCases) that failed and that were skipped; conform \
      --json writes all",
      "cases":[
      \(cases)
      ]}

      """
  }
}
