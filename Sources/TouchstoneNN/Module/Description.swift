import Touchstone

extension Module: CustomStringConvertible, CustomDebugStringConvertible {
  /// The tree of modules as PyTorch prints it: class, arguments, children.
  public final var description: String { printedForm }

  public final var debugDescription: String { printedForm }

  /// `lines` between the brackets of the class's name; one that stands alone on the same line.
  final func brackets(_ extra: [String], _ children: [String]) -> String {
    if children.isEmpty && extra.count < 2 { return "\(name)(\(extra.first ?? ""))" }
    return "\(name)(\n  " + (extra + children).joined(separator: "\n  ") + "\n)"
  }

  final var extraLines: [String] {
    let text = extraRepr
    return text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// One line of a parent's form for a child, whose further lines are moved right.
  static func childLine(_ name: String, _ form: String) -> String {
    let lines = form.split(separator: "\n", omittingEmptySubsequences: false)
    let rest = lines.dropFirst().map { $0.allSatisfy(\.isWhitespace) ? "" : "  " + $0 }
    return "(\(name)): " + ([String(lines[0])] + rest).joined(separator: "\n")
  }
}
