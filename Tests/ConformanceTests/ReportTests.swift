import Foundation
import Testing
import TouchstoneIO

@testable import Conformance

@Suite struct ReportTests {
  private let header = RunHeader(suite: "ops", device: "cpu", commit: "abc", date: "2026-01-01")

  private func results(_ filter: String) -> (ConformanceResults, Corpus) {
    var options = ConformanceOptions()
    options.selection = Selection(patterns: [filter])
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
    let (results, corpus) = results("ops/exp/*")
    let folder = NSTemporaryDirectory() + "touchstone-report-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let report = ConformanceReport(results, corpus, header)
    try report.write(to: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == ["README.md", "conformance.json", "conformance.md", "ulps-core-1.svg"])
    let first = try names.map { try FileAccess.read("\(folder)/\($0)") }
    try ConformanceReport(results, corpus, header).write(to: folder)
    #expect(try names.map { try FileAccess.read("\(folder)/\($0)") } == first)
    #expect(first.allSatisfy { $0.count < 1 << 20 })
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
