import TouchstoneIO

/// What was checked of one operation and dtype.
struct CoverageCell: Equatable {
  var samples = 0
  var edges = 0
  var gradients = 0
  var failed = 0
  var skipped = 0

  mutating func add(_ result: CaseResult) {
    switch result.status {
    case .failed: failed += 1
    case .skipped: skipped += 1
    case .passed:
      if result.kind == .edge { edges += 1 } else { samples += 1 }
      if result.checkedGradient { gradients += 1 }
    }
  }

  var checked: Int { samples + edges + failed }
}

/// All names of PyTorch's database by dtype, and what was checked of each.
struct CoverageGrid {
  struct Row {
    let name: FixtureManifest.Name
    var cells: [String: CoverageCell] = [:]
    var errors = CoverageCell()

    var passed: Int { cells.values.reduce(0) { $0 + $1.samples + $1.edges } + errors.samples }
    var failed: Int { cells.values.reduce(0) { $0 + $1.failed } + errors.failed }
    var isCovered: Bool { cells.values.contains { $0.checked > 0 } }
  }

  static let dtypes = [
    "float32", "float64", "float16", "bfloat16", "int8", "int16", "int32", "int64", "uint8", "bool",
  ]

  private(set) var rows: [Row]

  /// The grid of `names`; operations that the manifest does not name come last.
  init(_ names: [FixtureManifest.Name], _ cases: [CaseResult]) {
    var rows = names.map { Row(name: $0) }
    var places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.name.name, $0) })
    for result in cases {
      if places[result.op] == nil {
        places[result.op] = rows.count
        rows.append(Row(name: Self.unnamed(result.op)))
      }
      rows[places[result.op]!].add(result)
    }
    self.rows = rows
  }

  private static func unnamed(_ op: String) -> FixtureManifest.Name {
    FixtureManifest.Name(name: op, category: "other", variants: [], dtypes: [], backwardDTypes: [])
  }

  var covered: [Row] { rows.filter(\.isCovered) }

  /// Names per category with the covered ones, in order of size.
  var categories: [(name: String, all: Int, covered: Int)] {
    Dictionary(grouping: rows, by: \.name.category)
      .map { ($0.key, $0.value.count, $0.value.count(where: \.isCovered)) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  /// One line per name: samples+edges∂gradients per dtype; `·` where PyTorch supports the dtype and
  /// nothing was checked, `–` where it does not.
  var markdown: [String] {
    ["| name | " + Self.dtypes.joined(separator: " | ") + " | errors |"]
      + ["|---" + String(repeating: "|---", count: Self.dtypes.count + 1) + "|"]
      + rows.map { row in
        let cells = Self.dtypes.map { Self.text(row.cells[$0], isSupported: row.supports($0)) }
        let errors = Self.errorText(row.errors)
        return "| `\(row.name.name)` | \(cells.joined(separator: " | ")) | \(errors) |"
      }
  }

  private static func text(_ cell: CoverageCell?, isSupported: Bool) -> String {
    guard let cell, cell.checked > 0 else { return isSupported ? "·" : "–" }
    var text = "\(cell.samples)"
    if cell.edges > 0 { text += "+\(cell.edges)" }
    if cell.gradients > 0 { text += "∂\(cell.gradients)" }
    if cell.failed > 0 { text += " ✗\(cell.failed)" }
    return text
  }

  private static func errorText(_ cell: CoverageCell) -> String {
    guard cell.checked + cell.skipped > 0 else { return "·" }
    var text = "\(cell.samples)"
    if cell.failed > 0 { text += " ✗\(cell.failed)" }
    if cell.skipped > 0 { text += " (\(cell.skipped) skipped)" }
    return text
  }
}

extension CoverageGrid.Row {
  func supports(_ dtype: String) -> Bool { name.dtypes.contains(dtype) }

  mutating func add(_ result: CaseResult) {
    if result.kind == .error {
      errors.add(result)
    } else {
      cells[result.dtype, default: CoverageCell()].add(result)
    }
  }
}
