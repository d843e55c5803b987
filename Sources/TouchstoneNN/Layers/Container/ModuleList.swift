import Touchstone

/// Modules in a list, `torch.nn.ModuleList`: what an array is not for, since its modules would be
/// missing from the state. It is not called itself.
///
/// ```swift
/// let layers = ModuleList((0..<4).map { _ in Linear(8, 8) })
/// for layer in layers { x = layer(x) }
/// ```
open class ModuleList: Module, IndexedModules {
  public init(_ modules: some Sequence<Module>) {
    super.init()
    for module in modules { add(module) }
  }

  public convenience override init() { self.init([Module]()) }

  public convenience init(@ModuleBuilder _ modules: () -> [Module]) { self.init(modules()) }

  override var reservedNames: Set<String> { super.reservedNames.union(ReservedNames.list) }

  /// Number of modules.
  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }

  /// The module at `index`, negative from the end.
  ///
  /// - Errors: `.index` beyond the ends.
  public subscript(index: Int) -> Module {
    get { module(at: index) }
    set { replace(at: index, newValue) }
  }

  /// Modules at the positions of a range, numbered anew.
  public subscript(range: some TensorIndex) -> ModuleList {
    guarded(ModuleList()) {
      let modules = Array(self)
      return ModuleList(try positions(range).map { modules[$0] })
    }
  }

  /// Adds a module behind the others.
  @discardableResult
  public func append(_ module: Module) -> Self {
    add(module)
    return self
  }

  /// Adds modules behind the others.
  @discardableResult
  public func extend(_ modules: some Sequence<Module>) -> Self {
    for module in modules { add(module) }
    return self
  }

  /// Puts `module` before the one at `index`.
  ///
  /// - Errors: `.key` for a negative index, as in PyTorch; `.index` beyond the end, where PyTorch
  ///   would leave a gap.
  public func insert(_ index: Int, _ module: Module) {
    attempt {
      try check(index >= 0, .key, "'-1'")
      try check(index <= count, .index, "index \(index) is out of range")
      try shift(module, into: index)
    }
  }

  /// Removes and returns the module at `index`; those behind it move up.
  ///
  /// - Errors: `.index` beyond the ends.
  @discardableResult
  public func pop(_ index: Int) -> Module { remove(at: index) }

  /// Removes and returns the modules of a range; the others move up.
  @discardableResult
  public func pop(_ range: some TensorIndex) -> ModuleList {
    let removed = self[range]
    attempt { remove(try positions(range)) }
    return removed
  }

  public static func + (list: ModuleList, others: some Sequence<Module>) -> ModuleList {
    ModuleList(Array(list) + Array(others))
  }

  public static func += (list: ModuleList, others: some Sequence<Module>) {
    list.extend(Array(others))
  }

  /// Neighbours of the same form stand on one line with their number.
  override var printedForm: String {
    var runs: [(form: String, first: Int, last: Int)] = []
    for (index, module) in enumerated() {
      let form = module.printedForm
      if runs.last?.form == form {
        runs[runs.count - 1].last = index
      } else {
        runs.append((form, index, index))
      }
    }
    return brackets([], runs.map { run in
      let count = run.last - run.first + 1
      return count == 1
        ? Module.childLine("\(run.first)", run.form)
        : Module.childLine("\(run.first)-\(run.last)", "\(count) x \(run.form)")
    })
  }
}

extension ModuleList: Sequence {
  public func makeIterator() -> [Module].Iterator { entries.values.compactMap(\.self).makeIterator() }
}
