import TouchstoneIO

extension Corpus {
  /// The case called `id` and its file; nil when no readable file has it.
  public func find(_ id: String) throws(FileError) -> (FixtureFile, FixtureCase, File)? {
    for file in files where Self.mayHold(file, id) {
      let fixtures = try FixtureFile(file.path)
      if let fixture = fixtures.fixture(id) {
        return (fixtures, fixture, file)
      }
    }
    return nil
  }

  /// Whether the id's second part is the file's operation, alone or with a variant.
  private static func mayHold(_ file: File, _ id: String) -> Bool {
    guard id.hasPrefix(file.stem) else { return false }
    let next = id.dropFirst(file.stem.count).first
    return next == "/" || next == "."
  }
}
