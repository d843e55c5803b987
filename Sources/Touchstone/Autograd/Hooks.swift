/// Functions called in order; each can be removed again.
package final class HookList<Body> {
  package private(set) var entries: [(id: Int, body: Body)] = []
  private var nextID = 0

  package init() {}

  /// A list of the same functions, whose changes are its own.
  package init(copying other: HookList<Body>) {
    entries = other.entries
    nextID = other.nextID
  }

  package var isEmpty: Bool { entries.isEmpty }

  /// Adds a function behind the others, or before them.
  package func add(_ body: Body, prepend: Bool = false) -> HookHandle {
    let id = insert(body, prepend: prepend)
    return HookHandle { [weak self] in self?.remove(id: id) }
  }

  /// The same; the number that is given removes the function.
  package func insert(_ body: Body, prepend: Bool = false) -> Int {
    let id = nextID
    nextID += 1
    entries.insert((id, body), at: prepend ? 0 : entries.count)
    return id
  }

  package func remove(id: Int) { entries.removeAll { $0.id == id } }
}

/// Functions that may replace a gradient; one that returns nil leaves it as it is.
typealias GradientHooks = HookList<(Tensor) -> Tensor?>

extension GradientHooks {
  /// Passes `gradient` through every hook; they may replace it by one of the same shape and dtype
  /// only.
  func checkedRun(_ gradient: Tensor) throws -> Tensor {
    let result = entries.reduce(gradient) { current, hook in hook.body(current) ?? current }
    try throwPendingError()
    try check(
      result.dtype == gradient.dtype && result.layout == gradient.layout, .runtime,
      "hook has changed the type of value (was \(gradient.legacyTypeName) got "
        + "\(result.legacyTypeName))")
    try check(result.shape == gradient.shape, .runtime, "hook has changed the size of value")
    return result
  }
}

typealias PostAccumulateHooks = HookList<(Tensor) -> Void>

/// Removes a hook.
public final class HookHandle {
  private var removal: (() -> Void)?
  package init(_ removal: @escaping () -> Void) { self.removal = removal }

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
        let hooks = autogradState.hooks ?? GradientHooks()
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
      return hooks.add(hook)
    }
  }
}

extension Node {
  func hooks(output: Int) -> GradientHooks {
    if attachments == nil { attachments = NodeAttachments() }
    if let existing = attachments!.hooks[output] { return existing }
    let created = GradientHooks()
    attachments!.hooks[output] = created
    return created
  }
}
