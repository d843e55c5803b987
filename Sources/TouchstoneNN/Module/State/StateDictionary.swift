import Touchstone

extension Module {
  /// The state of this module and all below it by path, `torch.nn.Module.state_dict`: parameters,
  /// then persistent buffers, then the children's, in order of declaration. Shared tensors appear
  /// under all their names.
  ///
  /// - Parameters:
  ///   - prefix: goes before every name, with its dot.
  ///   - keepVars: gives the tensors themselves, not ones detached from the graph. Either way the
  ///     memory is the model's own.
  public func stateDict(prefix: String = "", keepVars: Bool = false) -> StateDict {
    var state = StateDict()
    state.versions = [:]
    save(into: &state, prefix: prefix, keepVars: keepVars)
    return state
  }

  private func save(into state: inout StateDict, prefix: String, keepVars: Bool) {
    state.versions?[String(prefix.dropLast())] = Self.stateVersion
    extras?.hooks?.saving.entries.forEach { $0.body(self, prefix, keepVars) }
    let members = self.members
    for slot in members.parameters + members.persistentBuffers {
      guard let tensor = slot.current else { continue }
      let isKept = keepVars || tensor.isUninitialized
      state[prefix + slot.name] = isKept ? tensor : tensor.detach()
    }
    state[prefix + Module.extraStateKey] = extraState
    for (name, child) in members.children {
      child?.save(into: &state, prefix: "\(prefix)\(name).", keepVars: keepVars)
    }
    extras?.hooks?.saved.entries.forEach { $0.body(self, &state, prefix) }
  }

  static let extraStateKey = "_extra_state"
}

extension Members {
  var persistentBuffers: [any BufferSlot] { buffers.filter(\.isPersistent) }
}
