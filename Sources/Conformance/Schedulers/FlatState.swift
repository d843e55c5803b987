import Touchstone

/// A state as a flat list: the paths of its leaves in one text, then the leaves in order. Empty
/// lists and dictionaries are leaves.
struct FlatState {
  private var paths: [String] = []
  private var values: [Value] = []

  init(_ state: Value) { add(state, "") }

  var leaves: [Value] { [.string(paths.joined(separator: " "))] + values }

  private mutating func add(_ value: Value, _ path: String) {
    let parts: [(String, Value)]
    switch value {
    case .list(let items): parts = items.enumerated().map { ("\($0)", $1) }
    case .dictionary(let entries): parts = entries.map { ("\($0.key)", $0.value) }
    default:
      paths.append(path)
      return values.append(value)
    }
    if parts.isEmpty {
      paths.append(path)
      values.append(.string("empty"))
    }
    for (name, part) in parts { add(part, path.isEmpty ? name : "\(path).\(name)") }
  }
}
