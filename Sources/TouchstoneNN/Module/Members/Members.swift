import OrderedCollections
import Touchstone

/// A module's own state and children, in PyTorch's order: declared ones first, a superclass's
/// before the subclass's, then those registered by name.
struct Members {
  var parameters: [TensorSlot] = []
  var buffers: [BufferSlot] = []
  var children: OrderedDictionary<String, Module?> = [:]

  init(of module: Module) {
    module.forEachProperty { label, value in add(label, value) }
    guard let extras = module.extras else { return }
    parameters += extras.parameters
    buffers += extras.buffers.compactMap { $0 as? BufferSlot }
    children.merge(extras.children) { _, registered in registered }
    settle(extras)
  }

  private mutating func add(_ label: String, _ value: Any) {
    switch value {
    case let slot as BufferSlot: buffers.append(slot)
    case let slot as TensorSlot: parameters.append(slot)
    case let slot as ModuleSlot: if let child = slot.module { children[slot.name] = child }
    case let child as Module: children[snakeCase(propertyName(label, isWrapper: false))] = child
    default: break
    }
  }

  /// Leaves out what is parametrised and puts what was registered anew at the end.
  private mutating func settle(_ extras: ModuleExtras) {
    parameters.removeAll { $0.parametrization != nil || !$0.isRegistered }
    buffers.removeAll { $0.parametrization != nil || !$0.isRegistered }
    guard !extras.late.isEmpty else { return }
    func rank(_ slot: TensorSlot) -> Int { (extras.late.firstIndex(of: slot.name) ?? -1) + 1 }
    parameters = stableSort(parameters, by: rank)
    buffers = stableSort(buffers, by: rank)
  }
}

private func stableSort<T>(_ list: [T], by rank: (T) -> Int) -> [T] {
  list.enumerated().sorted { a, b in
    (rank(a.element), a.offset) < (rank(b.element), b.offset)
  }.map(\.element)
}

extension Module {
  var members: Members { Members(of: self) }

  /// Calls `body` with the stored properties of the module's class, superclasses first.
  func forEachProperty(_ body: (_ label: String, _ value: Any) throws -> Void) rethrows {
    var levels: [Mirror] = []
    var mirror: Mirror? = Mirror(reflecting: self)
    while let level = mirror, level.subjectType != Module.self {
      levels.append(level)
      mirror = level.superclassMirror
    }
    for level in levels.reversed() {
      for (label, value) in level.children { try body(label ?? "", value) }
    }
  }

  /// Tells the marked properties their names, and checks those.
  func bindMembers() throws {
    var taken: Set<String> = []
    try forEachProperty { label, value in
      guard let name = try memberName(label, value) else { return }
      try checkName(name, kind: "attribute")
      try check(taken.insert(name).inserted, .key, "attribute '\(name)' already exists")
    }
  }

  /// Name of the property in the module's state; nil when it is none of its members.
  private func memberName(_ label: String, _ value: Any) throws -> String? {
    switch value {
    case let slot as TensorSlot:
      slot.name = slot.explicitName ?? snakeCase(propertyName(label, isWrapper: true))
      return slot.name
    case let slot as ModuleSlot: return slot.name
    case is Module: return snakeCase(propertyName(label, isWrapper: false))
    case let collection as any ModuleHolding where collection.holdsModules:
      throw TensorError(
        .type,
        "property '\(label)' of \(className) holds modules in a \(type(of: value)), where their "
          + "parameters would not be found; use a ModuleList or a ModuleDict, or mark the property "
          + "@Unregistered")
    default: return nil
    }
  }

  /// - Throws: `TensorError` (`.key`) for names that cannot be part of a path.
  func checkName(_ name: String, kind: String) throws {
    try check(
      !name.contains("."), .key,
      kind == "module"
        ? "module name can't contain \".\", got: \(name)" : "\(kind) name can't contain \".\"")
    try check(!name.isEmpty, .key, "\(kind) name can't be empty string \"\"")
  }
}
