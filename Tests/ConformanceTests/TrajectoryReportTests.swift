import Foundation
import Testing
import TouchstoneIO

@testable import Conformance

@Suite struct TrajectoryReportTests {
  private let run = "linear_regression"

  private func results() -> ConformanceResults {
    var options = ConformanceOptions()
    options.selection = Selection(patterns: ["trajectories/\(run)/*"])
    options.verifiesHashes = false
    return ConformanceRun(CommittedFixtures.corpus, options).run()
  }

  @Test func pageDataAndPictureAreWritten() throws {
    let folder = NSTemporaryDirectory() + "touchstone-report-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let header = RunHeader(suite: "all", device: "cpu", commit: "abc", date: "2026-01-01")
    try ReportFolder(results(), [], CommittedFixtures.corpus, header).write(to: folder)
    func text(_ name: String) throws -> String {
      String(decoding: try FileAccess.read("\(folder)/\(name)"), as: UTF8.self)
    }
    #expect(try text("README.md").contains("| [trajectories](trajectories.md) | 1 | 0 | 0 |"))
    let page = try text("trajectories.md")
    #expect(page.contains("| `\(run)` | SGD, StepLR | 320 |"))
    #expect(page.contains("](trajectory-\(run).svg)"))
    let picture = try text("trajectory-\(run).svg")
    #expect(picture.hasPrefix("<svg") && picture.hasSuffix("</svg>\n"))
    let json = try JSONParser.parse(Array(try text("trajectories.json").utf8))
    #expect(json["summary"]?["passed"]?.int == 1)
    #expect(json["runs"]?.array?.first?["losses"]?.array?.count == 320)
  }

  /// Everything that can be picked out of a run is there for its page.
  @Test func coursesCoverTheWholeState() throws {
    let trajectory = try #require(results().cases.first?.trajectory)
    #expect(trajectory.entries.map(\.name) == ["weight", "bias"])
    #expect(trajectory.loss.steps == Array(1...320))
    #expect(trajectory.loss.samples.count == 7)
    #expect(trajectory.loss.selfStrain < 1)
    #expect(trajectory.width < 0.01)
  }
}
