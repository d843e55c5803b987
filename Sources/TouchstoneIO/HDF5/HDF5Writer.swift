import CHDF5

/// Writes an HDF5 file that appears under its name only when it is complete.
///
///     try HDF5Writer.write("model.h5") { file throws(FileError) in
///       try file.write("/weights", bytes, .float(bytes: 4), shape: [2, 3])
///     }
public struct HDF5Writer {
  private let path: String
  private let handle: HDF5Handle

  /// Runs `body` on a new file and moves it to `path`; on failure nothing is left there.
  public static func write(
    _ path: String, _ body: (HDF5Writer) throws(FileError) -> Void
  ) throws(FileError) {
    try FileAccess.replacing(path) { (temporary) throws(FileError) in
      let writer = try HDF5Writer(path: path, temporary: temporary)
      try body(writer)
      try writer.flush()
    }
  }

  private init(path: String, temporary: String) throws(FileError) {
    self.path = path
    handle = try HDF5Library.locked { () throws(FileError) in
      let id = H5Fcreate(temporary, 2, 0, 0)
      guard id >= 0 else { throw FileError(path: path, reason: HDF5Library.takeReason()) }
      return HDF5Handle(id, close: H5Fclose)
    }
  }

  private func flush() throws(FileError) {
    try HDF5Library.locked { () throws(FileError) in
      try check(H5Fflush(handle.id, H5F_SCOPE_LOCAL), "")
    }
  }

  /// Writes a dataset; groups on its path are made. `gzip` 1...9 compresses it, 0 does not.
  public func write(
    _ name: String, _ bytes: UnsafeRawBufferPointer, _ type: HDF5ElementType, shape: [Int],
    gzip: Int = 0
  ) throws(FileError) {
    let count = shape.reduce(1, *)
    guard bytes.count == count * type.size else {
      throw error(name, "\(bytes.count) bytes given for the shape \(shape) of \(type)")
    }
    try HDF5Library.locked { () throws(FileError) in
      let space = H5Screate_simple(Int32(shape.count), shape.map(hsize_t.init), nil)
      defer { H5Sclose(space) }
      let links = H5Pcreate(ts_h5p_link_create())
      defer { H5Pclose(links) }
      H5Pset_create_intermediate_group(links, 1)
      let creation = try creationProperties(name, shape, gzip: count > 0 ? gzip : 0)
      defer { H5Pclose(creation) }
      let status = type.withMemoryType { memory -> herr_t in
        let id = H5Dcreate2(handle.id, name, memory, space, links, creation, 0)
        guard id >= 0 else { return -1 }
        defer { H5Dclose(id) }
        return count == 0 ? 0 : H5Dwrite(id, memory, 0, 0, 0, bytes.baseAddress)
      }
      try check(status ?? -1, name)
    }
  }

  /// Writes a text attribute of the object `object` ("/" is the root).
  public func write(
    attribute: String, of object: String = "/", _ text: String
  ) throws(FileError) {
    try HDF5Library.locked { () throws(FileError) in
      let type = H5Tcopy(ts_h5t_c_s1())
      defer { H5Tclose(type) }
      let bytes = Array(text.utf8) + [0]
      H5Tset_size(type, bytes.count)
      H5Tset_cset(type, H5T_CSET_UTF8)
      try bytes.withUnsafeBufferPointer { (raw) throws(FileError) in
        try writeAttribute(attribute, of: object, type, raw.baseAddress)
      }
    }
  }

  /// Writes an integer attribute of the object `object` ("/" is the root).
  public func write(
    attribute: String, of object: String = "/", _ value: Int
  ) throws(FileError) {
    try HDF5Library.locked { () throws(FileError) in
      let values = [Int64(value)]
      try values.withUnsafeBufferPointer { (raw) throws(FileError) in
        try writeAttribute(attribute, of: object, ts_h5t_int64(), raw.baseAddress)
      }
    }
  }

  private func writeAttribute(
    _ name: String, of object: String, _ type: hid_t, _ bytes: UnsafeRawPointer?
  ) throws(FileError) {
    let space = H5Screate(H5S_SCALAR)
    defer { H5Sclose(space) }
    let id = H5Acreate_by_name(handle.id, object, name, type, space, 0, 0, 0)
    try check(id >= 0 ? 0 : -1, "\(object)@\(name)")
    defer { H5Aclose(id) }
    try check(H5Awrite(id, type, bytes), "\(object)@\(name)")
  }

  private func creationProperties(
    _ name: String, _ shape: [Int], gzip: Int
  ) throws(FileError) -> hid_t {
    let properties = H5Pcreate(ts_h5p_dataset_create())
    guard gzip > 0, !shape.isEmpty else { return properties }
    var chunk = shape.map(hsize_t.init)
    chunk[0] = min(chunk[0], max(1, 65536 / max(1, chunk.dropFirst().reduce(1, *))))
    try check(H5Pset_chunk(properties, Int32(chunk.count), chunk), name)
    try check(H5Pset_shuffle(properties), name)
    try check(H5Pset_deflate(properties, UInt32(gzip)), name)
    return properties
  }

  private func check(_ status: herr_t, _ object: String) throws(FileError) {
    if status < 0 { throw error(object, HDF5Library.takeReason()) }
  }

  private func error(_ object: String, _ reason: String) -> FileError {
    FileError(path: path, object: object, reason: reason)
  }
}
