/// Lays out the texts of a tensor's elements in nested brackets.
///
/// A summarised tensor comes with only its edges: along a dimension whose `elided` is true
/// the dots stand in the middle.
struct BracketLayout {
  let shape: [Int]
  let elided: [Bool]
  let texts: [String]
  /// Characters that one element takes, with the comma and the space that follow it.
  let elementLength: Int
  let lineWidth: Int

  /// The text of the whole tensor, whose first line starts at column `indent`.
  func text(indent: Int) -> String {
    shape.isEmpty ? texts[0] : block(dim: 0, first: 0, count: texts.count, indent: indent)
  }

  /// The part that holds `count` elements from `first` on and spans the dimensions from `dim`.
  private func block(dim: Int, first: Int, count: Int, indent: Int) -> String {
    if dim == shape.count - 1 { return row(first: first, indent: indent) }
    let step = count / shape[dim]
    var parts = (0..<shape[dim]).map { i in
      block(dim: dim + 1, first: first + i * step, count: step, indent: indent + 1)
    }
    if elided[dim] { parts.insert("...", at: shape[dim] / 2) }
    let newlines = String(repeating: "\n", count: shape.count - dim - 1)
    return "[" + parts.joined(separator: "," + newlines + spaces(indent + 1)) + "]"
  }

  /// One innermost row, broken into lines.
  private func row(first: Int, indent: Int) -> String {
    let size = shape[shape.count - 1]
    var items = Array(texts[first..<first + size])
    if elided[shape.count - 1] { items.insert(" ...", at: size / 2) }
    let perLine = max(1, floorDivide(lineWidth - indent, elementLength))
    let lines = stride(from: 0, to: items.count, by: perLine).map { start in
      items[start..<min(start + perLine, items.count)].joined(separator: ", ")
    }
    return "[" + lines.joined(separator: ",\n" + spaces(indent + 1)) + "]"
  }
}

/// `count` spaces.
func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

private func floorDivide(_ a: Int, _ b: Int) -> Int {
  a >= 0 ? a / b : -((-a + b - 1) / b)
}
