import Touchstone

extension Optimizer: CustomStringConvertible {
  /// The class and the options of every group, as Python prints an optimizer.
  public var description: String {
    let groups = paramGroups.enumerated().map { index, group in
      var lines = group.options.mapValues(Self.printed)
      if let names = group.paramNames {
        lines["param_names"] = "[" + names.map { "'\($0)'" }.joined(separator: ", ") + "]"
      }
      let options = lines.sorted { $0.key < $1.key }.map { "    \($0.key): \($0.value)\n" }
      return "\nParameter Group \(index)\n" + options.joined()
    }
    return "\(type(of: self)) (" + groups.joined() + ")"
  }

  /// Lists among the options are Python's tuples.
  private static func printed(_ value: Value) -> String {
    guard case .list(let items) = value else { return pythonText(value) }
    return "(" + items.map(printedItem).joined(separator: ", ") + ")"
  }

  /// Tensors print as such in tuples, as their number elsewhere.
  private static func printedItem(_ value: Value) -> String {
    if case .tensor(let tensor) = value { "\(tensor)" } else { printed(value) }
  }
}
