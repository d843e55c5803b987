import Touchstone

/// Taking members away.
extension Module {
  /// Removes the module at `target`, `torch.fx.GraphModule.delete_submodule`.
  ///
  /// - Returns: whether there was one that could be removed: a property's module cannot.
  @discardableResult
  public func deleteSubmodule(_ target: String) -> Bool {
    let parts = target.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var parent = self
    for part in parts.dropLast() {
      guard let child = parent.members.children[part] ?? nil else { return false }
      parent = child
    }
    return parent.extras?.children.removeValue(forKey: parts.last ?? "") != nil
  }

  /// Removes a parameter, a buffer or a module, Python's `del module.name`. What a property declares
  /// becomes nil.
  ///
  /// - Errors: `.attribute` when there is none.
  public func deleteMember(_ name: String) {
    attempt {
      if deleteSubmodule(name) { return }
      guard let slot = slot(named: name), slot.stored != nil else {
        throw TensorError(.attribute, "'\(self.name)' object has no attribute '\(name)'")
      }
      slot.assign(nil)
      forget(name)
    }
  }

  /// Removes state that was registered by name.
  func forget(_ name: String) {
    extras?.parameters.removeAll { $0.name == name }
    extras?.buffers.removeAll { $0.name == name }
    extras?.late.removeAll { $0 == name }
  }
}
