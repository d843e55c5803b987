import Touchstone

/// Runs when a module gets a parameter; what it returns is registered instead.
public typealias ParameterRegistrationHook = (
  _ module: Module, _ name: String, _ parameter: Tensor
) -> Tensor?
/// Runs when a module gets a buffer; what it returns is registered instead.
public typealias BufferRegistrationHook = (
  _ module: Module, _ name: String, _ buffer: Tensor?
) -> Tensor?
/// Runs when a module gets a child; what it returns is registered instead.
public typealias ModuleRegistrationHook = (
  _ module: Module, _ name: String, _ child: Module?
) -> Module?

/// Hooks of all modules on what they are made of. Marked properties are registered when their
/// module's initializer is done; what is assigned to them later is not.
final class RegistrationHooks {
  let parameter = HookList<ParameterRegistrationHook>()
  let buffer = HookList<BufferRegistrationHook>()
  let module = HookList<ModuleRegistrationHook>()

  nonisolated(unsafe) static let global = RegistrationHooks()

  var isEmpty: Bool { parameter.isEmpty && buffer.isEmpty && module.isEmpty }
}

/// `torch.nn.modules.module.register_module_parameter_registration_hook`.
@discardableResult
public func registerModuleParameterRegistrationHook(
  _ hook: @escaping ParameterRegistrationHook
) -> HookHandle {
  RegistrationHooks.global.parameter.add(hook)
}

/// `torch.nn.modules.module.register_module_buffer_registration_hook`.
@discardableResult
public func registerModuleBufferRegistrationHook(
  _ hook: @escaping BufferRegistrationHook
) -> HookHandle {
  RegistrationHooks.global.buffer.add(hook)
}

/// `torch.nn.modules.module.register_module_module_registration_hook`.
@discardableResult
public func registerModuleModuleRegistrationHook(
  _ hook: @escaping ModuleRegistrationHook
) -> HookHandle {
  RegistrationHooks.global.module.add(hook)
}

extension Module {
  func registered(_ name: String, parameter: Tensor?) -> Tensor? {
    RegistrationHooks.global.parameter.entries.reduce(parameter) { current, hook in
      current.map { hook.body(self, name, $0) ?? $0 }
    }
  }

  func registered(_ name: String, buffer: Tensor?) -> Tensor? {
    RegistrationHooks.global.buffer.entries.reduce(buffer) { current, hook in
      hook.body(self, name, current) ?? current
    }
  }

  func registered(_ name: String, child: Module?) -> Module? {
    RegistrationHooks.global.module.entries.reduce(child) { current, hook in
      hook.body(self, name, current) ?? current
    }
  }

  /// Shows the marked properties to the hooks.
  func registerProperties() throws {
    if RegistrationHooks.global.isEmpty { return }
    try forEachProperty { label, value in
      switch value {
      case let slot as any BufferSlot:
        slot.assign(registered(slot.name, buffer: slot.stored))
      case let slot as TensorSlot:
        slot.assign(registered(slot.name, parameter: slot.stored))
      case let slot as any ModuleSlot: try replace(slot.name, slot.module)
      case let child as Module:
        try replace(snakeCase(propertyName(label, isWrapper: false)), child)
      default: break
      }
    }
  }

  private func replace(_ name: String, _ child: Module?) throws {
    let replacement = registered(name, child: child)
    if replacement !== child { try placeChild(name, replacement) }
  }
}
