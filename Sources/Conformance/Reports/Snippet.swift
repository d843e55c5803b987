import Touchstone
import TouchstoneIO

/// A case as source that can be run by itself.
public enum Snippet {
  /// Both sources of a small case, indented; nil when they are long or the case cannot be read.
  public static func short(_ id: String, in corpus: Corpus, longest: Int = 4000) -> String? {
    guard let (file, fixture, _) = try? corpus.find(id),
      let swift = try? swift(fixture, in: file), let python = try? python(fixture, in: file),
      swift.utf8.count + python.utf8.count <= longest
    else { return nil }
    let text = "Swift:\n\(swift)\nPyTorch:\n\(python)"
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
  }

  /// Swift: makes the inputs, calls the operation through the catalogue.
  public static func swift(_ fixture: FixtureCase, in file: FixtureFile) throws(FileError)
    -> String
  {
    let writer = LiteralWriter(fixture, file, style: .swift)
    var lines = ["import Conformance", "import Touchstone"]
    lines += hasSharedData(fixture) ? ["import TouchstoneIO", ""] : [""]
    if let state = fixture.stateBefore { lines = swiftState(state, fixture, file) }
    for state in generators(fixture) { lines += swiftGenerator(state, fixture, file) }
    for index in inputs(fixture) { lines.append(try swiftTensor(index, fixture, file)) }
    var positional: [String] = []
    for argument in fixture.arguments { positional.append(try writer.text(argument)) }
    var keywords: [String] = []
    for (name, argument) in fixture.keywords {
      keywords.append("\"\(name)\": \(try writer.text(argument))")
    }
    if let seed = fixture.seed { lines.append("manualSeed(\(seed))") }
    lines.append("let result = try Records.named(\"\(fixture.op)\")!.run(")
    lines.append("  positional: [\(positional.joined(separator: ", "))],")
    lines.append("  keywords: [\(keywords.isEmpty ? ":" : keywords.joined(separator: ", "))])")
    lines.append("print(result)")
    return lines.joined(separator: "\n")
  }

  /// Python: the same call of PyTorch, through its own operator database.
  public static func python(_ fixture: FixtureCase, in file: FixtureFile) throws(FileError)
    -> String
  {
    let writer = LiteralWriter(fixture, file, style: .python)
    var lines = pythonLookup(fixture)
    if let state = fixture.stateBefore { lines = pythonState(state, fixture, file) }
    for state in generators(fixture) { lines += pythonGenerator(state, fixture) }
    for index in inputs(fixture) { lines.append(try pythonTensor(index, fixture, file)) }
    var arguments: [String] = []
    for argument in fixture.arguments { arguments.append(try writer.text(argument)) }
    for (name, argument) in fixture.keywords {
      arguments.append("\(name)=\(try writer.text(argument))")
    }
    lines.append("print(op(\(arguments.joined(separator: ", "))))")
    return lines.joined(separator: "\n")
  }

  /// Binds `op` to what PyTorch has for the case.
  private static func pythonLookup(_ fixture: FixtureCase) -> [String] {
    if let runner = runner(fixture) {
      return [
        "import functools, sys, torch", "sys.path.insert(0, \"Fixtures\")",
        "from touchstone_fixtures import \(runner)\(hasSharedData(fixture) ? ", digits" : "")", "",
        "op = functools.partial(\(runner).run, \"\(fixture.op)\")",
      ]
    }
    return [
      "import torch", "from torch.testing._internal.common_methods_invocations import op_db", "",
      "op = next(o for o in op_db if (o.name, o.variant_test_name) == "
        + "(\"\(fixture.op)\", \"\(fixture.variant)\"))",
    ]
  }

  /// The generator's module whose `run` makes the call; nil where PyTorch is called itself.
  private static func runner(_ fixture: FixtureCase) -> String? {
    TrainingOperations.record(fixture.op) == nil
      ? runners[String(fixture.id.prefix { $0 != "/" })] : "training_call"
  }

  private static func hasSharedData(_ fixture: FixtureCase) -> Bool {
    fixture.arguments.contains { if case .shared = $0 { true } else { false } }
  }

  private static let runners = [
    "modules": "module_call", "networks": "module_call", "optimizers": "optimizer_call",
    "schedulers": "scheduler_call", "trajectories": "trajectory_call",
  ]

  /// Takes the generator's state from the fixture: it is long.
  private static func swiftState(
    _ state: Int, _ fixture: FixtureCase, _ file: FixtureFile
  ) -> [String] {
    [
      "import Conformance", "import Touchstone", "import TouchstoneIO", "",
      "let file = try FixtureFile(\"\(file.path)\")",
      "let fixture = file.fixture(\"\(fixture.id)\")!",
      "Generator.default.build = .\(file.build)",
      "setRNGState(\(swiftBytes(state)))",
    ]
  }

  private static func swiftBytes(_ state: Int) -> String {
    ".copying(try file.span(fixture.tensors[\(state)]), dtype: .uint8, "
      + "shape: [\(Generator.stateByteCount)])"
  }

