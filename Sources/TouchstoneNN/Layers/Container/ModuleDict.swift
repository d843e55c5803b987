import Touchstone

/// Modules by name, in order of insertion, `torch.nn.ModuleDict`. It is not called itself.
///
/// ```swift
/// let choices = ModuleDict(["relu": ReLU(), "tanh": Tanh()])
/// y = choices["relu"](x)
/// ```
open class ModuleDict: Module {
  public init(_ modules: KeyValuePairs<String, Module> = [:]) {
    super.init()
    for (name, module) in modules { registerModule(name, module) }
  }

  override var reservedNames: Set<String> { super.reservedNames.union(ReservedNames.moduleDict) }

  /// Number of modules.
  public var count: Int { members.children.count }
  public var isEmpty: Bool { count == 0 }

  public var keys: [String] { Array(members.children.keys) }
  public var values: [Module] { items.map(\.module) }
  public var items: [(key: String, module: Module)] {
    members.children.compactMap { name, module in module.map { (name, $0) } }
  }

  public func contains(_ key: String) -> Bool { members.children[key] != nil }

  /// The module called `key`; setting one that is there keeps its place.
  ///
  /// - Errors: `.key` when there is none, or the name is empty or has a dot.
  public subscript(key: String) -> Module {
    get {
      guarded(self) {
        guard let module = members.children[key] ?? nil else { throw TensorError(.key, "'\(key)'") }
        return module
      }
    }
    set { registerModule(key, newValue) }
  }

  /// Removes all modules.
  public func clear() { writableExtras.children = [:] }

  /// Removes and returns the module called `key`.
  ///
  /// - Errors: `.key` when there is none.
  @discardableResult
  public func pop(_ key: String) -> Module {
    let module = self[key]
    extras?.children.removeValue(forKey: key)
    return module
  }

  /// Adds modules, or replaces those of the same names.
  public func update(_ modules: KeyValuePairs<String, Module>) {
    for (name, module) in modules { self[name] = module }
  }

  public func update(_ modules: ModuleDict) {
    for (name, module) in modules.items { self[name] = module }
  }

  /// Takes the names in alphabetical order: a Swift dictionary has none of its own.
  public func update(_ modules: [String: Module]) {
    for (name, module) in modules.sorted(by: { $0.key < $1.key }) { self[name] = module }
  }
}
