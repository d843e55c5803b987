import Touchstone

extension Optimizer: CustomStringConvertible {
  /// The class and the options of every group, as Python prints an optimizer.
  public var description: String {
    let groups = paramGroups.enumerated().map { index, group in
      let options = group.options.sorted { $0.key < $1.key }
        .map { "    \($0.key): \(Self.printed($0.value))\n" }
      return "\nParameter Group \(index)\n" + options.joined()
    }
    return "\(type(of: self)) (" + groups.joined() + ")"
  }

  /// Lists among the options are Python's tuples.
  private static func printed(_ value: Value) -> String {
    guard case .list(let items) = value else { return pythonText(value) }
    return "(" + items.map(printed).joined(separator: ", ") + ")"
  }
}
