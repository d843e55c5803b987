import TouchstoneIO

/// Results for programs.
public enum ResultsJSON {
  /// `{"touchstone":1,"suite","device","commit","oneDNN","summary":{…},"cases":[{…}]}`, one case a
  /// line.
  public static func text(_ results: ConformanceResults, _ header: RunHeader) -> String {
    let problems = results.problems.map { JSONValue.string($0.description).text }
    var text =
      """
      {"touchstone":1,"suite":\(quoted(header.suite)),"device":\(quoted(header.device)),\
      "commit":\(quoted(header.commit)),"oneDNN":\(quoted(header.oneDNN)),\
      "summary":{"passed":\(results.passed),\
      "failed":\(results.failed),"skipped":\(results.skipped)},
      "problems":[\(problems.joined(separator: ","))],
      "cases":[

      """
    for (index, result) in results.cases.enumerated() {
      text += (index == 0 ? "" : ",\n") + row(result).text
    }
    return text + "\n]}\n"
  }

  /// One case as the schema has it.
  static func row(_ result: CaseResult) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("id", .string(result.id)), .init("op", .string(result.op)),
      .init("dtype", .string(result.dtype)), .init("status", .string(result.status.rawValue)),
      .init("metric", .string(result.metric)), .init("worst", number(result.worst)),
      .init("budget", number(result.budget)), .init("unit", .string(result.unit)),
      .init("referenceMultiple", result.referenceMultiple.map(number) ?? .null),
      .init("reason", .string(result.reason)),
    ]
    if let matches = result.messageMatches {
      members.append(.init("messageMatches", .bool(matches)))
      members.append(.init("message", .string(result.message)))
    }
    return .object(members)
  }

  /// Four significant digits: the rest is noise.
  static func number(_ value: Double) -> JSONValue {
    guard value.isFinite, value != 0 else { return .double(value) }
    var scale = 1.0
    while value.magnitude * scale < 1000 { scale *= 10 }
    while value.magnitude * scale >= 10000 { scale /= 10 }
    return .double((value * scale).rounded() / scale)
  }

  private static func quoted(_ text: String) -> String { JSONValue.string(text).text }
}

/// Results for continuous integration.
public enum ResultsJUnit {
  /// One suite per operation, one test case per case.
  public static func text(_ results: ConformanceResults, _ header: RunHeader) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text +=
      "<testsuites name=\"\(escaped(header.suite))\" tests=\"\(results.cases.count)\" "
      + "failures=\"\(results.failed)\" errors=\"\(results.problems.count)\" "
      + "skipped=\"\(results.skipped)\">\n"
    for (op, cases) in grouped(results.cases) { text += suite(op, cases) }
    for problem in results.problems { text += unreadable(problem) }
    return text + "</testsuites>\n"
  }

  private static func grouped(_ cases: [CaseResult]) -> [(String, [CaseResult])] {
    Dictionary(grouping: cases, by: \.op).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func suite(_ op: String, _ cases: [CaseResult]) -> String {
    let failed = cases.count { $0.status == .failed }
    let skipped = cases.count { $0.status == .skipped }
    return
      "<testsuite name=\"\(escaped(op))\" tests=\"\(cases.count)\" failures=\"\(failed)\" "
      + "skipped=\"\(skipped)\">\n" + cases.map(testCase).joined() + "</testsuite>\n"
  }

  private static func testCase(_ result: CaseResult) -> String {
    let head = "<testcase classname=\"\(escaped(result.op))\" name=\"\(escaped(result.id))\""
    switch result.status {
    case .passed: return head + "/>\n"
    case .skipped: return head + "><skipped message=\"\(escaped(result.reason))\"/></testcase>\n"
    case .failed:
      return head + "><failure message=\"\(escaped(result.metric))\">\(escaped(result.reason))"
        + "</failure></testcase>\n"
    }
  }

  private static func unreadable(_ problem: FileError) -> String {
    "<testsuite name=\"\(escaped(problem.path))\" tests=\"1\" errors=\"1\"><testcase "
      + "name=\"\(escaped(problem.path))\"><error message=\"\(escaped(problem.description))\"/>"
      + "</testcase></testsuite>\n"
  }

  /// Text for XML 1.0, which has no way to write most control characters.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\n": out += "&#10;"
      case _ where scalar.value < 0x20 && scalar != "\t": out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
