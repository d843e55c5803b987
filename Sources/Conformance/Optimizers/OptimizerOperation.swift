import OrderedCollections
import Touchstone
import TouchstoneOptim

/// An optimizer as an operation: parameters and gradients in; parameters and state out.
///
/// The parameters and results are those of `Fixtures/touchstone_fixtures/optimizer_call.py`.
extension OptimizerRecord {
  var operation: OperationRecord {
    OperationRecord(
      name,
      signature: "groups, options, gradients, objective, restored_at, steps, kept_every",
      metric: .reference
    ) { try OptimizerCase(self, $0).run() }
  }
}

/// A group of parameters as a case holds it.
private struct WrittenGroup {
  let options: OptionDictionary
  let params: [Tensor]
  let names: [String]?

  var made: ParamGroup {
    guard let names else { return ParamGroup(params, options) }
    return ParamGroup(named: Array(zip(names, params)), options)
  }
}

/// The steps of one optimizer.
private struct OptimizerCase {
  private let record: OptimizerRecord
  private let options: OptionDictionary
  private let groups: [WrittenGroup]
  private let gradients: [Value]
  private let objective: [(matrix: Tensor, vector: Tensor)]?
  private let restoredAt: Int?
  private let steps: Int
  private let keptEvery: Int

  init(_ record: OptimizerRecord, _ arguments: Arguments) throws {
    self.record = record
    options = try Self.options(arguments.value("options"))
    groups = try Self.groups(arguments.value("groups"))
    gradients = try Self.items(arguments.value("gradients"))
    objective = try arguments.has("objective")
      ? Self.items(arguments.value("objective")).map { ($0.tensors[0], $0.tensors[1]) } : nil
    restoredAt = try arguments.intOrNil("restored_at")
    steps = try arguments.intOrNil("steps") ?? gradients.count
    keptEvery = try arguments.intOrNil("kept_every") ?? 1
  }

  private var params: [Tensor] { groups.flatMap(\.params) }

  func run() throws -> [Value] {
    var optimizer = try made()
    var results: [Value] = []
    for number in 0..<steps {
      if number == restoredAt {
        let state = optimizer.stateDict()
        optimizer = try made()
        optimizer.loadStateDict(state)
      }
      let loss = try step(optimizer, gradients[number % gradients.count])
      try throwPendingError()
      guard (number + 1) % keptEvery == 0 else { continue }
      if let loss { results.append(.tensor(loss)) }
      results += params.map { .tensor($0.detach().clone()) }
    }
    return results + state(optimizer)
  }

  private func made() throws -> Optimizer {
    let optimizer = record.make(groups.map(\.made), options)
    try throwPendingError()
    return optimizer
  }

  /// The closure's value, where the case has an objective.
  private func step(_ optimizer: Optimizer, _ gradients: Value) throws -> Tensor? {
    guard let objective else {
      for (param, gradient) in zip(params, try Self.items(gradients)) {
        param.grad = try Self.gradient(gradient)
      }
      optimizer.step()
      return nil
    }
    return optimizer.step { evaluate(optimizer, objective) }.detach()
  }

  /// Σ ½|A p − b|² + Σ log cosh p.
  private func evaluate(
    _ optimizer: Optimizer, _ objective: [(matrix: Tensor, vector: Tensor)]
  ) -> Tensor {
    optimizer.zeroGrad()
    var loss = Tensor.zeros([], dtype: params[0].dtype)
    for (param, term) in zip(params, objective) {
      let flat = param.reshape([-1])
      let residual = term.matrix.matmul(flat).sub(term.vector)
      loss = loss.add(residual.square().sum().mul(0.5)).add(flat.cosh().log().sum())
    }
    loss.backward()
    return loss
  }

  private func state(_ optimizer: Optimizer) -> [Value] {
    var names: [String] = []
    var values: [Value] = []
    for (number, entries) in optimizer.stateDict().state {
      for (name, value) in entries {
        if case .list = value { continue }
        names.append("\(number).\(name)")
        values.append(plain(name, value))
      }
    }
    return [.string(names.joined(separator: " "))] + values
  }

  /// Numbers that are computed, LBFGS's step size among them, become tensors.
  private func plain(_ name: String, _ value: Value) -> Value {
    switch value {
    case .int(let number) where name == "t":
      .tensor(Tensor.full([], Int(number), dtype: params[0].dtype))
    case .tensor(let tensor): .tensor(tensor.detach().clone())
    case .double(let number): .tensor(Tensor.full([], number, dtype: params[0].dtype))
    default: value
    }
  }
}

extension OptimizerCase {
  /// A gradient of the case's own; `["sparse", indices, values, size, isCoalesced]` is a sparse one.
  private static func gradient(_ value: Value) throws -> Tensor? {
    guard case .list(let parts) = value else { return value.tensors.first?.clone() }
    guard parts.count == 5, case .list(let size) = parts[3], case .bool(let isCoalesced) = parts[4]
    else { throw TensorError(.type, "a sparse gradient lacks a part") }
    let sizes = size.compactMap { if case .int(let size) = $0 { Int(size) } else { nil } }
    return Tensor.sparseCOO(
      indices: parts[1].tensors[0], values: parts[2].tensors[0], size: Shape(sizes),
      isCoalesced: isCoalesced)
  }

  private static func items(_ value: Value) throws -> [Value] {
    if case .list(let items) = value { return items }
    return []
  }

  /// `[[name, value], …]`.
  private static func options(_ value: Value) throws -> OptionDictionary {
    var options: OptionDictionary = [:]
    for item in try items(value) {
      guard case .list(let pair) = item, pair.count == 2, case .string(let name) = pair[0] else {
        throw TensorError(.type, "options hold something that is no pair of name and value")
      }
      options[name] = pair[1]
    }
    return options
  }

  /// Parameters are leaves of their own; a tensor that stands twice is one of them.
  private static func groups(_ value: Value) throws -> [WrittenGroup] {
    var known: [ObjectIdentifier: Tensor] = [:]
    return try items(value).map { group in
      let parts = try items(group)
      let params = parts[1].tensors.map { tensor in
        let leaf = known[ObjectIdentifier(tensor)] ?? relaid(tensor)
        known[ObjectIdentifier(tensor)] = leaf
        return leaf
      }
      let names = parts.count > 2 ? try items(parts[2]).map(name) : nil
      return WrittenGroup(options: try options(parts[0]), params: params, names: names)
    }
  }

  private static func name(_ value: Value) throws -> String {
    guard case .string(let name) = value else {
      throw TensorError(.type, "a parameter's name is no string")
    }
    return name
  }

  private static func relaid(_ tensor: Tensor) -> Tensor {
    tensor.detach().clone().requiresGrad_()
  }
}
