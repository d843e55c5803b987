import Touchstone

/// Calls `body` with `module` while its parameters and buffers are those of `state`,
/// `torch.func.functional_call`: the module as a function of its state.
///
/// ```swift
/// let y = functionalCall(net, ["weight": w, "bias": b]) { $0(x) }
/// ```
///
/// Values need not be leaves: gradients flow through them. The name of a parametrised tensor takes
/// its parametrisation away for the call.
/// - Parameters:
///   - tieWeights: whether a value for one name of a tied tensor is for all of its names.
///   - strict: whether `state` must have all names of the module and no others.
/// - Errors: `.value` for different values under tied names; `.runtime` with `strict` for names that
///   do not match; `.attribute` for a path through modules that do not exist.
public func functionalCall<M: Module, R>(
  _ module: M, _ state: StateDict, tieWeights: Bool = true, strict: Bool = false,
  _ body: (M) -> R
) -> R {
  let places = guarded([]) {
    try Replacement(module, state, tieWeights: tieWeights, strict: strict).places()
  }
  let kept = places.map { ($0.slot, $0.slot.stored, $0.slot.parametrization) }
  for (slot, value) in places { (slot.stored, slot.parametrization) = (value, nil) }
  defer { for (slot, stored, list) in kept { (slot.stored, slot.parametrization) = (stored, list) } }
  return body(module)
}

/// The same for a module from one tensor to one.
public func functionalCall(
  _ module: Module, _ state: StateDict, _ input: Tensor, tieWeights: Bool = true,
  strict: Bool = false
) -> Tensor {
  functionalCall(module, state, tieWeights: tieWeights, strict: strict) { $0(input) }
}

/// Values for a module's tensors.
private struct Replacement {
  private let module: Module
  private var state: StateDict
  /// The module's own tensors under all their names.
  private let known: [(name: String, tensor: Tensor)]

  init(_ module: Module, _ state: StateDict, tieWeights: Bool, strict: Bool) throws {
    (self.module, self.state) = (module, state)
    known =
      module.namedParameters(removeDuplicate: false).map { ($0.name, $0.parameter) }
      + module.namedBuffers(removeDuplicate: false).map { ($0.name, $0.buffer) }
    if tieWeights { try tie() }
    if strict { try checkNames() }
  }

  /// Extends each value to all names of its tensor.
  private mutating func tie() throws {
    let groups = Dictionary(grouping: known) { ObjectIdentifier($0.tensor) }
    for group in groups.values where group.count > 1 {
      let names = group.map(\.name)
      let values = names.compactMap { state[$0] }
      guard let value = values.first else { continue }
      try check(
        values.allSatisfy { $0 === value }, .value,
        "functional_call got multiple values for keys "
          + "[\(names.sorted().map { "'\($0)'" }.joined(separator: ", "))], which are tied. Consider "
          + "using tie_weights=False")
      for name in names { state[name] = value }
    }
  }

  private func checkNames() throws {
    let names = Set(known.map(\.name))
    let unexpected = state.keys.filter { !names.contains($0) }
    let missing = known.map(\.name).filter { state[$0] == nil }
    let lines = [("Unexpected", unexpected), ("Missing", missing)].filter { !$0.1.isEmpty }.map {
      "\($0.0) key(s): \($0.1.map { "'\($0)'" }.joined(separator: ", "))."
    }
    try check(
      lines.isEmpty, .runtime,
      "Error(s) in reparametrizing for \(module.name):\n\t" + lines.joined(separator: "\n\t"))
  }

  func places() throws -> [(slot: TensorSlot, value: Tensor)] {
    try state.compactMap { path, value in
      let parts = path.split(separator: ".").map(String.init)
      let owner = module.submodule(named: parts.dropLast().joined(separator: "."))
      try throwPendingError()
      return owner.slot(named: parts.last ?? "").map { ($0, value) }
    }
  }
}
