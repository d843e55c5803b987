import Foundation
import TouchstoneIO

/// A folder of fixtures: its manifest and its files.
public struct Corpus: Sendable {
  public struct File: Sendable {
    public let path: String
    public let suite: String
    /// Name of the file without folder and extension: the operation.
    public let op: String
    public let bytes: Int
    /// Hash in the manifest; nil for files that it does not list.
    public let sha256: String?

    /// What the ids of all cases in the file begin with.
    var stem: String { "\(suite)/\(op)" }

    public var holdsCases: Bool { path.hasSuffix(".h5") && suite != "data" }
  }

  /// The folder's name, as given.
  public let folder: String
  public let manifest: FixtureManifest?
  /// In alphabetical order of suite and operation.
  public let files: [File]
  /// Files in the manifest that hold no cases: tables for the library's own tests, shared data.
  public let tables: [File]
  /// Cases that are known to fail.
  public let expectedFailures: ExpectedFailures
  /// What is wrong with the folder itself.
  public let problems: [FileError]

  /// Looks at `folder`. A missing or damaged manifest is a problem, but the files still run.
  public init(_ folder: String) {
    self.folder = folder
    var problems: [FileError] = []
    do { manifest = try FixtureManifest(folder: folder) } catch {
      manifest = nil
      problems.append(error)
    }
    do { expectedFailures = try ExpectedFailures(folder: folder) } catch {
      expectedFailures = .none
      problems.append(error)
    }
    let listed = Self.listed(manifest, folder)
    let known = Set(listed.map(\.path))
    let found = Self.found(folder).filter { !known.contains($0.path) }
    if manifest != nil {
      problems += found.map { FileError(path: $0.path, reason: "is not in the manifest") }
    }
    files = (listed.filter(\.holdsCases) + found).sorted { $0.stem < $1.stem }
    tables = listed.filter { !$0.holdsCases }
    self.problems = problems
  }

  /// The files whose place in the corpus is `index` modulo `count`.
  public func part(_ index: Int, of count: Int) -> Corpus {
    Corpus(self, files: files.indices.filter { $0 % count == index }.map { files[$0] })
  }

  private init(_ whole: Corpus, files: [File]) {
    (folder, manifest, tables, problems) = (whole.folder, whole.manifest, [], [])
    expectedFailures = whole.expectedFailures
    self.files = files
  }

  private static func listed(_ manifest: FixtureManifest?, _ folder: String) -> [File] {
    (manifest?.suites ?? []).flatMap { suite in
      suite.files.map { file in
        File(
          path: "\(folder)/\(file.path)", suite: suite.name, op: operation(file.path),
          bytes: file.bytes, sha256: file.sha256)
      }
    }
  }

  private static func found(_ folder: String) -> [File] {
    let manager = FileManager.default
    let suites = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
    return suites.sorted().flatMap { suite in
      let names = (try? manager.contentsOfDirectory(atPath: "\(folder)/\(suite)")) ?? []
      return names.sorted().filter { $0.hasSuffix(".h5") }.map { name in
        let path = "\(folder)/\(suite)/\(name)"
        return File(
          path: path, suite: suite, op: operation(name),
          bytes: (try? FileAccess.size(path)) ?? 0, sha256: nil)
      }
    }
  }

  private static func operation(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".h5") ? String(name.dropLast(3)) : name
  }

  /// Reads all of `file` and returns the number of its cases.
  public func check(_ file: File) throws(FileError) -> Int {
    let fixtures = try FixtureFile(file.path)
    try fixtures.readEverything()
    let listed = manifest?.suites.flatMap(\.files).first { "\(folder)/\($0.path)" == file.path }
    if let listed, listed.cases != fixtures.cases.count {
      throw FileError(
        path: file.path, object: "/cases",
        reason: "has \(fixtures.cases.count) cases, the manifest says \(listed.cases)")
    }
    return fixtures.cases.count
  }

  /// Compares `file` with its hash in the manifest.
  public static func verify(_ file: File) throws(FileError) {
    guard let expected = file.sha256 else { return }
    let bytes = try FileAccess.read(file.path)
    guard SHA256.hex(of: bytes) == expected else {
      throw FileError(
        path: file.path, reason: "differs from its hash in the manifest (\(expected.prefix(12))…)")
    }
  }
}