  private static func swiftGenerator(
    _ state: Int, _ fixture: FixtureCase, _ file: FixtureFile
  ) -> [String] {
    let name = LiteralWriter.generatorName(state)
    return [
      "let \(name) = Generator(build: .\(file.build))",
      "\(name).setState(\(swiftBytes(state)))",
    ]
  }

  private static func pythonState(
    _ state: Int, _ fixture: FixtureCase, _ file: FixtureFile
  ) -> [String] {
    [
      "import os, sys, h5py", "sys.path.insert(0, \"Fixtures\")",
      "os.environ[\"ATEN_CPU_CAPABILITY\"] = \"\(file.capability.lowercased())\"", "import torch",
      "from touchstone_fixtures.random_functions import BY_NAME", "",
      "op = BY_NAME[\"\(fixture.op)\"]",
      "data = h5py.File(\"\(file.path)\")[\"data/uint8\"]",
      "torch.set_rng_state(\(pythonBytes(state, fixture)))",
    ]
  }

  private static func pythonBytes(_ state: Int, _ fixture: FixtureCase) -> String {
    let start = fixture.tensors[state].offset
    return "torch.from_numpy(data[\(start):\(start + fixture.tensors[state].length)])"
  }

  private static func pythonGenerator(_ state: Int, _ fixture: FixtureCase) -> [String] {
    let name = LiteralWriter.generatorName(state)
    return [
      "\(name) = torch.Generator()", "\(name).set_state(\(pythonBytes(state, fixture)))",
    ]
  }

  /// Tensors that the arguments name.
  private static func inputs(_ fixture: FixtureCase) -> [Int] {
    indices(fixture) { if case .tensor(let index) = $0 { index } else { nil } }
  }

  /// States of the generators among the arguments.
  private static func generators(_ fixture: FixtureCase) -> [Int] {
    indices(fixture) { if case .generator(let state) = $0 { state } else { nil } }
  }

  private static func indices(
    _ fixture: FixtureCase, _ index: (FixtureValue) -> Int?
  ) -> [Int] {
    var found: Set<Int> = []
    func visit(_ value: FixtureValue) {
      if let index = index(value) { found.insert(index) }
      switch value {
      case .list(let items), .tuple(let items): items.forEach(visit)
      case .slice(let a, let b, let c): [a, b, c].forEach(visit)
      default: break
      }
    }
    (fixture.arguments + fixture.keywords.map(\.value)).forEach(visit)
    return found.sorted()
  }

  /// Elements of the whole span as bits, so that nothing is lost on the way through decimals.
  private static func span(_ entry: FixtureTensor, _ file: FixtureFile) throws(FileError)
    -> Elements
  {
    let flat = FixtureTensor(
      dtype: entry.dtype, offset: 0, length: entry.length, shape: [entry.length], strides: [1],
      storageOffset: 0, requiresGrad: false)
    return Elements(flat, try file.span(entry))
  }

  private static func swiftTensor(
    _ index: Int, _ fixture: FixtureCase, _ file: FixtureFile
  ) throws(FileError) -> String {
    let entry = fixture.tensors[index]
    let elements = try span(entry, file)
    let name = LiteralWriter.name(index)
    let bits = elements.bits.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
    let grad = entry.requiresGrad ? "\n\(name).requiresGrad = true" : ""
    return """
      // \(summary(entry, elements))
      let \(name) = ([\(bits)] as [UInt\(entry.dtype.itemSize * 8)]).withUnsafeBytes {
        Tensor.copying(
          $0, dtype: .\(entry.dtype.name), shape: \(entry.shape), strides: \(entry.strides),
          storageOffset: \(entry.storageOffset))
      }\(grad)
      """
  }

  private static func pythonTensor(
    _ index: Int, _ fixture: FixtureCase, _ file: FixtureFile
  ) throws(FileError) -> String {
    let entry = fixture.tensors[index]
    let elements = try span(entry, file)
    let width = entry.dtype.itemSize * 8
    let bits = elements.bits.map { String(signed($0, width)) }.joined(separator: ", ")
    let layout = "(\(list(entry.shape)), \(list(entry.strides)), \(entry.storageOffset))"
    let grad = entry.requiresGrad ? ".requires_grad_()" : ""
    return """
      # \(summary(entry, elements))
      \(LiteralWriter.name(index)) = torch.tensor([\(bits)], dtype=torch.int\(width))\
      .view(torch.\(entry.dtype.name)).as_strided\(layout)\(grad)
      """
  }

  private static func list(_ values: [Int]) -> String {
    "[" + values.map(String.init).joined(separator: ", ") + "]"
  }

  private static func signed(_ bits: UInt64, _ width: Int) -> Int64 {
    Int64(bitPattern: bits << UInt64(64 - width)) >> Int64(64 - width)
  }

  private static func summary(_ entry: FixtureTensor, _ elements: Elements) -> String {
    let shown = (0..<min(elements.count, 8)).map(elements.number).joined(separator: ", ")
    return "\(entry.dtype.name) \(entry.shape): \(shown)\(elements.count > 8 ? ", …" : "")"
  }
}
