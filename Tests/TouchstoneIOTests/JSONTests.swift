import Testing
import TouchstoneIO

@Suite struct JSONTests {
  private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  @Test func values() throws {
    #expect(try parse(#" {"a":[1,-2,3.5,true,null],"b":"x"} "#) == [
      "a": [1, -2, .double(3.5), true, .null], "b": "x",
    ])
    #expect(try parse("[]") == [])
    #expect(try parse("9223372036854775807") == .int(.max))
    #expect(try parse("1e3") == .double(1000))
  }

  @Test func escapes() throws {
    #expect(try parse(#""a\"\\\/\n\tz\u00e9\ud83d\ude00""#) == "a\"\\/\n\tzé😀")
    #expect(throws: JSONError.self) { try parse(#""\ud83d""#) }
    #expect(throws: JSONError.self) { try parse(#""\x""#) }
  }

  @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "tru", "1 2", "\"", "-", "[1", "{1:2}", "nan"])
  func malformed(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test func depthIsBounded() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test func writtenTextComesBack() throws {
    let value: JSONValue = ["a": ["\u{1}\"\\\n", .double(0.1), .null, false], "b": [:]]
    #expect(try parse(value.text) == value)
  }

  @Test func invalidUTF8() {
    #expect(throws: JSONError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
  }
}
