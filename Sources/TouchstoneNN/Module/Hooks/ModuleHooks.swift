import Touchstone

/// Runs before `forward` with its inputs; what it returns replaces them.
public typealias ForwardPreHook = (_ module: Module, _ inputs: [Tensor?]) -> [Tensor?]?
/// Runs after `forward`; what it returns replaces the outputs.
public typealias ForwardHook = (
  _ module: Module, _ inputs: [Tensor?], _ outputs: [Tensor?]
) -> [Tensor?]?
/// Runs when the gradients of a module's outputs are known; what it returns replaces them.
public typealias FullBackwardPreHook = (_ module: Module, _ gradOutputs: [Tensor?]) -> [Tensor?]?
/// Runs when the gradients of a module's inputs are known; what it returns replaces those.
public typealias FullBackwardHook = (
  _ module: Module, _ gradInputs: [Tensor?], _ gradOutputs: [Tensor?]
) -> [Tensor?]?
/// Runs before a module's state is collected.
public typealias StateDictPreHook = (_ module: Module, _ prefix: String, _ keepVars: Bool) -> Void
/// Runs when a module's state and that of its children is collected, and may change it.
public typealias StateDictHook = (
  _ module: Module, _ state: inout StateDict, _ prefix: String
) -> Void
/// Runs before a module's own state is matched with what is loaded.
public typealias LoadStateDictPreHook = (
  _ module: Module, _ context: LoadContext, _ prefix: String
) -> Void
/// Runs when a module's state and that of its children is matched; may change `context.keys`.
public typealias LoadStateDictHook = (_ module: Module, _ context: LoadContext) -> Void

/// The hooks of one module, or those of all.
final class ModuleHooks {
  var forwardPre = HookList<ForwardPreHook>()
  var forward = HookList<(body: ForwardHook, alwaysCall: Bool)>()
  var backwardPre = HookList<FullBackwardPreHook>()
  var backward = HookList<FullBackwardHook>()
  var saving = HookList<StateDictPreHook>()
  var saved = HookList<StateDictHook>()
  var loading = HookList<LoadStateDictPreHook>()
  var loaded = HookList<LoadStateDictHook>()

  /// Those of every module, which run before a module's own.
  nonisolated(unsafe) static let global = ModuleHooks()

  /// Whether a call of the module has anything to run beside `forward`.
  var wrapCalls: Bool {
    !forwardPre.isEmpty || !forward.isEmpty || !backward.isEmpty || !backwardPre.isEmpty
  }
}

extension Module {
  var hasHooks: Bool { extras?.hooks?.wrapCalls == true || ModuleHooks.global.wrapCalls }

  var writableHooks: ModuleHooks {
    if let hooks = extras?.hooks { return hooks }
    let created = ModuleHooks()
    writableExtras.hooks = created
    return created
  }

  /// Calls `hook` before every `forward`, `torch.nn.Module.register_forward_pre_hook`.
  ///
  /// - Parameter prepend: before the hooks that are there already.
  @discardableResult
  public func registerForwardPreHook(
    prepend: Bool = false, _ hook: @escaping ForwardPreHook
  ) -> HookHandle {
    writableHooks.forwardPre.add(hook, prepend: prepend)
  }

  /// Calls `hook` after every `forward`, `torch.nn.Module.register_forward_hook`.
  ///
  /// - Parameters:
  ///   - prepend: before the hooks that are there already.
  ///   - alwaysCall: also when the call fails, with no outputs.
  @discardableResult
  public func registerForwardHook(
    prepend: Bool = false, alwaysCall: Bool = false, _ hook: @escaping ForwardHook
  ) -> HookHandle {
    writableHooks.forward.add((hook, alwaysCall), prepend: prepend)
  }

  /// Calls `hook` when gradients of the module's outputs have been computed,
  /// `torch.nn.Module.register_full_backward_pre_hook`.
  @discardableResult
  public func registerFullBackwardPreHook(
    prepend: Bool = false, _ hook: @escaping FullBackwardPreHook
  ) -> HookHandle {
    writableHooks.backwardPre.add(hook, prepend: prepend)
  }

  /// Calls `hook` when gradients of the module's inputs have been computed,
  /// `torch.nn.Module.register_full_backward_hook`.
  @discardableResult
  public func registerFullBackwardHook(
    prepend: Bool = false, _ hook: @escaping FullBackwardHook
  ) -> HookHandle {
    writableHooks.backward.add(hook, prepend: prepend)
  }

  @discardableResult
  public func registerStateDictPreHook(_ hook: @escaping StateDictPreHook) -> HookHandle {
    writableHooks.saving.add(hook)
  }

  @discardableResult
  public func registerStateDictPostHook(_ hook: @escaping StateDictHook) -> HookHandle {
    writableHooks.saved.add(hook)
  }

  @discardableResult
  public func registerLoadStateDictPreHook(_ hook: @escaping LoadStateDictPreHook) -> HookHandle {
    writableHooks.loading.add(hook)
  }

  @discardableResult
  public func registerLoadStateDictPostHook(_ hook: @escaping LoadStateDictHook) -> HookHandle {
    writableHooks.loaded.add(hook)
  }
}
