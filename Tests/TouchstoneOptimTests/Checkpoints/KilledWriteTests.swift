import Foundation
import Testing
import Touchstone
import TouchstoneIO

/// Kills a process that writes checkpoints over one another; the file is whole every time.
@Suite struct KilledWriteTests {
  private static let variable = "TOUCHSTONE_TEST_CHECKPOINT_VICTIM"
  private static let size = 400_000

  /// The process that is killed: this test bundle once more, with only this test.
  @Test(.enabled(if: ProcessInfo.processInfo.environment[variable] != nil))
  func victim() throws {
    let path = ProcessInfo.processInfo.environment[Self.variable]!
    for number in 0... {
      var checkpoint = Checkpoint(epoch: number)
      let mark = Tensor.full([Self.size], Double(number), dtype: .float32)
      checkpoint.values = ["first": .tensor(mark), "second": .tensor(mark)]
      try checkpoint.write(to: path)
    }
  }

  @Test(.timeLimit(.minutes(2)), .disabled(
    if: ProcessInfo.processInfo.environment[variable] != nil, "this is the process to be killed"))
  func theFileIsWholeWhenItsWriterDies() throws {
    let folder = Folder()
    let path = folder.file("run.h5")
    for round in 0..<6 {
      let child = try startVictim(path)
      let begin = try modification(path)
      while try modification(path) == begin {
        guard child.isRunning else { break }
        usleep(2000)
      }
      usleep(UInt32(round * 7919 % 23_000))
      kill(child.processIdentifier, SIGKILL)
      child.waitUntilExit()
      #expect(child.terminationReason == .uncaughtSignal)
      let found = try Checkpoint.read(from: path)
      let epoch = try #require(found.epoch)
      let marks = found.values.values.flatMap(\.tensors)
      #expect(marks.count == 2)
      for mark in marks { #expect(mark.equal(Tensor.full([Self.size], Double(epoch)))) }
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.contains { $0.hasSuffix(".tmp") }, "no writer died while it wrote")
  }

  private func modification(_ path: String) throws -> Date? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
  }

  private func startVictim(_ path: String) throws -> Process {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var arguments = Array(CommandLine.arguments.dropFirst())
    while let filter = arguments.firstIndex(where: { $0 == "--filter" || $0 == "--skip" }) {
      arguments.removeSubrange(filter...min(filter + 1, arguments.count - 1))
    }
    child.arguments = arguments + ["--filter", "KilledWriteTests/victim"]
    child.environment = ProcessInfo.processInfo.environment.merging([Self.variable: path]) { $1 }
    (child.standardOutput, child.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try child.run()
    return child
  }
}
