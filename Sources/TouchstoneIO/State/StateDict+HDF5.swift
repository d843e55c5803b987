import Touchstone

/// State dictionaries in HDF5 files, which Python reads with h5py without knowing of this library.
///
/// Every tensor is a dataset of the root group under its own name (`conv1.weight`), row-major.
/// Attributes of each dataset say what HDF5 does not: `touchstone_dtype` (bfloat16 is stored as its
/// 16 bits, bool as bytes), `touchstone_index`, the place in the dictionary, and, where it is known,
/// `touchstone_version`, the version of the layout of its module's state. Files without them are
/// read too: in alphabetical order, with the dtypes that the elements have.
extension StateDict {
  /// Writes the tensors to `path`: all of them or, after an error, nothing.
  ///
  /// - Parameter gzip: 1…9 compresses, 0 does not.
  /// - Throws: `FileError` for a file that cannot be written and a name that HDF5 cannot have.
  public func write(hdf5 path: String, gzip: Int = 0) throws(FileError) {
    try HDF5Writer.write(path) { (file) throws(FileError) in
      for (index, entry) in enumerated() {
        guard !entry.key.isEmpty, !entry.key.contains("/"), entry.key != "." else {
          throw FileError(path: path, object: entry.key, reason: "is no name for a dataset")
        }
        try file.write(entry.value, entry.key, gzip: gzip)
        try file.write(attribute: "touchstone_index", of: entry.key, index)
        if let version = versions?[modulePath(entry.key)] {
          try file.write(attribute: "touchstone_version", of: entry.key, version)
        }
      }
    }
  }

  /// Reads a file that `write(hdf5:)` or h5py wrote.
  ///
  /// - Throws: `FileError` for a file that is absent, corrupt or of another kind, and for objects
  ///   that are no tensors of a known dtype.
  public init(hdf5 path: String) throws(FileError) {
    let file = try HDF5File(path)
    var found: [(index: Int, name: String, tensor: Tensor)] = []
    var versions: [String: Int] = [:]
    for name in try file.list() {
      let dataset = try file.dataset(name)
      let index = try dataset.has("touchstone_index") ? try dataset.integer("touchstone_index") : .max
      found.append((index, name, try dataset.tensor()))
      if try dataset.has("touchstone_version") {
        versions[modulePath(name)] = try dataset.integer("touchstone_version")
      }
    }
    self.init()
    if !versions.isEmpty { self.versions = [:] }
    for entry in found.sorted(by: { ($0.index, $0.name) < ($1.index, $1.name) }) {
      self[entry.name] = entry.tensor
      let path = modulePath(entry.name)
      if let version = versions[path] { self.versions?[path] = version }
    }
  }
}

/// The path of the module whose state has the entry `name`.
private func modulePath(_ name: String) -> String {
  String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.startIndex))
}

extension HDF5Writer {
  /// Writes `tensor` as the dataset `name`, with its dtype as an attribute.
  func write(_ tensor: Tensor, _ name: String, gzip: Int) throws(FileError) {
    let written = tensor.withUnsafeBytes { bytes in
      Result { () throws(FileError) in
        try write(
          name, bytes, HDF5ElementType(tensor.dtype), shape: Array(tensor.shape), gzip: gzip)
      }
    }
    try written.get()
    try write(attribute: "touchstone_dtype", of: name, tensor.dtype.name)
  }
}

extension HDF5Dataset {
  /// The elements as a tensor of the dtype that the attribute `touchstone_dtype` names, or that they
  /// are stored in.
  func tensor() throws(FileError) -> Tensor {
    let dtype = try self.dtype()
    let bytes = try read(as: HDF5ElementType(dtype))
    return bytes.withBytes { .copying(UnsafeRawBufferPointer($0), dtype: dtype, shape: Shape(shape)) }
  }

  private func dtype() throws(FileError) -> DType {
    if try has("touchstone_dtype") {
      let name = try string("touchstone_dtype")
      guard let dtype = DType(name: name) else { throw error("is of the unknown dtype \(name)") }
      return dtype
    }
    let stored = DType.allCases.first {
      $0 != .bfloat16 && $0 != .bool && HDF5ElementType($0) == elementType
    }
    guard let stored else { throw error("holds \(elementType), which no dtype is stored as") }
    return stored
  }
}
