import Foundation
import Touchstone

/// A fixture file: the cases of one operation and the data of their tensors.
///
/// Opening reads and checks the case table; the data of a dtype is read when first asked for and
/// lives as long as the file. Nothing in a file can make reading it go out of bounds: every span
/// is checked against the dataset it lies in before a case is handed out.
public final class FixtureFile: @unchecked Sendable {
  public static let schema = "touchstone-fixture"
  public static let schemaVersion = 1

  public let path: String
  public let suite: String
  public let op: String
  /// PyTorch's instruction set, as `torch.backends.cpu.get_cpu_capability` names it.
  public let capability: String
  public let cases: [FixtureCase]
  private let datasets: [DType: HDF5Dataset]
  private let places: [String: Int]
  private var loaded: [DType: ByteBuffer] = [:]
  private let lock = NSLock()

  /// Opens the file at `path` and checks all of it but the numbers.
  public init(_ path: String) throws(FileError) {
    let file = try HDF5File(path)
    try Self.checkSchema(file)
    self.path = path
    suite = try file.string("suite")
    op = try file.string("op")
    capability = try file.string("cpu_capability")
    datasets = try Self.openDatasets(file)
    cases = try Self.readCases(file, datasets.mapValues(\.count))
    places = Dictionary(
      cases.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The case called `id`.
  public func fixture(_ id: String) -> FixtureCase? { places[id].map { cases[$0] } }

  /// The span of `tensor`'s storage, valid while this file lives. Never write to it.
  public func span(_ tensor: FixtureTensor) throws(FileError) -> UnsafeRawBufferPointer {
    guard tensor.length > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let data = try data(tensor.dtype)
    let size = tensor.dtype.itemSize
    let start = tensor.offset * size
    return UnsafeRawBufferPointer(rebasing: data.unsafeBytes[start..<start + tensor.length * size])
  }

  private func data(_ dtype: DType) throws(FileError) -> ByteBuffer {
    lock.lock()
    defer { lock.unlock() }
    if let buffer = loaded[dtype] { return buffer }
    guard let dataset = datasets[dtype] else {
      throw FileError(path: path, object: "/data/\(dtype.name)", reason: "is missing")
    }
    let buffer = try dataset.read(as: HDF5ElementType(dtype))
    loaded[dtype] = buffer
    return buffer
  }

  /// Reads the data of every dtype, so that damage anywhere in the file is found.
  public func readEverything() throws(FileError) {
    for dtype in datasets.keys { _ = try data(dtype) }
  }

  private static func checkSchema(_ file: HDF5File) throws(FileError) {
    let schema = try file.string("touchstone_schema")
    guard schema == Self.schema else {
      throw FileError(
        path: file.path, object: "/@touchstone_schema",
        reason: "is '\(schema)', expected '\(Self.schema)'")
    }
    let version = try file.integer("schema_version")
    guard version == schemaVersion else {
      throw FileError(
        path: file.path, object: "/@schema_version",
        reason: "is \(version), this program reads \(schemaVersion)")
    }
  }

  /// Asks for each dtype by name: libhdf5 1.10 may crash while it lists a damaged group.
  private static func openDatasets(_ file: HDF5File) throws(FileError) -> [DType: HDF5Dataset] {
    guard try file.contains("/data") else { return [:] }
    var datasets: [DType: HDF5Dataset] = [:]
    for (name, dtype) in fixtureDTypes.sorted(by: { $0.key < $1.key }) {
      guard try file.contains("/data/\(name)") else { continue }
      let dataset = try file.dataset("/data/\(name)")
      guard try dataset.string("touchstone_dtype") == name else {
        throw dataset.error("has another name in its attribute touchstone_dtype")
      }
      try check(dataset, HDF5ElementType(dtype))
      datasets[dtype] = dataset
    }
    return datasets
  }

  private static func check(
    _ dataset: HDF5Dataset, _ type: HDF5ElementType
  ) throws(FileError) {
    guard dataset.shape.count == 1 else {
      throw dataset.error("has the shape \(dataset.shape), expected one dimension")
    }
    guard dataset.elementType == type else {
      throw dataset.error("holds \(dataset.elementType), expected \(type)")
    }
  }

  private static func readCases(
    _ file: HDF5File, _ available: [DType: Int]
  ) throws(FileError) -> [FixtureCase] {
    let dataset = try file.dataset("/cases")
    try check(dataset, .integer(bytes: 1, signed: false))
    return try dataset.read(as: dataset.elementType).withBytes { (bytes) throws(FileError) in
      try parseLines(UnsafeBufferPointer(bytes.bindMemory(to: UInt8.self)), file.path, available)
    }
  }

  private static func parseLines(
    _ text: UnsafeBufferPointer<UInt8>, _ path: String, _ available: [DType: Int]
  ) throws(FileError) -> [FixtureCase] {
    var cases: [FixtureCase] = []
    var lineNumber = 0
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A) ?? text.count
      lineNumber += 1
      let line = UnsafeBufferPointer(rebasing: text[start..<end])
      if !line.isEmpty {
        cases.append(try parse(line, lineNumber, path, available))
      }
      start = end + 1
    }
    return cases
  }

  private static func parse(
    _ line: UnsafeBufferPointer<UInt8>, _ number: Int, _ path: String, _ available: [DType: Int]
  ) throws(FileError) -> FixtureCase {
    let object = "/cases line \(number)"
    let json: JSONValue
    do { json = try JSONParser.parse(line) } catch {
      throw FileError(
        path: path, object: object, reason: "\(error.reason) at byte \(error.offset)")
    }
    do { return try FixtureCase(json) { available[$0] ?? 0 } } catch {
      throw FileError(path: path, object: object, reason: error.reason)
    }
  }
}
