import Foundation
import Testing

/// Builds Tests/ConsumerPackage, a package of its own that depends on this one by version.
///
/// SwiftPM refuses such a dependency when it uses unsafe flags, so this proves that other projects
/// can use the library products. Works offline: what SwiftPM has fetched for this package serves
/// as the mirror of its dependencies.
struct ConsumerTests {
  @Test func anotherPackageDependsOnThisOneByVersion() throws {
    let place = FileManager.default.temporaryDirectory.appending(
      path: "touchstone-consumer-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let release = place.appending(path: "Touchstone")
    try publish(at: release)
    let consumer = place.appending(path: "Consumer")
    try FileManager.default.copyItem(
      at: repository.appending(path: "Tests/ConsumerPackage"), to: consumer)
    try mirrorFetchedPackages(for: consumer, at: place.appending(path: "mirrors"))

    let scratch = place.appending(path: "build").path
    try run(
      "swift", "build", "-c", "debug", "--scratch-path", scratch, "--cache-path",
      place.appending(path: "cache").path, in: consumer,
      environment: ["TOUCHSTONE_REPOSITORY": release.absoluteString])
    let output = try run(scratch + "/debug/Consumer", in: consumer)
    #expect(output == "Touchstone says [2, 3] float32\n")
  }

  private var repository: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// Copies the package into a git repository with one version.
  private func publish(at release: URL) throws {
    try FileManager.default.createDirectory(at: release, withIntermediateDirectories: true)
    for item in ["Package.swift", "Sources", "Benchmarks", "Tests"] {
      try FileManager.default.copyItem(
        at: repository.appending(path: item), to: release.appending(path: item))
    }
    try run("git", "init", "--quiet", in: release)
    try run("git", "add", "--all", in: release)
    try run(
      "git", "-c", "user.name=Touchstone", "-c", "user.email=tests@localhost", "commit", "--quiet",
      "--message", "Snapshot", in: release)
    try run("git", "tag", "1.0.0", in: release)
  }

  /// Points the consumer at the repositories in the build folder that this test runs from.
  private func mirrorFetchedPackages(for consumer: URL, at mirrors: URL) throws {
    var folder = URL(filePath: CommandLine.arguments[0]).absoluteURL
    while folder.path != "/" && folder.lastPathComponent != "" {
      folder.deleteLastPathComponent()
      let fetched = folder.appending(path: "repositories")
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: fetched.path) else {
        continue
      }
      try FileManager.default.createDirectory(at: mirrors, withIntermediateDirectories: true)
      for name in names where name.hasPrefix("swift-argument-parser-") {
        let mirror = mirrors.appending(path: "swift-argument-parser")
        try FileManager.default.createSymbolicLink(
          at: mirror, withDestinationURL: fetched.appending(path: name))
        try run(
          "swift", "package", "config", "set-mirror", "--original",
          "https://github.com/apple/swift-argument-parser", "--mirror", mirror.absoluteString,
          in: consumer)
      }
      return
    }
  }

  /// Runs a command to its end and returns its standard output; failing it fails the test.
  @discardableResult
  private func run(
    _ command: String..., in folder: URL, environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command.joined(separator: " ")): \(output)")
    return output
  }
}
