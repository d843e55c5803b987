/// Collections that may hold modules. A property of such a type is refused: its modules would be
/// missing from the state.
protocol ModuleHolding {
  var holdsModules: Bool { get }
}

/// Whether the elements of a collection are modules, by their type or by the first of them.
private func areModules(_ type: Any.Type, _ first: Any?) -> Bool {
  type is Module.Type || first is Module
    || (first as? any ModuleHolding)?.holdsModules == true
}

extension Array: ModuleHolding {
  var holdsModules: Bool { areModules(Element.self, first) }
}

extension Dictionary: ModuleHolding {
  var holdsModules: Bool { areModules(Value.self, first?.value) }
}

extension Optional: ModuleHolding {
  var holdsModules: Bool {
    guard case .some(let value as any ModuleHolding) = self else { return false }
    return value.holdsModules
  }
}
