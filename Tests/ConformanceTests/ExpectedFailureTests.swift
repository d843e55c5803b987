import Foundation
import Testing
import TouchstoneIO

@testable import Conformance

/// An expected failure is never passed, and one that passes is reported.
@Suite struct ExpectedFailureTests {
  private func list(_ text: String) throws -> ExpectedFailures {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileAccess.writeAtomically(text, to: "\(folder)/\(ExpectedFailures.fileName)")
    return try ExpectedFailures(folder: folder)
  }

  private func outcome(_ id: String, _ status: CaseStatus) -> CaseResult {
    CaseResult(id: id, op: "add", dtype: "float32", status, reason: "")
  }

  @Test func aFailureIsSkippedWithItsReason() throws {
    let expected = try list("ops/add/float32/0 # the moon\n")
    let settled = expected.settled(outcome("ops/add/float32/0", .failed))
    #expect(settled.status == .skipped)
    #expect(settled.reason.contains("expected failure: the moon"))
  }

  @Test func onePassingIsAFailure() throws {
    let expected = try list("ops/add/float32/0 # the moon\n")
    #expect(expected.settled(outcome("ops/add/float32/0", .passed)).status == .failed)
  }

  @Test func othersStayAsTheyAre() throws {
    let expected = try list("ops/add/float32/0 # the moon\n")
    for status in [CaseStatus.passed, .failed, .skipped] {
      #expect(expected.settled(outcome("ops/add/float32/1", status)).status == status)
    }
  }

  @Test func aLineWithoutReasonIsRefused() {
    let error = #expect(throws: FileError.self) { try list("ops/add/float32/0\n") }
    #expect(error?.object == "line 1")
  }
}
