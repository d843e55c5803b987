import Touchstone
import TouchstoneNN

/// A module as an operation: construction, state and call in; results and changed state out.
///
/// The parameters and results are those of `Fixtures/touchstone_fixtures/module_call.py`.
extension ModuleRecord {
  public var operation: OperationRecord {
    OperationRecord(
      name,
      signature: "constructor, constructor_keywords, state, inputs, input_keywords, training, "
        + "seed, after, dtype",
      metric: metric
    ) { try ModuleCase(self, $0).run() }
  }
}

/// One construction and call of a module.
private struct ModuleCase {
  private let record: ModuleRecord
  private let arguments: Arguments

  init(_ record: ModuleRecord, _ arguments: Arguments) {
    (self.record, self.arguments) = (record, arguments)
  }

  func run() throws -> [Value] {
    let generator = Generator(seed: UInt64(try arguments.int("seed")))
    return try Generator.withDefault(generator) {
      arguments.has("state") ? try called(generator) : try constructed()
    }
  }

  /// What the constructor drew, and the first call where one is given.
  private func constructed() throws -> [Value] {
    let module = try built()
    if arguments.has("inputs") { _ = try call(module) }
    let entries = module.stateDict()
    let names = entries.keys.joined(separator: " ")
    return [.string(module.description), .string(names)]
      + entries.values.map { .tensor(bits($0)) } + Self.witnesses()
  }

  private func called(_ generator: Generator) throws -> [Value] {
    let module = try built()
    if module.stateDict().values.contains(where: \.isUninitialized) {
      _ = try noGrad { try call(module) }
    }
    try install(try state(), in: module)
    generator.manualSeed(try arguments.int("seed"))
    let results = try call(module)
    let entries = module.stateDict(keepVars: true)
    let after = try strings("after").map { name in
      guard let tensor = entries[name] else {
        throw TensorError(.runtime, "the state dict has no entry '\(name)' after the call")
      }
      return Value.tensor(tensor.detach().clone())
    }
    return results + after + Self.witnesses()
  }

  private func built() throws -> Module {
    let module = try record.construct(
      try bound(
        record.signature, try list("constructor"), try pairs("constructor_keywords")))
    try rethrowPending()
    if let dtype = try arguments.dtypeOrNil("dtype") { module.to(dtype) }
    module.train(try arguments.bool("training", default: true))
    return module
  }

  private func call(_ module: Module) throws -> [Value] {
    let results = try record.forward(
      module, try bound(record.forwardSignature, try list("inputs"), try pairs("input_keywords")))
    try rethrowPending()
    return results
  }

  /// An error inside a `checked` scope is collected: what follows would compute with nothing.
  private func rethrowPending() throws {
    if hasPendingError { throw TensorError(.runtime, "an earlier call in this scope failed") }
  }

  private func bound(
    _ signature: String, _ positional: [Value], _ keywords: [String: Value]
  ) throws -> Arguments {
    let names = signature.split(separator: ",").map { $0.filter { $0 != " " } }
    return try Arguments(
      operation: record.name, signature: names, positional: positional, keywords: keywords)
  }

  private func install(_ state: [(name: String, tensor: Tensor)], in module: Module) throws {
    let ours = Array(module.stateDict().keys)
    let theirs = state.map(\.name)
    guard ours == theirs else {
      throw TensorError(.runtime, "the state dict has the entries \(ours), PyTorch's \(theirs)")
    }
    for (name, tensor) in state { try module.adopt(tensor, as: name) }
  }
}

extension ModuleCase {
  private func list(_ name: String) throws -> [Value] {
    guard case .list(let items) = arguments.value(name) else { return [] }
    return items
  }

  /// `[[name, value], …]`.
  private func entries(_ name: String) throws -> [(String, Value)] {
    try list(name).map { item in
      guard case .list(let pair) = item, pair.count == 2, case .string(let key) = pair[0] else {
        throw TensorError(.type, "\(name) holds something that is no pair of name and value")
      }
      return (key, pair[1])
    }
  }

  private func pairs(_ name: String) throws -> [String: Value] {
    Dictionary(try entries(name), uniquingKeysWith: { first, _ in first })
  }

  private func state() throws -> [(name: String, tensor: Tensor)] {
    try entries("state").compactMap { name, value in
      if case .tensor(let tensor) = value { return (name, tensor) }
      return nil
    }
  }

  private func strings(_ name: String) throws -> [String] {
    try list(name).compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  /// The elements as integers of the same size: a construction must agree to the bit.
  private func bits(_ tensor: Tensor) -> Tensor {
    let integers: [Int: DType] = [1: .uint8, 2: .int16, 4: .int32, 8: .int64]
    return tensor.detach().contiguous().view(dtype: integers[tensor.dtype.itemSize]!).clone()
  }

  /// Next numbers of the default generator: a kept normal number shows in the first.
  private static func witnesses() -> [Value] {
    let normal = Tensor.randn([1], dtype: .float64)
    let integer = Tensor.empty([1], dtype: .int64).random_()
    return [.tensor(normal.view(dtype: .int64)), .tensor(integer)]
  }
}
