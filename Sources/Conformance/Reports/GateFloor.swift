import TouchstoneIO

/// What a run must reach at least: coverage is never lost unnoticed.
public struct GateFloor: Equatable, Sendable {
  public var passed: Int
  public var names: Int
  public var skipped: Int

  public init(passed: Int, names: Int, skipped: Int) {
    (self.passed, self.names, self.skipped) = (passed, names, skipped)
  }

  /// The floor that `results` just reach.
  public init(_ results: ConformanceResults) {
    passed = results.passed
    names = Set(results.cases.filter { $0.status == .passed }.map(\.op)).count
    skipped = results.skipped
  }

  /// Reads the floor kept at `path`.
  public init(path: String) throws(FileError) {
    let bytes = try FileAccess.read(path)
    let json: JSONValue
    do { json = try JSONParser.parse(bytes) } catch {
      throw FileError(path: path, object: "byte \(error.offset)", reason: error.reason)
    }
    guard let passed = json["passed"]?.int, let names = json["names"]?.int,
      let skipped = json["skipped"]?.int
    else {
      throw FileError(path: path, reason: "lacks passed, names or skipped")
    }
    self.init(passed: passed, names: names, skipped: skipped)
  }

  public var text: String {
    let value: JSONValue = [
      "passed": .int(passed), "names": .int(names), "skipped": .int(skipped),
    ]
    return value.text + "\n"
  }

  /// Where `results` fall below this floor; empty when they do not.
  public func shortfalls(_ results: ConformanceResults) -> [String] {
    let reached = GateFloor(results)
    var found: [String] = []
    if results.failed > 0 { found.append("\(results.failed) cases failed") }
    if reached.passed < passed { found.append("\(reached.passed) cases passed, floor \(passed)") }
    if reached.names < names { found.append("\(reached.names) names covered, floor \(names)") }
    if reached.skipped > skipped {
      found.append("\(reached.skipped) cases skipped, at most \(skipped) allowed")
    }
    return found
  }
}
