import CHDF5

/// A dataset of an open HDF5 file: its shape, element type and contents.
public struct HDF5Dataset: Sendable {
  public let file: HDF5File
  public let name: String
  public let shape: [Int]
  public let elementType: HDF5ElementType
  /// The product of the sizes.
  public let count: Int
  let handle: HDF5Handle

  /// DEFLATE cannot shrink data by more than this factor (RFC 1951: 258 bytes per two bits).
  private static let greatestCompression = 1032

  init(file: HDF5File, name: String, _ handle: HDF5Handle) throws(FileError) {
    self.file = file
    self.name = name
    self.handle = handle
    shape = try Self.readShape(file, name, handle.id)
    elementType = try Self.readType(file, name, handle.id)
    count = try Self.checkedCount(shape, elementType.size, file, name)
  }

  /// The bytes of all elements, in row-major order and native byte order.
  ///
  /// Throws unless the elements are stored as `type`.
  public func read(as type: HDF5ElementType) throws(FileError) -> ByteBuffer {
    guard type == elementType else {
      throw error("holds \(elementType), expected \(type)")
    }
    guard let buffer = ByteBuffer(count: count * type.size) else {
      throw error("no memory for \(count) elements")
    }
    guard count > 0 else { return buffer }
    return try HDF5Library.locked { () throws(FileError) in
      let status = type.withMemoryType { memory in
        buffer.withBytes { H5Dread(handle.id, memory, 0, 0, 0, $0.baseAddress) }
      }
      guard let status, status >= 0 else { throw file.failure(name) }
      return buffer
    }
  }

  /// The text attribute `attribute` of this dataset.
  public func string(_ attribute: String) throws(FileError) -> String {
    try HDF5Library.locked { () throws(FileError) in
      try HDF5Attribute(file, name, handle.id, attribute).string()
    }
  }

  /// The integer attribute `attribute` of this dataset.
  public func integer(_ attribute: String) throws(FileError) -> Int {
    try HDF5Library.locked { () throws(FileError) in
      try HDF5Attribute(file, name, handle.id, attribute).integer()
    }
  }

  /// Whether this dataset has an attribute of that name.
  public func has(_ attribute: String) throws(FileError) -> Bool {
    try HDF5Library.locked { () throws(FileError) in
      let found = H5Aexists(handle.id, attribute)
      guard found >= 0 else { throw file.failure("\(name)@\(attribute)") }
      return found > 0
    }
  }

  func error(_ reason: String) -> FileError {
    FileError(path: file.path, object: name, reason: reason)
  }

  private static func readShape(
    _ file: HDF5File, _ name: String, _ id: hid_t
  ) throws(FileError) -> [Int] {
    let space = H5Dget_space(id)
    guard space >= 0 else { throw file.failure(name) }
    defer { H5Sclose(space) }
    let rank = H5Sget_simple_extent_ndims(space)
    guard rank >= 0, rank <= 64 else { throw file.failure(name) }
    var sizes = [hsize_t](repeating: 0, count: Int(rank))
    guard H5Sget_simple_extent_dims(space, &sizes, nil) >= 0 else { throw file.failure(name) }
    return sizes.map { Int(clamping: $0) }
  }

  private static func readType(
    _ file: HDF5File, _ name: String, _ id: hid_t
  ) throws(FileError) -> HDF5ElementType {
    let type = H5Dget_type(id)
    guard type >= 0 else { throw file.failure(name) }
    defer { H5Tclose(type) }
    return HDF5ElementType(type: type)
  }

  /// The number of elements, refused when the file is too small to hold them even compressed.
  private static func checkedCount(
    _ shape: [Int], _ elementSize: Int, _ file: HDF5File, _ name: String
  ) throws(FileError) -> Int {
    if shape.contains(0) { return 0 }
    let limit = file.size.multipliedReportingOverflow(by: greatestCompression)
    var bytes = max(elementSize, 1)
    for size in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow, limit.overflow || product <= limit.partialValue else {
        throw FileError(
          path: file.path, object: name,
          reason: "claims the shape \(shape), more than a file of \(file.size) bytes can hold")
      }
      bytes = product
    }
    return bytes / max(elementSize, 1)
  }
}
