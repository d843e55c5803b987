import Touchstone

/// Hooks of every module, for looking into models; they run before a module's own. Register and
/// remove them while no other thread calls modules.

/// `torch.nn.modules.module.register_module_forward_pre_hook`.
@discardableResult
public func registerModuleForwardPreHook(_ hook: @escaping ForwardPreHook) -> HookHandle {
  ModuleHooks.global.forwardPre.add(hook)
}

/// `torch.nn.modules.module.register_module_forward_hook`.
@discardableResult
public func registerModuleForwardHook(
  alwaysCall: Bool = false, _ hook: @escaping ForwardHook
) -> HookHandle {
  ModuleHooks.global.forward.add((hook, alwaysCall))
}

/// `torch.nn.modules.module.register_module_full_backward_pre_hook`.
@discardableResult
public func registerModuleFullBackwardPreHook(
  _ hook: @escaping FullBackwardPreHook
) -> HookHandle {
  ModuleHooks.global.backwardPre.add(hook)
}

/// `torch.nn.modules.module.register_module_full_backward_hook`.
@discardableResult
public func registerModuleFullBackwardHook(_ hook: @escaping FullBackwardHook) -> HookHandle {
  ModuleHooks.global.backward.add(hook)
}
