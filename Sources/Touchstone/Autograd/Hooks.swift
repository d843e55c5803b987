/// Functions called in order of registration; each can be removed again.
final class HookList<Value> {
  private(set) var entries: [(id: Int, body: (Value) -> Value?)] = []
  private var nextID = 0

  func add(_ body: @escaping (Value) -> Value?) -> HookHandle {
    let id = nextID
    nextID += 1
    entries.append((id, body))
    return HookHandle { [weak self] in self?.entries.removeAll { $0.id == id } }
  }

  /// Passes `value` through every hook; a hook that returns nil leaves it as it is.
  func run(_ value: Value) -> Value {
    entries.reduce(value) { current, hook in hook.body(current) ?? current }
  }
}

extension HookList<Tensor> {
  /// `run` for gradients, which hooks may replace by others of the same shape and dtype only.
  func checkedRun(_ gradient: Tensor) throws -> Tensor {
    let result = run(gradient)
    try throwPendingError()
    try check(
      result.dtype == gradient.dtype, .runtime,
      "hook has changed the type of value (was torch.\(gradient.dtype.scalarTypeName)Tensor got "
        + "torch.\(result.dtype.scalarTypeName)Tensor)")
    try check(result.shape == gradient.shape, .runtime, "hook has changed the size of value")
    return result
  }
}

typealias PostAccumulateHooks = HookList<Tensor>

/// Removes a hook.
public final class HookHandle {
  private var removal: (() -> Void)?
  init(_ removal: @escaping () -> Void) { self.removal = removal }

  /// Removes the hook; calling it again does nothing.
  public func remove() {
    removal?()
    removal = nil
  }
}

extension Tensor {
  /// Calls `hook` with the gradient of this tensor whenever one is computed; a returned tensor
  /// replaces it. `torch.Tensor.register_hook`.
  @discardableResult
  public func registerHook(_ hook: @escaping (Tensor) -> Tensor?) -> HookHandle {
    guarded(HookHandle {}) {
      try check(
        requiresGrad, .runtime,
        "cannot register a hook on a tensor that doesn't require gradient")
      guard let node = gradFn else {
        let hooks = autogradState.hooks ?? HookList<Tensor>()
        autogradState.hooks = hooks
        return hooks.add(hook)
      }
      return node.hooks(output: autogradState.outputIndex).add(hook)
    }
  }

  /// Calls `hook` with this leaf after its `grad` was accumulated,
  /// `register_post_accumulate_grad_hook`.
  @discardableResult
  public func registerPostAccumulateGradHook(_ hook: @escaping (Tensor) -> Void) -> HookHandle {
    guarded(HookHandle {}) {
      try check(
        requiresGrad, .runtime,
        "cannot register a hook on a tensor that doesn't require gradient")
      try check(
        isLeaf, .runtime, "post accumulate grad hooks cannot be registered on non-leaf tensors")
      let hooks = autogradState.postAccumulateHooks ?? PostAccumulateHooks()
      autogradState.postAccumulateHooks = hooks
      return hooks.add { tensor in
        hook(tensor)
        return nil
      }
    }
  }
}

extension Node {
  func hooks(output: Int) -> HookList<Tensor> {
    if attachments == nil { attachments = NodeAttachments() }
    if let existing = attachments!.hooks[output] { return existing }
    let created = HookList<Tensor>()
    attachments!.hooks[output] = created
    return created
  }
}
