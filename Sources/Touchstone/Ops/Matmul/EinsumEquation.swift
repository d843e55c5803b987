/// An einsum equation, parsed: subscripts are numbers (letters in PyTorch's order A…Z, a…z), the
/// ellipsis is `EinsumEquation.ellipsis`.
struct EinsumEquation {
  static let ellipsis = 52

  var operands: [[Int]]
  /// nil when the output is implicit.
  var output: [Int]?

  /// Parses `ij,jk->ik`; `operandCount` is the number of tensors given.
  init(_ equation: String, operandCount: Int) throws {
    let text = Array(equation.utf8)
    let arrow = EinsumEquation.arrow(in: text)
    operands = [[]]
    var index = 0
    while index < arrow ?? text.count {
      if text[index] == UInt8(ascii: ",") {
        operands.append([])
        try check(
          operands.count <= operandCount, .runtime,
          "einsum(): fewer operands were provided than specified in the equation")
        index += 1
      } else {
        try EinsumEquation.read(
          text, &index, &operands[operands.count - 1], place: "operand \(operands.count - 1)")
      }
    }
    try check(
      operands.count >= operandCount, .runtime,
      "einsum(): more operands were provided than specified in the equation")
    guard let arrow else { return }
    var parsed: [Int] = []
    index = arrow + 2
    while index < text.count { try EinsumEquation.read(text, &index, &parsed, place: nil) }
    output = parsed
  }

  /// From PyTorch's sublist form; an ellipsis is given as `EinsumEquation.ellipsis`.
  init(operands: [[Int]], output: [Int]?) throws {
    for subscripts in operands + [output ?? []] {
      try check(
        subscripts.allSatisfy { $0 >= 0 && $0 <= EinsumEquation.ellipsis }, .value,
        "einsum(): subscript in subscript list is not within the valid range [0, 52)")
    }
    self.operands = operands
    self.output = output
  }

  private static func arrow(in text: [UInt8]) -> Int? {
    text.indices.dropLast().first {
      text[$0] == UInt8(ascii: "-") && text[$0 + 1] == UInt8(ascii: ">")
    }
  }

  /// Reads one subscript, ellipsis or space; `place` is nil in the output.
  private static func read(
    _ text: [UInt8], _ index: inout Int, _ subscripts: inout [Int], place: String?
  ) throws {
    let character = text[index]
    if character == UInt8(ascii: " ") {
      index += 1
    } else if character == UInt8(ascii: ".") {
      try readEllipsis(text, &index, &subscripts, place)
    } else {
      subscripts.append(try letter(character, at: index))
      index += 1
    }
  }

  private static func readEllipsis(
    _ text: [UInt8], _ index: inout Int, _ subscripts: inout [Int], _ place: String?
  ) throws {
    let target = "einsum(): found '.' for \(place ?? "output")"
    try check(
      !subscripts.contains(ellipsis), .runtime,
      place == nil
        ? "\(target) but an ellipsis (...) was already found"
        : "\(target) for which an ellipsis was already found")
    let complete =
      index + 2 < text.count && text[index + 1] == character && text[index + 2] == character
    try check(
      complete, .runtime,
      "\(target) that is not part of any ellipsis\(place == nil ? " (...)" : "")")
    subscripts.append(ellipsis)
    index += 3
  }

  private static let character = UInt8(ascii: ".")

  private static func letter(_ character: UInt8, at index: Int) throws -> Int {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return Int(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return Int(character - UInt8(ascii: "a")) + 26
    default:
      throw TensorError(
        .runtime,
        "einsum(): invalid subscript given at index \(index) in the equation string, subscripts "
          + "must be in [a-zA-Z]")
    }
  }

  /// The character of a subscript, for messages.
  static func name(_ label: Int) -> String {
    let code = label < 26 ? UInt8(ascii: "A") + UInt8(label) : UInt8(ascii: "a") + UInt8(label - 26)
    return String(UnicodeScalar(code))
  }
}
