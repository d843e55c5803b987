import Testing
import Touchstone
import TouchstoneIO

struct StateDictTests {
  private let folder = TemporaryFolder()

  private func bytes(_ tensor: Tensor) -> [UInt8] { tensor.withUnsafeBytes { Array($0) } }

  @Test func everyDTypeComesBackInOrder() throws {
    var state = StateDict()
    for dtype in DType.allCases.reversed() {
      state["layer.\(dtype.name)"] = Tensor([0, 1, 3, 2, 5, 4]).view([2, 3]).to(dtype)
    }
    state["scalar"] = Tensor.full([], 7, dtype: .int64)
    state["empty"] = Tensor.zeros([0, 3])
    state["strided"] = Tensor.arange(6, dtype: .float32).view([2, 3]).t()
    for gzip in [0, 6] {
      let path = folder.file("state\(gzip).h5")
      try state.write(hdf5: path, gzip: gzip)
      let read = try StateDict(hdf5: path)
      #expect(read.keys == state.keys)
      for (name, tensor) in state {
        let other = try #require(read[name])
        #expect(other.dtype == tensor.dtype && other.shape == tensor.shape, "\(name)")
        #expect(bytes(other) == bytes(tensor), "\(name)")
      }
    }
  }

  /// As h5py writes arrays: no attributes, names in any order.
  @Test func filesWithoutAttributes() throws {
    let path = folder.file("plain.h5")
    try HDF5Writer.write(path) { file throws(FileError) in
      let two: [Float] = [1, 2]
      for name in ["b", "a"] {
        try two.withUnsafeBufferPointer { (raw) throws(FileError) in
          try file.write(name, UnsafeRawBufferPointer(raw), .float(bytes: 4), shape: [2])
        }
      }
    }
    let read = try StateDict(hdf5: path)
    #expect(read.keys == ["a", "b"])
    #expect(read["a"]?.toArray(Float.self) == [1, 2])
  }

  @Test func whatCannotBeWrittenOrReadIsAnError() throws {
    let path = folder.file("bad.h5")
    #expect(throws: FileError.self) {
      try StateDict(dictionaryLiteral: ("a/b", Tensor.zeros([1]))).write(hdf5: path)
    }
    #expect(throws: FileError.self) { try StateDict(hdf5: path) }
    try HDF5Writer.write(path) { file throws(FileError) in
      let words: [UInt16] = [1]
      try words.withUnsafeBufferPointer { (raw) throws(FileError) in
        let type = HDF5ElementType.integer(bytes: 2, signed: false)
        try file.write("half", UnsafeRawBufferPointer(raw), type, shape: [1])
      }
    }
    #expect(throws: FileError.self) { try StateDict(hdf5: path) }
  }
  @Test func versionsOfLayoutsComeBack() throws {
    var state: StateDict = ["bn.weight": Tensor.ones([1]), "bias": Tensor.ones([1])]
    let path = folder.file("versions.h5")
    try state.write(hdf5: path)
    #expect(try StateDict(hdf5: path).versions == nil)
    state.versions = ["": 1, "bn": 2, "act": 1]
    try state.write(hdf5: path)
    #expect(try StateDict(hdf5: path).versions == ["bn": 2, "": 1])
  }
}
