import Touchstone

/// Names that a state dictionary and a model do not have in common.
public struct IncompatibleKeys: Sendable, Equatable, CustomStringConvertible {
  public var missingKeys: [String]
  public var unexpectedKeys: [String]

  public init(missingKeys: [String] = [], unexpectedKeys: [String] = []) {
    (self.missingKeys, self.unexpectedKeys) = (missingKeys, unexpectedKeys)
  }

  public var description: String {
    if missingKeys.isEmpty && unexpectedKeys.isEmpty { return "<All keys matched successfully>" }
    return "_IncompatibleKeys(missing_keys=\(quoted(missingKeys)), "
      + "unexpected_keys=\(quoted(unexpectedKeys)))"
  }

  private func quoted(_ keys: [String]) -> String {
    "[" + keys.map { "'\($0)'" }.joined(separator: ", ") + "]"
  }
}

extension Module {
  /// Copies the tensors of `state` into the parameters and buffers of the same names,
  /// `torch.nn.Module.load_state_dict`.
  ///
  /// Everything is checked first: when something does not fit, nothing has been loaded. (PyTorch
  /// has then copied what did fit.)
  ///
  /// - Parameters:
  ///   - strict: whether the names must be the model's, all of them and no others.
  ///   - assign: puts the tensors themselves in place, with their dtype, instead of copying.
  /// - Returns: missing and unexpected names.
  /// - Errors: `.runtime` with all problems under their full names.
  @discardableResult
  public func loadStateDict(
    _ state: StateDict, strict: Bool = true, assign: Bool = false
  ) -> IncompatibleKeys {
    guarded(IncompatibleKeys()) {
      let plan = LoadPlan(state, assign: assign)
      try plan.visit(self, prefix: "", Array(state.keys))
      try plan.throwProblems(loadingInto: name, strict: strict)
      plan.run()
      try throwPendingError()
      return plan.keys
    }
  }
}

/// What a module's loading hook may look at and change before the module's own state is matched.
public final class LoadContext {
  /// The state to be loaded, under full names.
  public var state: StateDict { didSet { isChanged = true } }
  /// The layout version of this module's state in the source; nil when it does not tell.
  public internal(set) var version: Int?
  public var keys = IncompatibleKeys()
  /// Problems that end the loading, beside names that do not match.
  public var problems: [String] = []
  let assigns: Bool
  /// Whether a hook has changed the state.
  private var isChanged = false
  fileprivate var actions: [() -> Void] = []

  init(_ state: StateDict, assign: Bool) {
    self.state = state
    assigns = assign
  }
}

typealias LoadPlan = LoadContext

extension LoadContext {
  /// Matches the state of `module` and those below it; `names` are the keys that start with
  /// `prefix`.
  fileprivate func visit(_ module: Module, prefix: String, _ names: [String]) throws {
    version = state.versions?[String(prefix.dropLast())]
    isChanged = false
    module.prepareToLoad(self, prefix: prefix)
    module.extras?.hooks?.loading.entries.forEach { $0.body(module, self, prefix) }
    let names = isChanged ? state.keys.filter { $0.hasPrefix(prefix) } : names
    let members = module.members
    let slots = (members.parameters + members.persistentBuffers).filter { $0.stored != nil }
    for slot in slots { try match(slot, prefix + slot.name) }
    matchExtraState(module, prefix + Module.extraStateKey)
    collectUnexpected(names, prefix, members, Set(slots.map(\.name)))
    for (name, child) in members.children {
      guard let child else { continue }
      let childPrefix = "\(prefix)\(name)."
      try visit(child, prefix: childPrefix, names.filter { $0.hasPrefix(childPrefix) })
    }
    module.extras?.hooks?.loaded.entries.forEach { $0.body(module, self) }
  }

  private func match(_ slot: TensorSlot, _ key: String) throws {
    guard let source = state[key] else { return keys.missingKeys.append(key) }
    guard let target = slot.stored else { return }
    if target.isUninitialized { return loadUninitialized(slot, target, source) }
    if source.isUninitialized { throw Tensor.shapeRefusal }
    let isScalar = target.dim == 0 && source.shape == [1]
    let value = isScalar ? noGrad { source.reshape([]) } : source
    guard value.shape == target.shape else {
      return problems.append(
        "size mismatch for \(key): copying a param with shape torch.Size(\(value.shape)) from "
          + "checkpoint, the shape in current model is torch.Size(\(target.shape)).")
    }
    actions.append { [assigns] in assigns ? slot.adopt(value) : noGrad { _ = target.copy_(value) } }
  }

  /// An uninitialised tensor takes the shape of what is loaded; two of them agree.
  private func loadUninitialized(_ slot: TensorSlot, _ target: Tensor, _ source: Tensor) {
    guard !source.isUninitialized else { return }
    actions.append { [assigns] in
      target.materialize(source.shape)
      assigns ? slot.adopt(source) : noGrad { _ = target.copy_(source) }
    }
  }

  private func matchExtraState(_ module: Module, _ key: String) {
    let expects = module.extraState != nil
    switch (expects, state[key]) {
    case (true, let value?): actions.append { module.extraState = value }
    case (true, nil): keys.missingKeys.append(key)
    case (false, .some): keys.unexpectedKeys.append(key)
    case (false, nil): break
    }
  }

  /// Names under `prefix` that are neither the module's own nor below one of its children.
  private func collectUnexpected(
    _ names: [String], _ prefix: String, _ members: Members, _ own: Set<String>
  ) {
    for name in names where name != prefix + Module.extraStateKey {
      let rest = name.dropFirst(prefix.count)
      let first = String(rest.prefix { $0 != "." })
      let isKnown = rest.contains(".") ? members.children[first] != nil : own.contains(first)
      if !isKnown { keys.unexpectedKeys.append(name) }
    }
  }

  fileprivate func throwProblems(loadingInto name: String, strict: Bool) throws {
    var lines: [String] = []
    if strict && !keys.missingKeys.isEmpty {
      lines.append("Missing key(s) in state_dict: \(LoadContext.list(keys.missingKeys)). ")
    }
    if strict && !keys.unexpectedKeys.isEmpty {
      lines.append("Unexpected key(s) in state_dict: \(LoadContext.list(keys.unexpectedKeys)). ")
    }
    lines += problems
    try check(
      lines.isEmpty, .runtime,
      "Error(s) in loading state_dict for \(name):\n\t" + lines.joined(separator: "\n\t"))
  }

  private static func list(_ keys: [String]) -> String {
    keys.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  fileprivate func run() {
    for action in actions { action() }
  }
}

extension TensorSlot {
  /// Takes `value` itself in place of the tensor that is here.
  func adopt(_ value: Tensor) {
    guard self is any ParameterSlot else { return assign(value) }
    let requiresGrad = stored?.requiresGrad ?? true
    if value.isParameter { value.requiresGrad = requiresGrad }
    assign(value.isParameter ? value : value.asParameter(requiresGrad: requiresGrad))
  }
}
