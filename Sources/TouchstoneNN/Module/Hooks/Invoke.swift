import Touchstone

extension Module {
  /// Runs `body` as a call of this module, with its hooks: what `callAsFunction` of a module with
  /// several inputs or outputs goes through.
  ///
  /// ```swift
  /// func callAsFunction(_ x: Tensor, _ h: Tensor? = nil) -> (Tensor, Tensor) {
  ///   let out = invoke([x, h], outputs: 2) { [self] in
  ///     let (y, state) = forward($0[0]!, $0[1])
  ///     return [y, state]
  ///   }
  ///   return (out[0]!, out[1]!)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - inputs: every tensor that goes in; nil for one that was left out.
  ///   - count: number of outputs.
  ///   - body: outputs from inputs, which hooks may have replaced.
  /// - Returns: the outputs, `count` of them also after an error.
  public final func invoke(
    _ inputs: [Tensor?], outputs count: Int, _ body: ([Tensor?]) -> [Tensor?]
  ) -> [Tensor?] {
    if hasPendingError { return Module.failure(count) }
    return CallFrame.enter(self) {
      hasHooks ? runHooked(inputs, outputs: count, body) : body(inputs)
    }
  }

  /// What a failed call gives.
  private static func failure(_ count: Int) -> [Tensor?] {
    Array(repeating: Tensor.poison, count: count)
  }

  /// `body` with all hooks around it.
  func runHooked(
    _ inputs: [Tensor?], outputs count: Int, _ body: ([Tensor?]) -> [Tensor?]
  ) -> [Tensor?] {
    var call = HookedCall(of: self, inputs)
    let outputs = guarded(Module.failure(count)) { try call.run(outputs: count, body) }
    if hasPendingError { call.runAlwaysCalled() }
    return hasPendingError ? Module.failure(count) : outputs
  }
}

/// One call of a module that has hooks.
private struct HookedCall {
  private let module: Module
  private var inputs: [Tensor?]
  private var outputs: [Tensor?] = []
  /// Number of forward hooks that have run.
  private var ran = 0
  private let hooks: [ModuleHooks]

  init(of module: Module, _ inputs: [Tensor?]) {
    self.module = module
    self.inputs = inputs
    hooks = [ModuleHooks.global] + (module.extras?.hooks.map { [$0] } ?? [])
  }

  private var forwardHooks: [(body: ForwardHook, alwaysCall: Bool)] {
    hooks.flatMap { $0.forward.entries.map(\.body) }
  }

  mutating func run(outputs count: Int, _ body: ([Tensor?]) -> [Tensor?]) throws -> [Tensor?] {
    for hook in hooks.flatMap({ $0.forwardPre.entries }) {
      if let replaced = hook.body(module, inputs) { try replaceInputs(replaced) }
      try throwPendingError()
    }
    let backward = BackwardHook(module, hooks)
    inputs = try backward?.wrapInputs(inputs) ?? inputs
    outputs = body(inputs)
    try throwPendingError()
    for hook in forwardHooks {
      ran += 1
      if let replaced = hook.body(module, inputs, outputs) { try replaceOutputs(replaced, count) }
      try throwPendingError()
    }
    return try backward?.wrapOutputs(outputs) ?? outputs
  }

  private mutating func replaceInputs(_ replaced: [Tensor?]) throws {
    try check(
      replaced.count == inputs.count, .type,
      "forward pre-hook must return None or \(inputs.count) inputs, but got \(replaced.count)")
    inputs = replaced
  }

  private mutating func replaceOutputs(_ replaced: [Tensor?], _ count: Int) throws {
    try check(
      replaced.count == count, .type,
      "forward hook must return None or \(count) outputs, but got \(replaced.count)")
    outputs = replaced
  }

  /// Hooks that want to run even though the call failed.
  func runAlwaysCalled() {
    for hook in forwardHooks.dropFirst(ran) where hook.alwaysCall {
      _ = hook.body(module, inputs, outputs)
    }
  }
}
