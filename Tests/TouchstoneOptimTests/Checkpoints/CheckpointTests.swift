import Foundation
import Testing
import Touchstone
import TouchstoneIO
import TouchstoneNN
import TouchstoneOptim

@Suite struct CheckpointTests {
  private let folder = Folder()

  /// Every kind of value comes back as it was.
  @Test func valuesComeBack() throws {
    let values: [(String, Value)] = [
      ("nothing", .none), ("yes", true), ("count", .int(.min)), ("text", "ü \"\n/"),
      ("numbers", [.double(0.1), .double(.infinity), .double(-0.0), .double(5e-324)]),
      ("complex", .complex(1, -2)), ("dtype", .dtype(.bfloat16)), ("empty", .list([])),
      ("by number", .dictionary([3: "three", -1: .dictionary([:]), "3": 3])),
      ("odd / names", .entries(["": 1, ".": 2, "a/b": .tensor(Tensor([1] as [Float]))])),
    ]
    var checkpoint = Checkpoint(epoch: 12)
    for (name, value) in values { checkpoint.values[name] = value }
    try checkpoint.write(to: folder.file("values.h5"))
    let found = try Checkpoint.read(from: folder.file("values.h5"))
    #expect(found.epoch == 12)
    #expect("\(found.values)" == "\(checkpoint.values)")
    #expect(found.generators.keys == ["default"])
  }

  @Test(arguments: DType.allCases) func tensorsOfEveryDtypeComeBack(_ dtype: DType) throws {
    let numbers = Tensor.arange(12).reshape([3, 4]).to(dtype).transpose(0, 1)
    var checkpoint = Checkpoint()
    let empty = Tensor.zeros([0, 2], dtype: dtype)
    checkpoint.values = ["some": .list([.tensor(numbers), .tensor(empty)])]
    checkpoint.values["one"] = .tensor(Tensor.full([], 1, dtype: dtype))
    try checkpoint.write(to: folder.file("tensors.h5"), gzip: 4)
    let found = try Checkpoint.read(from: folder.file("tensors.h5")).values
    let tensors = found.values.flatMap(\.tensors)
    #expect(tensors.map(\.dtype) == [dtype, dtype, dtype])
    #expect(tensors[0].equal(numbers))
    #expect(tensors[1].shape == [0, 2])
    #expect(tensors[2].shape == [])
  }

  @Test func holdsCopiesNotTheTrainingItself() throws {
    let training = Training(seed: 3)
    training.epoch()
    let checkpoint = Checkpoint(
      model: training.model, optimizer: training.optimizer, scheduler: training.schedule,
      generators: ["own": training.generator])
    let then = training.bits
    for _ in 0..<2 {
      training.epoch()
      #expect(training.bits != then)
      try checkpoint.restore(
        model: training.model, optimizer: training.optimizer, scheduler: training.schedule,
        generators: ["own": training.generator])
      #expect(training.bits == then)
    }
  }

  @Test func partsThatWereNotSavedAreNamed() throws {
    let training = Training(seed: 3)
    let checkpoint = Checkpoint(["g": training.model, "opt": training.optimizer])
    let found = #expect(throws: TensorError.self) {
      try checkpoint.restore(["d": training.model])
    }
    #expect(found?.kind == .key)
    #expect(found?.message == "the checkpoint has no part 'd'; it has g, opt")
    #expect(throws: TensorError.self) {
      try checkpoint.restore(["g": training.model], generators: ["other": Generator()])
    }
    try checkpoint.restore(["g": training.model])
  }

  @Test func statesOfOtherModelsAreRefused() throws {
    let checkpoint = Checkpoint(model: Linear(3, 2))
    let found = #expect(throws: TensorError.self) { try checkpoint.restore(model: Linear(3, 4)) }
    #expect(found?.message.contains("size mismatch for weight") == true)
    let optimizers = Checkpoint(optimizer: Training(seed: 1).optimizer)
    #expect(throws: TensorError.self) {
      try optimizers.restore(optimizer: SGD([Tensor.zeros([1]).requiresGrad_()], lr: 1))
    }
  }

  @Test func damagedAndForeignFilesAreToldApart() throws {
    let path = folder.file("whole.h5")
    try Checkpoint(model: Linear(50, 50), epoch: 1).write(to: path)
    let whole = FileManager.default.contents(atPath: path)!
    for size in [0, 7, 100, whole.count / 2, whole.count - 1] {
      let cut = folder.file("cut-\(size).h5")
      FileManager.default.createFile(atPath: cut, contents: whole.prefix(size))
      let found = #expect(throws: FileError.self) { try Checkpoint.read(from: cut) }
      #expect(found?.path == cut)
    }
    let text = folder.file("text.h5")
    FileManager.default.createFile(atPath: text, contents: Data("PK not this".utf8))
    expectRefusal(text, "is not an HDF5 file")
    try Linear(2, 2).stateDict().write(hdf5: folder.file("state.h5"))
    expectRefusal(folder.file("state.h5"), "is an HDF5 file, but no checkpoint of Touchstone")
    expectRefusal(folder.file("none.h5"), "No such file or directory")
    expectRefusal(folder.path, "is a directory")
  }

  @Test func otherVersionsAndStructuresAreRefused() throws {
    func write(_ name: String, _ version: Int, _ structure: String) throws -> String {
      let path = folder.file(name)
      try HDF5Writer.write(path) { (file) throws(FileError) in
        try file.write(attribute: "touchstone_format", "checkpoint")
        try file.write(attribute: "touchstone_version", version)
        let bytes = Array(structure.utf8)
        let result = bytes.withUnsafeBytes { raw in
          Result { () throws(FileError) in
            try file.write(
              "/structure", raw, .integer(bytes: 1, signed: false), shape: [bytes.count])
          }
        }
        try result.get()
      }
      return path
    }
    expectRefusal(
      try write("later.h5", 2, "{}"), "is a checkpoint of version 2; this library reads version 1")
    expectRefusal(try write("bad.h5", 1, "{\"d\": [[1"), "is no JSON at byte 9: expected ','")
    expectRefusal(try write("list.h5", 1, "[]"), "has not the sections of a checkpoint")
    let missing = #"{"d":[["parts",{"d":[["model",{"t":"/parts/model"}]]}]]}"#
    expectRefusal(try write("missing.h5", 1, missing), "is missing")
    expectRefusal(try write("tag.h5", 1, #"{"q":3}"#), "holds q with 3")
  }

  private func expectRefusal(
    _ path: String, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = #expect(throws: FileError.self, sourceLocation: sourceLocation) {
      try Checkpoint.read(from: path)
    }
    #expect(found?.reason == reason, sourceLocation: sourceLocation)
    #expect(found?.path == path, sourceLocation: sourceLocation)
  }

  @Test func aFailedWriteLeavesTheOldFileAndNothingElse() throws {
    let path = folder.file("kept.h5")
    try Checkpoint(epoch: 1).write(to: path)
    var bad = Checkpoint(epoch: 2)
    bad.values["what"] = .ellipsis
    let found = #expect(throws: FileError.self) { try bad.write(to: path) }
    #expect(found?.object == "/values/what")
    #expect(try Checkpoint.read(from: path).epoch == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kept.h5"])
  }
}
