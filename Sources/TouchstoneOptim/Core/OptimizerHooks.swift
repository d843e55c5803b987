import Touchstone

/// Functions that run around every step, and around reading and loading the state.
final class OptimizerHooks {
  let before = HookList<(Optimizer) -> Void>()
  let after = HookList<(Optimizer) -> Void>()
  let beforeState = HookList<(Optimizer) -> Void>()
  let afterState = HookList<(Optimizer, OptimizerState) -> OptimizerState?>()
  let beforeLoad = HookList<(Optimizer, OptimizerState) -> OptimizerState?>()
  let afterLoad = HookList<(Optimizer) -> Void>()
}

/// Functions that run around every step of every optimizer. Register them from one thread.
private nonisolated(unsafe) let allOptimizers = OptimizerHooks()

/// Calls `hook` before every step of every optimizer,
/// `torch.optim.optimizer.register_optimizer_step_pre_hook`.
@discardableResult
public func registerOptimizerStepPreHook(_ hook: @escaping (Optimizer) -> Void) -> HookHandle {
  allOptimizers.before.add(hook)
}

/// Calls `hook` after every step of every optimizer,
/// `torch.optim.optimizer.register_optimizer_step_post_hook`.
@discardableResult
public func registerOptimizerStepPostHook(_ hook: @escaping (Optimizer) -> Void) -> HookHandle {
  allOptimizers.after.add(hook)
}

extension Optimizer {
  /// Those of all optimizers are the outer ones.
  func callHooks(before: Bool) {
    let called = before
      ? allOptimizers.before.entries + hooks.before.entries
      : hooks.after.entries + allOptimizers.after.entries
    called.forEach { $0.body(self) }
  }

  /// Calls `hook` before every step, `torch.optim.Optimizer.register_step_pre_hook`.
  @discardableResult
  public func registerStepPreHook(_ hook: @escaping (Optimizer) -> Void) -> HookHandle {
    hooks.before.add(hook)
  }

  /// Calls `hook` after every step, `torch.optim.Optimizer.register_step_post_hook`.
  @discardableResult
  public func registerStepPostHook(_ hook: @escaping (Optimizer) -> Void) -> HookHandle {
    hooks.after.add(hook)
  }

  /// Calls `hook` before the state dict is made, behind the other hooks or before them,
  /// `torch.optim.Optimizer.register_state_dict_pre_hook`.
  @discardableResult
  public func registerStateDictPreHook(
    _ hook: @escaping (Optimizer) -> Void, prepend: Bool = false
  ) -> HookHandle {
    hooks.beforeState.add(hook, prepend: prepend)
  }

  /// Calls `hook` with the state dict, which it may replace,
  /// `torch.optim.Optimizer.register_state_dict_post_hook`.
  @discardableResult
  public func registerStateDictPostHook(
    _ hook: @escaping (Optimizer, OptimizerState) -> OptimizerState?, prepend: Bool = false
  ) -> HookHandle {
    hooks.afterState.add(hook, prepend: prepend)
  }

  /// Calls `hook` with a state dict before it is loaded, which it may replace,
  /// `torch.optim.Optimizer.register_load_state_dict_pre_hook`.
  @discardableResult
  public func registerLoadStateDictPreHook(
    _ hook: @escaping (Optimizer, OptimizerState) -> OptimizerState?, prepend: Bool = false
  ) -> HookHandle {
    hooks.beforeLoad.add(hook, prepend: prepend)
  }

  /// Calls `hook` after a state dict was loaded,
  /// `torch.optim.Optimizer.register_load_state_dict_post_hook`.
  @discardableResult
  public func registerLoadStateDictPostHook(
    _ hook: @escaping (Optimizer) -> Void, prepend: Bool = false
  ) -> HookHandle {
    hooks.afterLoad.add(hook, prepend: prepend)
  }
}
