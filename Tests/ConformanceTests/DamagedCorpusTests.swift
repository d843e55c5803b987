import Foundation
import Testing
import TouchstoneIO

@testable import Conformance

/// Files that cannot be read are reported by name; the others still run.
@Suite struct DamagedCorpusTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "touchstone-corpus-\(UUID().uuidString)"
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "/ops", withIntermediateDirectories: true)
    for name in ["ops/permute.h5", "ops/flip.h5"] {
      try manager.copyItem(
        atPath: "\(CommittedFixtures.folder)/\(name)", toPath: "\(folder)/\(name)")
    }
    let whole = try FileAccess.read(CommittedFixtures.folder + "/manifest.json")
    let part = try Self.manifest(whole, keeping: ["ops/permute.h5", "ops/flip.h5"])
    try FileAccess.writeAtomically(part, to: folder + "/manifest.json")
  }

  /// The manifest with only some of its files.
  private static func manifest(_ text: [UInt8], keeping names: [String]) throws -> String {
    let json = try JSONParser.parse(text)
    let files = json["suites"]?["ops"]?["files"]?.array ?? []
    let kept = files.filter { names.contains($0["path"]?.string ?? "") }
    let suite: JSONValue = ["files": .array(kept), "names": [:], "left_out": []]
    let whole: JSONValue = ["schema": 1, "torch": "2", "suites": ["ops": suite]]
    return whole.text
  }

  private func run() -> ConformanceResults {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return ConformanceRun(Corpus(folder)).run()
  }

  private func expect(_ results: ConformanceResults, problem name: String) {
    #expect(results.exitCode == 2)
    #expect(results.problems.count == 1)
    #expect(results.problems.first?.path.hasSuffix(name) == true)
    #expect(results.passed > 0)
    #expect(results.summary.hasSuffix("skipped"))
  }

  @Test func soundFiles() {
    let results = run()
    #expect(results.problems.isEmpty)
    #expect(results.exitCode == (results.failed == 0 ? 0 : 1))
  }

  @Test func changedByteIsFoundByItsHash() throws {
    var bytes = try FileAccess.read(folder + "/ops/flip.h5")
    bytes[bytes.count / 2] ^= 1
    FileManager.default.createFile(atPath: folder + "/ops/flip.h5", contents: Data(bytes))
    expect(run(), problem: "flip.h5")
  }

  @Test func missingFile() throws {
    try FileManager.default.removeItem(atPath: folder + "/ops/flip.h5")
    expect(run(), problem: "flip.h5")
  }

  @Test func directoryInsteadOfFile() throws {
    try FileManager.default.removeItem(atPath: folder + "/ops/flip.h5")
    try FileManager.default.createDirectory(
      atPath: folder + "/ops/flip.h5", withIntermediateDirectories: false)
    expect(run(), problem: "flip.h5")
  }

  @Test func fileOutsideTheManifest() throws {
    FileManager.default.createFile(atPath: folder + "/ops/other.h5", contents: Data([1, 2, 3]))
    let results = run()
    #expect(results.exitCode == 2)
    #expect(results.problems.allSatisfy { $0.path.hasSuffix("other.h5") })
    #expect(results.passed > 0)
  }

  @Test func missingManifest() throws {
    try FileManager.default.removeItem(atPath: folder + "/manifest.json")
    expect(run(), problem: "manifest.json")
  }

  /// Damage anywhere in a file is found or harmless; it never stops the program.
  @Test func damageWithoutHashes() throws {
    let sound = try FileAccess.read(folder + "/ops/flip.h5")
    var options = ConformanceOptions()
    options.verifiesHashes = false
    options.selection = Selection(patterns: ["ops/flip/*"])
    for place in stride(from: 0, to: sound.count, by: max(1, sound.count / 60)) {
      var bytes = sound
      bytes[place] ^= 0xFF
      FileManager.default.createFile(atPath: folder + "/ops/flip.h5", contents: Data(bytes))
      _ = ConformanceRun(Corpus(folder), options).run()
    }
    FileManager.default.createFile(
      atPath: folder + "/ops/flip.h5", contents: Data(sound.prefix(sound.count / 2)))
    expect(run(), problem: "flip.h5")
  }
}
