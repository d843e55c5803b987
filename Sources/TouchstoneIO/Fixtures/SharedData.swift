import Touchstone

extension FixtureFile {
  /// A tensor that several cases of a corpus share: `digits/images` is the dataset `images` of
  /// `digits.h5` in the corpus's folder.
  public func shared(_ name: String) throws(FileError) -> Tensor {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
    guard parts.count == 2, isPlain else {
      throw FileError(path: path, object: name, reason: "is no name of shared data")
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    let file = (folder + ["\(parts[0]).h5"]).joined(separator: "/")
    return try HDF5File(file).dataset(String(parts[1])).tensor()
  }
}
