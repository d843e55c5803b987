import CHDF5

/// One attribute of an object; used inside the library's lock.
struct HDF5Attribute {
  let file: HDF5File
  /// "object@name", for messages.
  let label: String
  let handle: HDF5Handle

  init(
    _ file: HDF5File, _ object: String, _ id: hid_t, _ name: String
  ) throws(FileError) {
    self.file = file
    label = "\(object)@\(name)"
    guard H5Aexists(id, name) > 0 else {
      _ = HDF5Library.takeReason()
      throw FileError(path: file.path, object: label, reason: "is missing")
    }
    let attribute = H5Aopen(id, name, 0)
    guard attribute >= 0 else { throw file.failure(label) }
    handle = HDF5Handle(attribute, close: H5Aclose)
  }

  /// The value as one integer.
  func integer() throws(FileError) -> Int {
    try requireOne()
    let type = H5Aget_type(handle.id)
    defer { H5Tclose(type) }
    guard H5Tget_class(type) == H5T_INTEGER else {
      throw FileError(path: file.path, object: label, reason: "is not an integer")
    }
    var value: Int64 = 0
    guard H5Aread(handle.id, ts_h5t_int64(), &value) >= 0 else { throw file.failure(label) }
    return Int(value)
  }

  /// The value as text, stored with fixed or variable length.
  func string() throws(FileError) -> String {
    try requireOne()
    let type = H5Aget_type(handle.id)
    defer { H5Tclose(type) }
    guard H5Tget_class(type) == H5T_STRING else {
      throw FileError(path: file.path, object: label, reason: "is not text")
    }
    return H5Tis_variable_str(type) > 0
      ? try variableString(type) : try fixedString(type, H5Tget_size(type))
  }

  private func fixedString(_ type: hid_t, _ size: Int) throws(FileError) -> String {
    guard size <= 1 << 20 else {
      throw FileError(path: file.path, object: label, reason: "is \(size) bytes long")
    }
    var bytes = [UInt8](repeating: 0, count: size + 1)
    guard H5Aread(handle.id, type, &bytes) >= 0 else { throw file.failure(label) }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private func variableString(_ type: hid_t) throws(FileError) -> String {
    var text: UnsafeMutablePointer<CChar>?
    guard H5Aread(handle.id, type, &text) >= 0, let text else { throw file.failure(label) }
    defer { H5free_memory(text) }
    return String(cString: text)
  }

  private func requireOne() throws(FileError) {
    let space = H5Aget_space(handle.id)
    defer { H5Sclose(space) }
    guard H5Sget_simple_extent_npoints(space) == 1 else {
      throw FileError(path: file.path, object: label, reason: "does not hold one value")
    }
  }
}

extension HDF5File {
  /// The text attribute `name` of the root group.
  public func string(_ name: String) throws(FileError) -> String {
    try HDF5Library.locked { () throws(FileError) in
      try HDF5Attribute(self, "/", handle.id, name).string()
    }
  }

  /// The integer attribute `name` of the root group.
  public func integer(_ name: String) throws(FileError) -> Int {
    try HDF5Library.locked { () throws(FileError) in
      try HDF5Attribute(self, "/", handle.id, name).integer()
    }
  }
}
