import Touchstone

extension Module {
  /// Puts `module` under `name`: into the property of that name, or among the registered children.
  func placeChild(_ name: String, _ module: Module?) throws {
    var property: (label: String, value: Any)?
    forEachProperty { label, value in
      if (value as? ModuleSlot)?.name == name { property = (label, value) }
      if value is Module && snakeCase(propertyName(label, isWrapper: false)) == name {
        property = (label, value)
      }
    }
    guard let property else {
      writableExtras.children.updateValue(module, forKey: name)
      return
    }
    guard let slot = property.value as? ModuleSlot, let module, slot.replace(module) else {
      throw TensorError(
        .type,
        "property '\(property.label)' of \(className) cannot be replaced by its name: assign it, "
          + "or mark it @Submodule")
    }
  }
}
