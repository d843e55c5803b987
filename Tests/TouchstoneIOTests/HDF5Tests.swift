import Testing
import Touchstone
import TouchstoneIO

@Suite struct HDF5Tests {
  private let folder = TemporaryFolder()

  @Test(arguments: DType.allCases, [0, 6])
  func everyDTypeComesBack(dtype: DType, gzip: Int) throws {
    let path = folder.file("a.h5")
    let type = HDF5ElementType(dtype)
    let bytes = (0..<24 * type.size).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) }
    try HDF5Writer.write(path) { file throws(FileError) in
      try bytes.withUnsafeBufferPointer { (raw) throws(FileError) in
        try file.write(
          "/data/x", UnsafeRawBufferPointer(raw), type, shape: [4, 6], gzip: gzip)
      }
      try file.write(attribute: "touchstone_dtype", of: "/data/x", dtype.name)
      try file.write(attribute: "answer", 42)
    }
    let file = try HDF5File(path)
    let dataset = try file.dataset("/data/x")
    #expect(dataset.shape == [4, 6])
    #expect(dataset.elementType == type)
    #expect(try dataset.read(as: type).withBytes { Array($0) } == bytes)
    #expect(try dataset.string("touchstone_dtype") == dtype.name)
    #expect(try file.integer("answer") == 42)
    #expect(try file.list("/data") == ["x"])
  }

  @Test func emptyDatasetsAndScalars() throws {
    let path = folder.file("a.h5")
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    try HDF5Writer.write(path) { file throws(FileError) in
      try file.write("/empty", nothing, .float(bytes: 4), shape: [0], gzip: 6)
    }
    #expect(try HDF5File(path).dataset("/empty").read(as: .float(bytes: 4)).count == 0)
  }

  @Test func failedWritingLeavesTheOldFile() throws {
    let path = folder.write([1, 2, 3], "a.h5")
    #expect(throws: FileError.self) {
      try HDF5Writer.write(path) { file throws(FileError) in
        throw FileError(path: path, reason: "stop")
      }
    }
    #expect(folder.bytes("a.h5") == [1, 2, 3])
  }

  @Test func missingThingsAreNamed() throws {
    let path = try sample()
    let error = #expect(throws: FileError.self) { try HDF5File(path).dataset("/data/nothing") }
    #expect(error?.path == path)
    #expect(error?.object == "/data/nothing")
    #expect(throws: FileError.self) { try HDF5File(path).string("nothing") }
    #expect(throws: FileError.self) { try HDF5File(path).integer("text") }
    #expect(throws: FileError.self) { try HDF5File(path).list("/nothing") }
    #expect(throws: FileError.self) {
      try HDF5File(path).dataset("/data/x").read(as: .float(bytes: 8))
    }
  }

  @Test func otherThingsThanHDF5Files() throws {
    #expect(throws: FileError.self) { try HDF5File(folder.file("nothing.h5")) }
    #expect(throws: FileError.self) { try HDF5File(folder.path) }
    #expect(throws: FileError.self) { try HDF5File(folder.write([], "empty.h5")) }
    #expect(throws: FileError.self) { try HDF5File(folder.write([0x50, 0x4B, 3, 4], "zip.h5")) }
    #expect(throws: FileError.self) { try HDF5File("/dev/null") }
  }

  @Test func truncatedFilesAreRefused() throws {
    let bytes = try Array(sampleBytes())
    for length in stride(from: 1, to: bytes.count, by: 97) {
      let path = folder.write(Array(bytes.prefix(length)), "cut.h5")
      #expect(throws: FileError.self) {
        _ = try HDF5File(path).dataset("/data/x").read(as: .float(bytes: 4))
      }
    }
  }

  /// Compressed data carries a checksum: a flipped bit there never goes unnoticed.
  @Test func flippedBitsInCompressedDataAreFound() throws {
    let path = try sample()
    let bytes = folder.bytes("sample.h5")
    let good = try HDF5File(path).dataset("/data/x").read(as: .float(bytes: 4))
      .withBytes { Array($0) }
    var refused = 0
    for place in stride(from: bytes.count / 2, to: bytes.count, by: 41) {
      var damaged = bytes
      damaged[place] ^= 0x10
      let other = folder.write(damaged, "flipped.h5")
      do {
        let read = try HDF5File(other).dataset("/data/x").read(as: .float(bytes: 4))
        #expect(read.withBytes { Array($0) } == good)
      } catch { refused += 1 }
    }
    #expect(refused > 0)
  }

  private func sample() throws -> String {
    let path = folder.file("sample.h5")
    var random = SystemRandomNumberGenerator()
    let values = (0..<5000).map { _ in Float.random(in: -1...1, using: &random) }
    try values.withUnsafeBytes { raw in
      try HDF5Writer.write(path) { file throws(FileError) in
        try file.write("/data/x", raw, .float(bytes: 4), shape: [5000], gzip: 4)
        try file.write(attribute: "text", "hello")
      }
    }
    return path
  }

  private func sampleBytes() throws -> [UInt8] {
    _ = try sample()
    return folder.bytes("sample.h5")
  }
}
