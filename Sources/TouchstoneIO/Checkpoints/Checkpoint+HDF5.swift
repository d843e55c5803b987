import OrderedCollections
import Touchstone

/// Checkpoints in HDF5 files, which Python reads with h5py; `checkpoints.py` among the fixtures'
/// sources does.
///
/// Every tensor is a dataset under the path of its place, `/parts/model/fc.weight` or
/// `/parts/optimizer/state/0/exp_avg`, with the attribute `touchstone_dtype`. Everything else, and
/// where the tensors belong, is in the dataset `/structure`: JSON in UTF-8 (see `ValueTree`). The
/// root's attributes `touchstone_format` ("checkpoint") and `touchstone_version` (1) name the kind.
extension Checkpoint {
  private static let format = "checkpoint"
  private static let version = 1

  /// Writes the file: completely, or after an error or when the process is killed not at all. The
  /// file that was there before stays until then, and what is there afterwards is on the disk.
  ///
  /// - Parameter gzip: 1…9 compresses, 0 does not.
  /// - Throws: `FileError` for a file that cannot be written, and for values of a kind that no file
  ///   holds.
  public func write(to path: String, gzip: Int = 0) throws(FileError) {
    try HDF5Writer.write(path) { (file) throws(FileError) in
      try file.write(attribute: "touchstone_format", Self.format)
      try file.write(attribute: "touchstone_version", Self.version)
      var tree = ValueTreeWriter(file: file, path: path, gzip: gzip)
      let structure = try tree.encoded(.entries(sections), at: "")
      let result = Array(structure.text.utf8).withUnsafeBytes { bytes in
        Result { () throws(FileError) in
          try file.write(
            "/structure", bytes, .integer(bytes: 1, signed: false), shape: [bytes.count])
        }
      }
      try result.get()
    }
  }

  private var sections: OrderedDictionary<String, Value> {
    [
      "parts": .entries(parts), "epoch": epoch.map { .int(Int64($0)) } ?? .none,
      "generators": .entries(generators), "values": .entries(values),
    ]
  }

  /// Reads a checkpoint that Touchstone or `checkpoints.py` wrote.
  ///
  /// - Throws: `FileError` for a file that is absent, truncated, no checkpoint, or of another
  ///   version.
  public static func read(from path: String) throws(FileError) -> Checkpoint {
    let file = try HDF5File(path)
    try checkFormat(file, path)
    let tree = try ValueTreeReader(file: file).structure()
    guard let sections = tree.entries, let parts = sections["parts"]?.entries,
      let generators = sections["generators"]?.entries, let values = sections["values"]?.entries
    else {
      throw FileError(
        path: path, object: "/structure", reason: "has not the sections of a checkpoint")
    }
    return Checkpoint(
      parts: parts, epoch: try epoch(sections["epoch"], path), generators: generators,
      values: values)
  }

  private static func epoch(_ value: Value?, _ path: String) throws(FileError) -> Int? {
    switch value {
    case .int(let number): return Int(number)
    case nil, .some(.none): return nil
    default: throw FileError(path: path, object: "/structure", reason: "the epoch is no number")
    }
  }

  private static func checkFormat(_ file: HDF5File, _ path: String) throws(FileError) {
    let format: String
    do { format = try file.string("touchstone_format") } catch {
      throw FileError(path: path, reason: "is an HDF5 file, but no checkpoint of Touchstone")
    }
    guard format == self.format else {
      throw FileError(path: path, reason: "is no checkpoint but \(format)")
    }
    let version = try file.integer("touchstone_version")
    guard version == self.version else {
      throw FileError(
        path: path,
        reason: "is a checkpoint of version \(version); this library reads version \(self.version)")
    }
  }
}
