import Touchstone

/// Functions that run around every step.
final class OptimizerHooks {
  let before = HookList<(Optimizer) -> Void>()
  let after = HookList<(Optimizer) -> Void>()
}

extension Optimizer {
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
}
