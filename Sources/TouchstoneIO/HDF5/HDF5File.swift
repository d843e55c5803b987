import CHDF5

/// An HDF5 file open for reading.
///
/// Every problem is thrown as a `FileError` that names the file and the object; files that are
/// truncated, corrupt, of another kind or absent never stop the program.
public final class HDF5File: Sendable {
  public let path: String
  /// Bytes of the file on disk; bounds what a dataset in it may claim to hold.
  public let size: Int
  let handle: HDF5Handle

  /// Opens the file at `path` for reading.
  public init(_ path: String) throws(FileError) {
    let size = try FileAccess.size(path)
    guard size > 0 else { throw FileError(path: path, reason: "is empty") }
    self.path = path
    self.size = size
    handle = try HDF5Library.locked { () throws(FileError) in
      guard H5Fis_hdf5(path) > 0 else {
        _ = HDF5Library.takeReason()
        throw FileError(path: path, reason: "is not an HDF5 file")
      }
      let id = H5Fopen(path, 0, 0)
      guard id >= 0 else { throw FileError(path: path, reason: HDF5Library.takeReason()) }
      return HDF5Handle(id, close: H5Fclose)
    }
  }

  /// The names of the objects in `group`, in alphabetical order.
  public func list(_ group: String = "/") throws(FileError) -> [String] {
    try HDF5Library.locked { () throws(FileError) in
      let id = H5Gopen2(handle.id, group, 0)
      guard id >= 0 else { throw failure(group) }
      defer { H5Gclose(id) }
      var info = H5G_info_t()
      guard H5Gget_info(id, &info) >= 0 else { throw failure(group) }
      var names: [String] = []
      for index in 0..<info.nlinks { names.append(try linkName(id, group, index)) }
      return names
    }
  }

  private func linkName(
    _ id: hid_t, _ group: String, _ index: hsize_t
  ) throws(FileError) -> String {
    var text = [CChar](repeating: 0, count: 1024)
    let length = H5Lget_name_by_idx(
      id, ".", H5_INDEX_NAME, H5_ITER_INC, index, &text, text.count, 0)
    guard length >= 0, length < text.count else { throw failure(group) }
    return String(decoding: text.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether the file holds an object called `name`, a path from the root.
  public func contains(_ name: String) throws(FileError) -> Bool {
    try HDF5Library.locked { () throws(FileError) in
      var path = ""
      for part in name.split(separator: "/") {
        path += "/" + part
        let found = H5Lexists(handle.id, path, 0)
        guard found >= 0 else { throw failure(path) }
        guard found > 0 else { return false }
      }
      return true
    }
  }

  /// The dataset called `name`.
  public func dataset(_ name: String) throws(FileError) -> HDF5Dataset {
    guard try contains(name) else {
      throw FileError(path: path, object: name, reason: "is missing")
    }
    return try HDF5Library.locked { () throws(FileError) in
      let id = H5Dopen2(handle.id, name, 0)
      guard id >= 0 else { throw failure(name) }
      return try HDF5Dataset(file: self, name: name, HDF5Handle(id, close: H5Dclose))
    }
  }

  /// The error for `object` with the library's reason.
  func failure(_ object: String) -> FileError {
    FileError(path: path, object: object, reason: HDF5Library.takeReason())
  }
}
