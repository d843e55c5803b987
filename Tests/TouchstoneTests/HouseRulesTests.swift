import Foundation
import Testing

/// Rules of the code base that a compiler does not check.
@Suite struct HouseRulesTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func files(under folder: String, _ extensions: Set<String>) throws -> [URL] {
    let start = Self.root.appending(path: folder)
    let all = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
    let found = (all?.allObjects as? [URL] ?? []).filter { extensions.contains($0.pathExtension) }
    try #require(!found.isEmpty, "no sources under \(folder)")
    return found
  }

  private func lines(_ file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }

  /// A GPU backend can be added without touching operations only while none of them reaches for
  /// host memory.
  @Test func operationsNeverTouchHostMemory() throws {
    let forbidden = ["UnsafeMutableRawPointer", "UnsafeRawPointer", "withView", "storage.pointer"]
    for file in try files(under: "Sources/Touchstone/Ops", ["swift"]) {
      for (number, line) in try lines(file).enumerated() {
        let hit = forbidden.first { line.contains($0) }
        #expect(hit == nil, "\(file.lastPathComponent):\(number + 1) uses \(hit ?? "")")
      }
    }
  }

  /// The formulas are compiled for the GPU at run time from their text, without any header.
  @Test func formulasStandAlone() throws {
    for file in try files(under: "Sources/CKernels/formulas", ["h"]) {
      let code = try lines(file).enumerated().filter { !$1.hasPrefix("//") }
      for (number, line) in code {
        let foreign = line.contains("std::") || line.hasPrefix("#include <")
        #expect(!foreign, "\(file.lastPathComponent):\(number + 1): \(line)")
      }
    }
  }

  @Test func filesStayShort() throws {
    for folder in ["Sources", "Tests", "Benchmarks"] {
      let all = try files(under: folder, ["swift", "cpp", "h"])
      let lengths = try all.map { (try lines($0).count, $0.lastPathComponent) }
      for (length, name) in lengths { #expect(length <= 450, "\(name) has \(length) lines") }
      let long = lengths.filter { $0.0 > 350 }
      #expect(long.count * 10 <= lengths.count, "\(folder): over 350 lines: \(long)")
    }
  }
}
