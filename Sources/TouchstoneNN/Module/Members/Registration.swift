import Touchstone

/// State whose names are known at run time only, such as `weight_ih_l0` of a recurrent layer.
extension Module {
  /// Adds a parameter under `name`, or gives the one of that name a new value; nil keeps the name
  /// but is not part of the state. `torch.nn.Module.register_parameter`.
  ///
  /// - Errors: `.key` for a name that is taken, empty or has a dot; `.value` for a tensor with a
  ///   history.
  public func registerParameter(_ name: String, _ parameter: Tensor?) {
    attempt {
      try checkName(name, kind: "parameter")
      let known = parameterSlots.first { $0.name == name && $0.isRegistered }
      if known == nil { try checkFree(name) }
      let parameter = registered(name, parameter: parameter)
      if let known { return known.assign(parameter) }
      let slot = Parameter<Tensor?>(name)
      slot.assign(parameter)
      try throwPendingError()
      writableExtras.parameters.append(slot)
      if extras?.late.isEmpty == false { extras?.late.append(name) }
    }
  }

  /// Adds a buffer under `name`, or gives the one of that name a new value.
  /// `torch.nn.Module.register_buffer`.
  ///
  /// - Parameter persistent: whether state dictionaries have it.
  /// - Errors: `.key` for a name that is taken, empty or has a dot.
  public func registerBuffer(_ name: String, _ buffer: Tensor?, persistent: Bool = true) {
    attempt {
      try checkName(name, kind: "buffer")
      let known = bufferSlots.first { $0.name == name && $0.isRegistered }
      if known == nil { try checkFree(name) }
      let buffer = registered(name, buffer: buffer)
      if let known {
        known.isPersistent = persistent
        return known.assign(buffer)
      }
      let slot = Buffer<Tensor?>(name, persistent: persistent)
      slot.assign(buffer)
      writableExtras.buffers.append(slot)
    }
  }

  /// Adds a child under `name`, or replaces the one of that name.
  /// `torch.nn.Module.register_module`.
  ///
  /// - Errors: `.key` for a name that is taken, empty or has a dot.
  public func registerModule(_ name: String, _ module: Module?) {
    attempt {
      if members.children[name] == nil { try checkFree(name) }
      try checkName(name, kind: "module")
      try placeChild(name, registered(name, child: module))
    }
  }

  /// `registerModule` under PyTorch's other name.
  public func addModule(_ name: String, _ module: Module?) { registerModule(name, module) }

  /// All slots, also those that are parametrised.
  var parameterSlots: [TensorSlot] { slots { $0 is any ParameterSlot } + (extras?.parameters ?? []) }

  var bufferSlots: [any BufferSlot] {
    (slots { $0 is any BufferSlot } + (extras?.buffers ?? [])).compactMap { $0 as? BufferSlot }
  }

  /// The slot of a parameter or buffer, also when that is parametrised or computed.
  func slot(named name: String) -> TensorSlot? {
    (parameterSlots + bufferSlots.map { $0 as TensorSlot }).first { $0.name == name }
  }

  private func slots(_ isIncluded: (TensorSlot) -> Bool) -> [TensorSlot] {
    var found: [TensorSlot] = []
    forEachProperty { _, value in
      if let slot = value as? TensorSlot, isIncluded(slot) { found.append(slot) }
    }
    return found
  }

  private func checkFree(_ name: String) throws {
    try check(!hasAttribute(name), .key, "attribute '\(name)' already exists")
  }

  /// Whether a property or a member has the name.
  func hasAttribute(_ name: String) -> Bool {
    var isTaken = reservedNames.contains(name)
    forEachProperty { label, value in
      let wrapped = value is TensorSlot || value is ModuleSlot
      isTaken = isTaken || snakeCase(propertyName(label, isWrapper: wrapped)) == name
    }
    return isTaken || slot(named: name) != nil || members.children[name] != nil
  }
}
