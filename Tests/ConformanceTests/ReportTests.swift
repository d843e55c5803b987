import Foundation
import Testing
import Touchstone
import TouchstoneIO

@testable import Conformance

@Suite struct ReportTests {
  private let header = RunHeader(suite: "ops", device: "cpu", commit: "abc", date: "2026-01-01")

  private func results(_ filters: String...) -> (ConformanceResults, Corpus) {
    var options = ConformanceOptions()
    options.selection = Selection(patterns: filters)
    options.verifiesHashes = false
    let corpus = CommittedFixtures.corpus
    return (ConformanceRun(corpus, options).run(), corpus)
  }

  @Test func jsonHasTheSchema() throws {
    let (results, _) = results("ops/permute/float32/*")
    let json = try JSONParser.parse(Array(ResultsJSON.text(results, header).utf8))
    #expect(json["touchstone"]?.int == 1)
    #expect(json["suite"]?.string == "ops")
    #expect(json["commit"]?.string == "abc")
    #expect(json["summary"]?["passed"]?.int == results.passed)
    let first = try #require(json["cases"]?.array?.first)
    for name in [
      "id", "op", "dtype", "status", "metric", "worst", "budget", "referenceMultiple", "reason",
    ] {
      #expect(first[name] != nil, "\(name)")
    }
  }

  @Test func junitIsXML() throws {
    let (results, _) = results("ops/permute/*")
    let parser = XMLScan(ResultsJUnit.text(results, header))
    #expect(parser.isBalanced)
  }

  @Test func pagesAreDeterministicAndSmall() throws {
    let (results, corpus) = results("ops/exp/*", "rng/rand/*")
    let outcomes = statistics("statistics/randn/*")
    let folder = NSTemporaryDirectory() + "touchstone-report-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ReportFolder(results, outcomes, corpus, header).write(to: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(
      names == [
        "README.md", "conformance.json", "conformance.md", "rng.json", "rng.md", "ulps-core-1.svg",
      ])
    let first = try names.map { try FileAccess.read("\(folder)/\($0)") }
    try ReportFolder(results, outcomes, corpus, header).write(to: folder)
    #expect(try names.map { try FileAccess.read("\(folder)/\($0)") } == first)
    #expect(first.allSatisfy { $0.count < 1 << 20 })
    for (name, bytes) in zip(names, first) where name.hasSuffix(".json") {
      #expect(throws: Never.self) { try JSONParser.parse(bytes) }
    }
    let index = String(decoding: first[0], as: UTF8.self)
    let rng = results.cases.count { $0.suite == "rng" && $0.status == .passed }
    #expect(index.contains("| [rng](rng.md) | \(rng) | 0 | 0 |"))
    #expect(index.contains("| [statistics](rng.md#statistics) | \(outcomes.count) | 0 | 0 |"))
  }

  private func statistics(_ filter: String) -> [StatisticalOutcome] {
    var options = ConformanceOptions()
    options.selection = Selection(patterns: [filter])
    return PrecisionRun(count: 10_000, options).run()
  }

  /// Words about agreement are earned by every case.
  @Test func agreementOfRandomNumbers() throws {
    var results = results("rng/randn/*").0
    let outcomes = statistics("statistics/randn/*")
    let float32 = try #require(Agreement.all(results, outcomes).first { $0.dtype == "float32" })
    #expect(float32.text == "bit-exact")
    #expect(float32.checks.count == 3)
    let place = try #require(results.cases.firstIndex { $0.dtype == "float32" })
    results.cases[place].distance = 3
    let moved = try #require(Agreement.all(results, outcomes).first { $0.dtype == "float32" })
    #expect(moved.text == "within 3 ulps")
    results.cases[place].status = .failed
    let failing = try #require(Agreement.all(results, outcomes).first { $0.dtype == "float32" })
    #expect(failing.kind == .failing)
    #expect(Agreement.all(ConformanceResults(), outcomes).allSatisfy { $0.kind == .statistical })
  }

  @Test func distances() {
    func distance(_ a: [Float], _ b: [Float]) -> Double {
      Distance.largest(Elements(Tensor(copying: a)), Elements(Tensor(copying: b)))
    }
    #expect(distance([1, .nan], [1, .nan]) == 0)
    #expect(distance([1, 2], [Float(1).nextUp, 2]) == 1)
    #expect(distance([-Float.leastNonzeroMagnitude], [.leastNonzeroMagnitude]) == 2)
    #expect(distance([0], [-0.0]) == 1)
    #expect(distance([.nan], [1]) == .infinity)
    #expect(Distance.largest(Elements(Tensor([7, 1])), Elements(Tensor([3, 1]))) == 4)
  }

  @Test func theGridShowsEveryName() {
    let (results, corpus) = results("ops/exp/*")
    let names = corpus.manifest?.suites.first { $0.name == "ops" }?.names ?? []
    let grid = CoverageGrid(names, results.cases)
    #expect(grid.rows.count == 637)
    #expect(grid.covered.map(\.name.name) == ["exp"])
    #expect(grid.markdown.contains { $0.hasPrefix("| `nn.functional.conv2d` | ·") })
  }

  @Test func theGateKeepsTheFloor() throws {
    let (results, _) = results("ops/permute/*")
    let floor = GateFloor(results)
    #expect(floor.shortfalls(results).isEmpty)
    var higher = floor
    higher.passed += 1
    higher.names += 1
    higher.skipped -= 1
    #expect(higher.shortfalls(results).count == 3)
    let path = NSTemporaryDirectory() + "floor-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileAccess.writeAtomically(floor.text, to: path)
    #expect(try GateFloor(path: path) == floor)
  }

  @Test func pythonPatterns() {
    #expect(PythonPattern.search(#"Expected .* but got \d+"#, in: "x: Expected a\nb but got 12."))
    #expect(!PythonPattern.search(#"^index"#, in: "an index"))
    #expect(PythonPattern.search(#"size \(3\)"#, in: "of size (3)"))
  }
}

/// Enough of XML to see that every element ends.
private struct XMLScan {
  private(set) var isBalanced = true

  init(_ text: String) {
    var open: [Substring] = []
    for part in text.split(separator: "<").dropFirst() {
      guard let end = part.lastIndex(of: ">") else {
        isBalanced = false
        return
      }
      let tag = part[..<end]
      if tag.hasPrefix("/") {
        if open.popLast() != tag.dropFirst() { isBalanced = false }
      } else if !tag.hasSuffix("/") {
        open.append(tag.prefix { $0 != " " })
      }
    }
    isBalanced = isBalanced && open.isEmpty
  }
}
