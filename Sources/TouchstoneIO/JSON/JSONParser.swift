import Foundation

/// Why a text is not JSON, and where.
public struct JSONError: Error, Equatable, Sendable {
  public let offset: Int
  public let reason: String
}

/// A strict parser for JSON (RFC 8259) in UTF-8, made for many small documents.
public struct JSONParser {
  private let text: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0
  private static let greatestDepth = 128

  /// Parses `text`, which must hold exactly one value.
  public static func parse(_ text: UnsafeBufferPointer<UInt8>) throws(JSONError) -> JSONValue {
    var parser = JSONParser(text: text)
    let value = try parser.value()
    parser.skipBlanks()
    guard parser.position == text.count else { throw parser.error("text after the value") }
    return value
  }

  /// Parses `bytes`, which must hold exactly one value.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { (text) throws(JSONError) in try parse(text) }
  }

  private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private func error(_ reason: String) -> JSONError { JSONError(offset: position, reason: reason) }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipBlanks()
    switch peek() {
    case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in try parser.object() }
    case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    depth += 1
    guard depth <= Self.greatestDepth else { throw error("nested too deep") }
    position += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    var items: [JSONValue] = []
    if try closes(UInt8(ascii: "]")) { return .array(items) }
    repeat { items.append(try value()) } while try continues(UInt8(ascii: "]"))
    return .array(items)
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [JSONValue.Member] = []
    if try closes(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipBlanks()
      let name = try string()
      skipBlanks()
      try expect(UInt8(ascii: ":"))
      members.append(JSONValue.Member(name, try value()))
    } while try continues(UInt8(ascii: "}"))
    return .object(members)
  }

  private mutating func closes(_ end: UInt8) throws(JSONError) -> Bool {
    skipBlanks()
    guard peek() == end else { return false }
    position += 1
    return true
  }

  /// After an item: true at a comma, false at the end of the container.
  private mutating func continues(_ end: UInt8) throws(JSONError) -> Bool {
    if try closes(end) { return false }
    try expect(UInt8(ascii: ","))
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard peek() == byte else {
      throw error("expected '\(Character(UnicodeScalar(byte)))'")
    }
    position += 1
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError)
    -> JSONValue
  {
    let count = text.utf8CodeUnitCount
    guard position + count <= self.text.count,
      memcmp(self.text.baseAddress! + position, text.utf8Start, count) == 0
    else { throw error("expected \(text)") }
    position += count
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    while let byte = peek(), Self.isNumberByte(byte) { position += 1 }
    let digits = UnsafeBufferPointer(rebasing: text[start..<position])
    if let value = Self.integer(digits) { return .int(value) }
    guard let first = digits.first(where: { $0 != UInt8(ascii: "-") }), first <= UInt8(ascii: "9"),
      first >= UInt8(ascii: "0"), let value = Double(String(decoding: digits, as: UTF8.self))
    else {
      position = start
      throw error("expected a value")
    }
    return .double(value)
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private static func integer(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
    let isNegative = digits.first == UInt8(ascii: "-")
    let magnitude = isNegative ? digits.dropFirst() : digits[...]
    guard !magnitude.isEmpty, magnitude.count <= 18 else { return Int(longForm(digits)) }
    var value = 0
    for byte in magnitude {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return isNegative ? -value : value
  }

  private static func longForm(_ digits: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: digits, as: UTF8.self)
  }

  private func peek() -> UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }
}

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    try expect(UInt8(ascii: "\""))
    let start = position
    while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      guard byte >= 0x20 else { throw error("control character in text") }
      position += 1
    }
    guard peek() == UInt8(ascii: "\"") else { return try escapedString(from: start) }
    defer { position += 1 }
    return try validated(UnsafeBufferPointer(rebasing: text[start..<position]))
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var bytes = Array(text[start..<position])
    while let byte = peek(), byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("control character in text") }
      position += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &bytes) } else { bytes.append(byte) }
    }
    try expect(UInt8(ascii: "\""))
    return try bytes.withUnsafeBufferPointer { (raw) throws(JSONError) in try validated(raw) }
  }

  private func validated(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> String {
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw error("text that is not UTF-8")
    }
    return string
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(JSONError) {
    guard let byte = peek() else { throw error("unfinished text") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"): bytes.append(contentsOf: String(try unicodeScalar()).utf8)
    default: throw error("unknown escape")
    }
  }

  private mutating func unicodeScalar() throws(JSONError) -> Unicode.Scalar {
    let unit = try hexUnit()
    guard (0xD800...0xDBFF).contains(unit) else { return try scalar(unit) }
    try expect(UInt8(ascii: "\\"))
    try expect(UInt8(ascii: "u"))
    let low = try hexUnit()
    guard (0xDC00...0xDFFF).contains(low) else { throw error("unpaired surrogate") }
    return try scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
  }

  private func scalar(_ value: UInt32) throws(JSONError) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(value) else { throw error("unpaired surrogate") }
    return scalar
  }

  private mutating func hexUnit() throws(JSONError) -> UInt32 {
    guard position + 4 <= text.count,
      let unit = UInt32(String(decoding: text[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw error("bad \\u escape") }
    position += 4
    return unit
  }
}
