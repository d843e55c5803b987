import Touchstone

/// Backward hooks around one call of a module: an identity function before and one behind it, whose
/// gradients are those of the module's inputs and outputs.
final class BackwardHook {
  private let module: Module
  private let hooks: [FullBackwardHook]
  private let preHooks: [FullBackwardPreHook]
  private var gradOutputs: [Tensor?]?
  private var inputCount = 0
  /// Whether an input requires a gradient, so that the hooks run when it is known.
  private var wrapsInputs = false

  /// Nil when there are no backward hooks.
  init?(_ module: Module, _ hooks: [ModuleHooks]) {
    self.module = module
    self.hooks = hooks.flatMap { $0.backward.entries.map(\.body) }
    preHooks = hooks.flatMap { $0.backwardPre.entries.map(\.body) }
    if self.hooks.isEmpty && preHooks.isEmpty { return nil }
  }

  func wrapInputs(_ inputs: [Tensor?]) throws -> [Tensor?] {
    inputCount = inputs.count
    let wrapped = try wrap(inputs) { [self] in try inputGradients($0.filled) }
    wrapsInputs = wrapped != nil
    return wrapped ?? inputs
  }

  func wrapOutputs(_ outputs: [Tensor?]) throws -> [Tensor?] {
    try wrap(outputs) { [self] in try outputGradients($0.given) } ?? outputs
  }

  /// The tensors among `values` behind one node, whose gradients `body` maps; nil when there is
  /// nothing to differentiate.
  private func wrap(
    _ values: [Tensor?], _ body: @escaping (BackwardGradients) throws -> [Tensor?]
  ) throws -> [Tensor?]? {
    guard isGradEnabled, values.contains(where: { $0?.requiresGrad == true }) else { return nil }
    let places = values.indices.filter { values[$0] != nil }
    func spread(_ list: [Tensor?]) -> [Tensor?] {
      var result = [Tensor?](repeating: nil, count: values.count)
      for (place, value) in zip(places, list) { result[place] = value }
      return result
    }
    let tensors = try Tensor.passThrough(values.compactMap(\.self)) { grads in
      let mapped = try body(grads.map(spread))
      return places.map { mapped[$0] }
    }
    return spread(tensors)
  }

  private func outputGradients(_ given: [Tensor?]) throws -> [Tensor?] {
    var current = given
    for hook in preHooks {
      guard let replaced = hook(module, current) else { continue }
      try check(
        replaced.count == current.count, .runtime,
        "Backward pre hook returned an invalid number of grad_output, got \(replaced.count), but "
          + "expected \(current.count)")
      current = replaced
    }
    gradOutputs = current
    if !wrapsInputs { try runWithoutInputs(current) }
    return current
  }

  /// No input requires a gradient: the hooks run now, and have nothing to replace.
  private func runWithoutInputs(_ gradOutputs: [Tensor?]) throws {
    self.gradOutputs = nil
    for hook in hooks {
      let result = hook(module, Array(repeating: nil, count: inputCount), gradOutputs)
      try check(
        result?.allSatisfy { $0 == nil } ?? true, .runtime,
        "Backward hook for Modules where no input requires gradient should always return None or "
          + "None for all gradients.")
    }
  }

  private func inputGradients(_ given: [Tensor?]) throws -> [Tensor?] {
    guard let gradOutputs else { return given }
    var current = given
    for hook in hooks {
      guard let replaced = hook(module, current, gradOutputs) else { continue }
      try check(
        replaced.count == current.count, .runtime,
        "Backward hook returned an invalid number of grad_input, got \(replaced.count), but "
          + "expected \(current.count)")
      current = replaced
    }
    self.gradOutputs = nil
    return current
  }
}
