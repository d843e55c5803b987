extension JSONValue {
  /// Compact JSON; numbers that JSON cannot express (NaN, infinities) become strings.
  public var text: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .int(let value): out += String(value)
    case .double(let value): out += value.isFinite ? "\(value)" : "\"\(value)\""
    case .string(let value): Self.write(value, to: &out)
    case .array(let items): Self.write(items, to: &out)
    case .object(let members): Self.write(members, to: &out)
    }
  }

  private static func write(_ items: [JSONValue], to out: inout String) {
    out += "["
    for (index, item) in items.enumerated() {
      if index > 0 { out += "," }
      item.write(to: &out)
    }
    out += "]"
  }

  private static func write(_ members: [Member], to out: inout String) {
    out += "{"
    for (index, member) in members.enumerated() {
      if index > 0 { out += "," }
      write(member.name, to: &out)
      out += ":"
      member.value.write(to: &out)
    }
    out += "}"
  }

  private static func write(_ string: String, to out: inout String) {
    out += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .int(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral items: JSONValue...) { self = .array(items) }
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(members.map { Member($0.0, $0.1) })
  }
}
