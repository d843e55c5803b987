import Conformance
import Testing
import Touchstone

/// What a record does wrong.
struct PlantedBug: Sendable, CustomTestStringConvertible {
  let name: String
  /// Operations whose fixtures must uncover it.
  let operations: [String]
  let change: @Sendable (OperationRecord, Arguments) throws -> [Value]

  var testDescription: String { name }

  /// A bug in the first result that is a tensor.
  init(
    _ name: String, in operations: [String], _ change: @escaping @Sendable (Tensor) -> Tensor
  ) {
    self.name = name
    self.operations = operations
    self.change = { record, arguments in
      try record.call(arguments).map { value in
        if case .tensor(let tensor) = value { return .tensor(change(tensor)) }
        return value
      }
    }
  }

  /// A bug in how the operation is called.
  init(
    _ name: String, in operations: [String],
    calling change: @escaping @Sendable (OperationRecord, Arguments) throws -> [Value]
  ) {
    (self.name, self.operations, self.change) = (name, operations, change)
  }

  func planted(in record: OperationRecord) -> OperationRecord {
    OperationRecord(
      record.name, signature: record.signature.joined(separator: ", "), metric: record.metric,
      process: record.process
    ) { [change] arguments in try change(record, arguments) }
  }
}

@Suite struct PlantedBugTests {
  /// One operation of every family.
  private static let floating = ["exp", "add", "sum", "mm", "logsumexp", "cumsum"]

  /// Operations whose terms cancel, so that measured scales decide.
  private static let normalizing = [
    "softmax", "log_softmax", "nn.functional.layer_norm", "nn.functional.normalize",
  ]

  private static let bugs: [PlantedBug] = [
    PlantedBug("scaled by 1.001", in: floating) { $0.dtype.isHalf ? $0 : $0.mul(1.001) },
    PlantedBug("one element wrong", in: floating + ["index_select", "sort"]) { tensor in
      guard tensor.numel > 0, tensor.dtype != .bool else { return tensor }
      let wrong = Tensor.zeros(tensor.shape, dtype: tensor.dtype).reshape([-1])
      wrong.narrow(0, tensor.numel - 1, 1).fill_(1)
      return tensor.add(wrong.reshape(tensor.shape))
    },
    PlantedBug("off by one element", in: floating + ["flip", "gather", "where"]) {
      $0.numel > 1 ? $0.reshape([-1]).roll(1).reshape($0.shape) : $0
    },
    PlantedBug("wrong dtype", in: floating + ["eq", "argmax", "permute"]) {
      $0.to($0.dtype == .float64 ? .float32 : .float64)
    },
    PlantedBug("wrong shape", in: floating + ["flip"]) { $0.unsqueeze(0) },
    PlantedBug("copy instead of a view", in: ["permute", "transpose", "select", "expand"]) {
      $0.clone()
    },
    PlantedBug("wrong stride", in: ["permute", "transpose", "t", "movedim"]) { tensor in
      let flat = tensor.contiguous()
      return tensor.dim > 1 ? flat.transpose(0, 1).contiguous().transpose(0, 1) : flat.clone()
    },
    PlantedBug("gradient scaled by 1.001", in: floating) { tensor in
      guard tensor.dtype.isFloatingPoint, !tensor.dtype.isHalf else { return tensor }
      return tensor.add(tensor.sub(tensor.detach()).mul(0.001))
    },
    PlantedBug("gradient dropped", in: floating + ["permute", "index_select"]) { $0.detach() },
    PlantedBug("one gradient element dropped", in: floating) { tensor in
      guard tensor.numel > 1, tensor.dtype.isFloatingPoint else { return tensor }
      let flat = tensor.reshape([-1])
      let count = tensor.numel - 1
      let parts = [flat.narrow(0, 0, count), flat.narrow(0, count, 1).detach()]
      return Tensor.cat(parts).reshape(tensor.shape)
    },
    PlantedBug("float64 off in the eleventh digit", in: normalizing) {
      $0.dtype == .float64 ? $0.mul(1 + 1e-11) : $0
    },
    // Its first and second moments have no gradient in some of them.
    PlantedBug("gradient off by the third moment's", in: normalizing) { tensor in
      guard tensor.dtype.isFloatingPoint, !tensor.dtype.isHalf, tensor.numel > 0 else {
        return tensor
      }
      let moment = tensor.pow(3).mean()
      return tensor.add(moment.sub(moment.detach()).mul(1e-6))
    },
    PlantedBug("second derivative wrong", in: ["nn.functional.normalize", "nn.functional.silu"]) {
      $0.dtype.isFloatingPoint ? $0.add($0.sub($0.detach()).square().mul(0.01)) : $0
    },
    PlantedBug("operands swapped", in: ["sub", "div", "pow", "mm"]) { record, arguments in
      guard arguments.has("other") || arguments.has("mat2") || arguments.has("exponent") else {
        return try record.call(arguments)
      }
      let names = ["other", "mat2", "exponent"].filter(arguments.has)
      let values = ["input": arguments.value(names[0]), names[0]: arguments.value("input")]
      return try record.call(
        Arguments(
          operation: record.name, signature: record.signature, positional: [], keywords: values))
    },
    PlantedBug("last term dropped", in: ["sum", "mm", "logsumexp"]) { record, arguments in
      let input = try arguments.tensor("input")
      guard input.dim > 0, input.size(-1) > 1 else { return try record.call(arguments) }
      let mask = Tensor.ones([input.size(-1)], dtype: input.dtype)
      mask.narrow(0, input.size(-1) - 1, 1).fill_(0)
      var values = Dictionary(
        uniqueKeysWithValues: record.signature.map { ($0, arguments.value($0)) }
      ).filter { if case .none = $0.value { false } else { true } }
      values["input"] = .tensor(input.mul(mask.to(input.dtype)))
      return try record.call(
        Arguments(
          operation: record.name, signature: record.signature, positional: [], keywords: values))
    },
    PlantedBug("errors accepted", in: ["mm", "gather", "permute"]) { record, arguments in
      (try? checked { try record.call(arguments) }) ?? []
    },
    PlantedBug("wrong kind of error", in: ["mm", "gather"]) { record, arguments in
      do { return try checked { try record.call(arguments) } } catch let error as TensorError {
        throw TensorError(error.kind == .value ? .type : .value, error.message)
      }
    },
    PlantedBug("one result missing", in: ["sort", "max", "aminmax"]) { record, arguments in
      let values = try record.call(arguments)
      return values.count > 1 ? Array(values.dropLast()) : values
    },
  ]

  @Test(arguments: bugs) func isCaught(bug: PlantedBug) throws {
    for operation in bug.operations {
      let record = try #require(Catalogue.record(operation), "no record of \(operation)")
      let sound = Self.run(operation) { _ in record }
      let broken = Self.run(operation) { _ in bug.planted(in: record) }
      #expect(sound.passed > 0, "\(operation) has no fixtures")
      #expect(broken.failed > sound.failed, "\(bug.name) in \(operation) went unnoticed")
    }
  }

  private static func run(
    _ operation: String, _ catalogue: @escaping @Sendable (String) -> OperationRecord?
  ) -> ConformanceResults {
    var options = ConformanceOptions()
    options.selection = Selection(patterns: ["ops/\(operation)/*", "ops/\(operation).*"])
    options.verifiesHashes = false
    return ConformanceRun(CommittedFixtures.corpus, options, catalogue: catalogue).run()
  }
}
