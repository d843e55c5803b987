import Touchstone

/// Members by their path, such as `layer1.0.conv1.weight`.
extension Module {
  /// The module at `target`, `torch.nn.Module.get_submodule`; the empty path is this module.
  ///
  /// - Errors: `.attribute` naming the first part of the path that is missing or no module.
  public func submodule(named target: String) -> Module {
    guarded(self) { try descend(target) }
  }

  private func descend(_ target: String) throws -> Module {
    guard !target.isEmpty else { return self }
    return try target.split(separator: ".", omittingEmptySubsequences: false)
      .reduce(self) { module, part in try module.child(String(part)) }
  }

  private func child(_ name: String) throws -> Module {
    if let child = members.children[name] ?? nil { return child }
    try check(hasAttribute(name), .attribute, "\(self.name) has no attribute `\(name)`")
    throw TensorError(.attribute, "`\(name)` is not an nn.Module")
  }

  /// The parameter at `target`, `torch.nn.Module.get_parameter`.
  ///
  /// - Errors: `.attribute` when there is none.
  public func parameter(named target: String) -> Tensor {
    guarded {
      let (module, name) = try owner(of: target)
      if let value = module.members.parameters.first(where: { $0.name == name })?.current {
        return value
      }
      try check(module.hasAttribute(name), .attribute, "\(module.name) has no attribute `\(name)`")
      throw TensorError(.attribute, "`\(name)` is not an nn.Parameter")
    }
  }

  /// The buffer at `target`, `torch.nn.Module.get_buffer`.
  ///
  /// - Errors: `.attribute` when there is none.
  public func buffer(named target: String) -> Tensor {
    guarded {
      let (module, name) = try owner(of: target)
      if let value = module.members.buffers.first(where: { $0.name == name })?.current {
        return value
      }
      try check(module.hasAttribute(name), .attribute, "\(module.name) has no attribute `\(name)`")
      throw TensorError(.attribute, "`\(name)` is not a buffer")
    }
  }

  private func owner(of target: String) throws -> (Module, String) {
    guard let dot = target.lastIndex(of: ".") else { return (self, target) }
    return (try descend(String(target[..<dot])), String(target[target.index(after: dot)...]))
  }

  /// Puts `module` in the place of the one at `target`, or adds it under that name,
  /// `torch.nn.Module.set_submodule`.
  ///
  /// - Parameter strict: refuse to add: something must have the name already.
  /// - Errors: `.value` for an empty path; `.attribute` when the path does not exist, or names what
  ///   is no module; `.type` when the property there is constant or of another class.
  public func setSubmodule(_ target: String, _ module: Module, strict: Bool = false) {
    attempt {
      try check(!target.isEmpty, .value, "Cannot set the submodule without a target name!")
      let (parent, name) = try owner(of: target)
      try check(
        !strict || parent.hasAttribute(name), .attribute,
        "\(parent.name) has no attribute `\(name)`")
      if parent.hasAttribute(name) { _ = try parent.child(name) }
      try parent.placeChild(name, parent.registered(name, child: module))
    }
  }
}
