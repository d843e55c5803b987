import Touchstone

/// Walks through a module and all below it. Each shared object is met once, where it comes first.
extension Module {
  /// Children with their names, `torch.nn.Module.named_children`.
  public func namedChildren() -> [(name: String, module: Module)] {
    var seen: Set<ObjectIdentifier> = []
    return members.children.compactMap { name, child in
      guard let child, seen.insert(ObjectIdentifier(child)).inserted else { return nil }
      return (name, child)
    }
  }

  public func children() -> [Module] { namedChildren().map(\.module) }

  /// This module and all below it with their paths, each before its children,
  /// `torch.nn.Module.named_modules`.
  ///
  /// - Parameters:
  ///   - prefix: the path of this module.
  ///   - removeDuplicate: whether a shared module appears once, not at each of its places.
  public func namedModules(
    prefix: String = "", removeDuplicate: Bool = true
  ) -> [(name: String, module: Module)] {
    var seen: Set<ObjectIdentifier> = []
    var found: [(name: String, module: Module)] = []
    walk(prefix) { path, module in
      let isNew = !removeDuplicate || seen.insert(ObjectIdentifier(module)).inserted
      if isNew { found.append((path, module)) }
      return isNew
    }
    return found
  }

  /// Calls `visit` with this module and those below it while it says to go on downwards.
  private func walk(_ path: String, _ visit: (String, Module) -> Bool) {
    guard visit(path, self) else { return }
    for (name, child) in members.children {
      child?.walk(path.isEmpty ? name : "\(path).\(name)", visit)
    }
  }

  public func modules() -> [Module] { namedModules().map(\.module) }

  /// Parameters with their paths, `torch.nn.Module.named_parameters`.
  ///
  /// - Parameters:
  ///   - prefix: the path of this module.
  ///   - recurse: whether those of the modules below belong to it.
  ///   - removeDuplicate: whether a shared parameter appears once.
  public func namedParameters(
    prefix: String = "", recurse: Bool = true, removeDuplicate: Bool = true
  ) -> [(name: String, parameter: Tensor)] {
    namedTensors(prefix, recurse, removeDuplicate) { $0.parameters }
      .map { (name: $0.0, parameter: $0.1) }
  }

  public func parameters(recurse: Bool = true) -> [Tensor] {
    namedParameters(recurse: recurse).map(\.parameter)
  }

  /// Buffers with their paths, `torch.nn.Module.named_buffers`; arguments as for parameters.
  public func namedBuffers(
    prefix: String = "", recurse: Bool = true, removeDuplicate: Bool = true
  ) -> [(name: String, buffer: Tensor)] {
    namedTensors(prefix, recurse, removeDuplicate) { $0.buffers }
      .map { (name: $0.0, buffer: $0.1) }
  }

  public func buffers(recurse: Bool = true) -> [Tensor] {
    namedBuffers(recurse: recurse).map(\.buffer)
  }

  private func namedTensors(
    _ prefix: String, _ recurse: Bool, _ removeDuplicate: Bool, _ slots: (Members) -> [TensorSlot]
  ) -> [(String, Tensor)] {
    let modules =
      recurse
      ? namedModules(prefix: prefix, removeDuplicate: removeDuplicate) : [(prefix, self)]
    var seen: Set<ObjectIdentifier> = []
    var found: [(String, Tensor)] = []
    for (path, module) in modules {
      for slot in slots(module.members) {
        guard let tensor = slot.current else { continue }
        if removeDuplicate && !seen.insert(ObjectIdentifier(tensor)).inserted { continue }
        found.append((path.isEmpty ? slot.name : "\(path).\(slot.name)", tensor))
      }
    }
    return found
  }
}
