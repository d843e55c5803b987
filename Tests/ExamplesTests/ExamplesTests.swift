import Foundation
import Testing
import Touchstone
import TouchstoneNN

@testable import Examples

/// The examples with settings that take a moment: they must run, and find what they look for.
@Suite struct ExamplesTests {
  private func seeded<R>(_ body: () throws -> R) rethrows -> R {
    try Generator.withDefault(Generator(), body)
  }

  @Test func theLineIsFound() {
    let (slope, intercept) = seeded { linearRegression(steps: 1000) }
    #expect(abs(slope - 2) < 0.3 && abs(intercept - 5) < 1)
  }

  @Test func theCloudsAreToldApart() {
    #expect(seeded { logisticRegression(steps: 300) } > 0.97)
  }

  private func withCheckpoints<R>(_ body: (String) throws -> R) throws -> R {
    let folder = NSTemporaryDirectory() + "touchstone-examples-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try seeded { try body(folder) }
  }

  private func digits() throws -> DigitData {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let data = tests.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/data").path
    let folder = ProcessInfo.processInfo.environment["TOUCHSTONE_FIXTURES"] ?? data
    return try DigitData("\(folder)/digits.h5")
  }

  /// Stopped after an epoch and taken up again, the training ends with the same bits.
  @Test func trainingGoesOn() throws {
    let data = try digits()
    try withCheckpoints { folder in
      let whole = try classifyDigits(data, epochs: 2, checkpoint: folder + "/whole.h5")
      _ = try classifyDigits(data, epochs: 1, checkpoint: folder + "/parts.h5")
      let resumed = try classifyDigits(data, epochs: 2, checkpoint: folder + "/parts.h5")
      for (a, b) in zip(whole.stateDict(), resumed.stateDict()) {
        #expect(a.key == b.key && a.value.equal(b.value), "\(a.key)")
      }
      #expect(whole.accuracy(data.test) > 0.8)
    }
  }

  /// The features stay while the head learns, and move when they are thawed.
  @Test func theNetworkLearnsAnotherTask() throws {
    let data = try digits()
    try withCheckpoints { folder in
      let path = folder + "/digits.h5"
      _ = try classifyDigits(data, epochs: 2, checkpoint: path)
      #expect(try fineTune(checkpoint: path, data, epochs: 4) > 0.75)
    }
  }
}
