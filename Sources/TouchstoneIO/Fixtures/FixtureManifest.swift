/// The list of a fixture folder's files with their hashes, and of all names in PyTorch's database.
public struct FixtureManifest: Sendable {
  public struct File: Equatable, Sendable {
    /// Relative to the folder.
    public let path: String
    public let sha256: String
    public let bytes: Int
    public let cases: Int
  }

  /// One name of PyTorch's operator database.
  public struct Name: Equatable, Sendable {
    public let name: String
    public let category: String
    public let variants: [String]
    public let dtypes: [String]
    public let backwardDTypes: [String]

    public init(
      name: String, category: String, variants: [String], dtypes: [String],
      backwardDTypes: [String]
    ) {
      (self.name, self.category, self.variants) = (name, category, variants)
      (self.dtypes, self.backwardDTypes) = (dtypes, backwardDTypes)
    }
  }

  public struct LeftOut: Equatable, Sendable {
    public let id: String
    public let samples: String
    public let reason: String
  }

  public struct Suite: Sendable {
    public let name: String
    public let files: [File]
    public let names: [Name]
    public let leftOut: [LeftOut]
  }

  public let path: String
  public let torch: String
  public let cpuCapability: String
  public let seed: Int
  public let suites: [Suite]

  /// Reads `manifest.json` of `folder`.
  public init(folder: String) throws(FileError) {
    path = folder + "/manifest.json"
    let json: JSONValue
    do { json = try JSONParser.parse(try FileAccess.read(path)) } catch let error as FileError {
      throw error
    } catch {
      let problem = error as? JSONError
      throw FileError(
        path: path, object: "byte \(problem?.offset ?? 0)", reason: problem?.reason ?? "\(error)")
    }
    guard json["schema"]?.int == 1 else {
      throw FileError(path: path, object: "schema", reason: "is not 1")
    }
    torch = json["torch"]?.string ?? "unknown"
    cpuCapability = json["cpu_capability"]?.string ?? "unknown"
    seed = json["seed"]?.int ?? 0
    var suites: [Suite] = []
    for member in json["suites"]?.members ?? [] {
      suites.append(try Self.suite(member, path))
    }
    self.suites = suites
  }

  private static func suite(
    _ member: JSONValue.Member, _ path: String
  ) throws(FileError) -> Suite {
    var files: [File] = []
    for (index, entry) in (member.value["files"]?.array ?? []).enumerated() {
      guard let file = file(entry) else {
        throw FileError(
          path: path, object: "suites.\(member.name).files[\(index)]",
          reason: "lacks path, sha256, bytes or cases, or leads out of the folder")
      }
      files.append(file)
    }
    return Suite(
      name: member.name, files: files, names: (member.value["names"]?.members ?? []).map(name),
      leftOut: (member.value["left_out"]?.array ?? []).map(leftOut))
  }

  private static func file(_ entry: JSONValue) -> File? {
    guard let path = entry["path"]?.string, let hash = entry["sha256"]?.string,
      let bytes = entry["bytes"]?.int, let cases = entry["cases"]?.int,
      !path.hasPrefix("/"), !path.split(separator: "/").contains("..")
    else { return nil }
    return File(path: path, sha256: hash, bytes: bytes, cases: cases)
  }

  private static func name(_ member: JSONValue.Member) -> Name {
    Name(
      name: member.name, category: member.value["category"]?.string ?? "",
      variants: strings(member.value["variants"]), dtypes: strings(member.value["dtypes"]),
      backwardDTypes: strings(member.value["backward_dtypes"]))
  }

  private static func leftOut(_ entry: JSONValue) -> LeftOut {
    LeftOut(
      id: entry["id"]?.string ?? "", samples: entry["samples"]?.string ?? "",
      reason: entry["reason"]?.string ?? "")
  }

  private static func strings(_ json: JSONValue?) -> [String] {
    (json?.array ?? []).compactMap(\.string)
  }
}
