import Testing
import Touchstone
import TouchstoneIO

@Suite struct FixtureFileTests {
  private let folder = TemporaryFolder()

  /// A file with six float32 numbers and the given case table.
  private func write(
    _ cases: String, schema: String = FixtureFile.schema, version: Int = 1,
    name: String = "float32", label: String = "float32"
  ) throws -> String {
    let path = folder.file("op.h5")
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    try HDF5Writer.write(path) { file throws(FileError) in
      try file.write(attribute: "touchstone_schema", schema)
      try file.write(attribute: "cpu_capability", "AVX2")
      try file.write(attribute: "schema_version", version)
      try file.write(attribute: "suite", "ops")
      try file.write(attribute: "op", "op")
      try values.withUnsafeBufferPointer { (raw) throws(FileError) in
        try file.write(
          "/data/\(name)", UnsafeRawBufferPointer(raw), .float(bytes: 4), shape: [6])
      }
      try file.write(attribute: "touchstone_dtype", of: "/data/\(name)", label)
      try Array(cases.utf8).withUnsafeBufferPointer { (raw) throws(FileError) in
        try file.write(
          "/cases", UnsafeRawBufferPointer(raw), .integer(bytes: 1, signed: false),
          shape: [raw.count])
      }
    }
    return path
  }

  private func line(
    tensor: String = #"["float32",0,6,[2,3],[3,1],0,1]"#, args: String = #"[{"t":0}]"#,
    kwargs: String = "{}", out: String = #"{"t":0}"#, extra: String = ""
  ) -> String {
    #"{"id":"ops/op/float32/0","op":"op","variant":"","dtype":"float32","kind":"sample","edge":"","#
      + #""tensors":[\#(tensor)],"args":\#(args),"kwargs":\#(kwargs),"out":\#(out),"#
      + #""truth":null,"cot":[],"grad":[],"gradTruth":null,"process":""\#(extra)}"#
  }

  @Test func aCaseIsRead() throws {
    let kwargs =
      #"{"p":{"f":"-0.0"},"d":{"dtype":"int8"},"s":{"slice":[1,null,2]},"x":{"tuple":[3]}}"#
    let file = try FixtureFile(write(line(kwargs: kwargs) + "\n"))
    let fixture = try #require(file.cases.first)
    #expect(fixture.id == "ops/op/float32/0")
    #expect(fixture.arguments == [.tensor(0)])
    #expect(fixture.keywords.map(\.name) == ["p", "d", "s", "x"])
    #expect(fixture.keywords[2].value == .slice(.int(1), .none, .int(2)))
    #expect(fixture.outputs == [.tensor(0)])
    #expect(try file.span(fixture.tensors[0]).count == 24)
    #expect(try file.span(fixture.tensors[0]).load(fromByteOffset: 8, as: Float.self) == 3)
  }

  /// Whatever is wrong with a table is told with its line, and nothing is read out of bounds.
  @Test(arguments: [
    #"["float32",0,7,[7],[1],0,0]"#, #"["float32",5,2,[2],[1],0,0]"#,
    #"["float32",-1,2,[2],[1],0,0]"#, #"["float32",0,6,[2,3],[4,1],0,0]"#,
    #"["float32",0,6,[2,3],[3,1],1,0]"#, #"["float32",0,6,[2,3],[3],0,0]"#,
    #"["float32",0,6,[2,-3],[3,1],0,0]"#, #"["float32",0,6,[2,3],[3,-1],0,0]"#,
    #"["float99",0,6,[2,3],[3,1],0,0]"#, #"["float64",0,6,[2,3],[3,1],0,0]"#,
    #"["float32",0,1,[4611686018427387904,4611686018427387904],[0,0],0,0]"#,
    #"["float32",9223372036854775807,2,[2],[1],0,0]"#,
    #"["float32",0,2,[2],[9223372036854775807],0,0]"#, #"["float32",0,6,[2,3]]"#, "null",
    #"["float32",0,6,[2,3],[3,1],0,0,0]"#, #"["float32",0,6,[2,3],[3,1],0,0,"0"]"#,
    #"["float32",0,6,[2,3],[3,1],0,0],["float32",0,6,[6],[1],0,0,0]"#,
  ])
  func wrongSpans(tensor: String) throws {
    let path = try write(line() + "\n" + line(tensor: tensor))
    let error = #expect(throws: FileError.self) { try FixtureFile(path) }
    #expect(error?.path == path)
    #expect(error?.object == "/cases line 2")
  }

  @Test(arguments: [
    (#"[{"t":1}]"#, #"{"t":0}"#), (#"[{"t":-1}]"#, #"{"t":0}"#), (#"[{"what":0}]"#, #"{"t":0}"#),
    ("[1.5]", #"{"t":0}"#), (#"[{"f":"abc"}]"#, #"{"t":0}"#), ("{}", #"{"t":0}"#),
    (#"[{"t":0}]"#, #"[{"t":0},{"t":7}]"#),
  ])
  func wrongArguments(args: String, out: String) throws {
    let path = try write(line(args: args, out: out))
    #expect(throws: FileError.self) { try FixtureFile(path) }
  }

  @Test func wrongSchemas() throws {
    #expect(throws: FileError.self) { try FixtureFile(write(line(), schema: "other")) }
    #expect(throws: FileError.self) { try FixtureFile(write(line(), version: 2)) }
    #expect(throws: FileError.self) { try FixtureFile(write(line(), name: "float99")) }
    #expect(throws: FileError.self) { try FixtureFile(write(line(), label: "float64")) }
    #expect(throws: FileError.self) {
      try FixtureFile(write(line(), name: "int32", label: "int32"))
    }
    #expect(throws: FileError.self) { try FixtureFile(write("{not json")) }
  }

  /// An HDF5 file of somebody else.
  @Test func foreignFile() throws {
    let path = folder.file("foreign.h5")
    try HDF5Writer.write(path) { file throws(FileError) in
      try file.write(attribute: "creator", "another program")
    }
    let error = #expect(throws: FileError.self) { try FixtureFile(path) }
    #expect(error?.object == "/@touchstone_schema")
  }

  @Test func manifests() throws {
    let text = #"""
      {"schema":1,"torch":"2","seed":3,"suites":{"ops":{"files":[
      {"path":"ops/a.h5","sha256":"00","bytes":1,"cases":2}],"names":{"a":{"category":"core"}},
      "left_out":[{"id":"ops/a/int8","samples":"1-2","reason":"budget"}]}}}
      """#
    _ = folder.write(Array(text.replacing("\n", with: "").utf8), "manifest.json")
    let manifest = try FixtureManifest(folder: folder.path)
    #expect(manifest.suites.first?.files.first?.cases == 2)
    #expect(manifest.suites.first?.names.first?.name == "a")
    #expect(manifest.suites.first?.leftOut.first?.samples == "1-2")
    let leading = text.replacing("ops/a.h5", with: "../../etc/passwd")
    _ = folder.write(Array(leading.utf8), "manifest.json")
    #expect(throws: FileError.self) { try FixtureManifest(folder: folder.path) }
    _ = folder.write(Array("{".utf8), "manifest.json")
    #expect(throws: FileError.self) { try FixtureManifest(folder: folder.path) }
  }
}
