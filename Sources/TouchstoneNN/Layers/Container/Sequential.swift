import OrderedCollections
import Touchstone

/// Modules called one after the other, `torch.nn.Sequential`.
///
/// ```swift
/// let net = Sequential {
///   Linear(4, 8)
///   ReLU()
///   if deep { Linear(8, 8); ReLU() }
/// }
/// let named = Sequential(["conv": Conv2d(1, 20, kernelSize: 5), "relu": ReLU()])
/// net[0]; net[-1]; net[1..<3]; net.append(Linear(8, 1))
/// ```
///
/// A subclass may also declare its modules as properties.
open class Sequential: Module, IndexedModules {
  public init(_ modules: [Module]) {
    super.init()
    for module in modules { add(module) }
  }

  /// Modules with names instead of numbers.
  public init(_ modules: KeyValuePairs<String, Module>) {
    super.init()
    for (name, module) in modules { registerModule(name, module) }
  }

  public convenience init(_ modules: Module...) { self.init(modules) }

  public convenience init(@ModuleBuilder _ modules: () -> [Module]) { self.init(modules()) }

  open override func forward(_ input: Tensor) -> Tensor {
    var value = input
    for case let module? in sequence { value = module(value) }
    return value
  }

  /// The modules in order; a subclass's own properties are looked for in each call.
  private var sequence: OrderedDictionary<String, Module?>.Values {
    Self.self == Sequential.self ? (extras?.children ?? [:]).values : entries.values
  }

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

  /// The module called `name`.
  ///
  /// - Errors: `.attribute` when there is none.
  public subscript(name: String) -> Module {
    get { submodule(named: name) }
    set { registerModule(name, newValue) }
  }

  /// Modules at the positions of a range, under the names that they have here.
  public subscript(range: some TensorIndex) -> Sequential {
    let result = Sequential()
    attempt {
      for place in try positions(range) {
        let (name, module) = entries.elements[place]
        result.registerModule(name, module)
      }
    }
    return result
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

  /// Puts `module` before the one at `index`, negative from the end.
  ///
  /// - Errors: `.index` beyond the ends; `.key` when a module that would move has a name of its own.
  @discardableResult
  public func insert(_ index: Int, _ module: Module) -> Self {
    attempt {
      let count = self.count
      try check(index >= -count && index <= count, .index, "Index out of range: \(index)")
      try shift(module, into: index < 0 ? index + count : index)
    }
    return self
  }

  /// Removes and returns the module at `index`; those behind it are numbered anew.
  ///
  /// - Errors: `.index` beyond the ends.
  @discardableResult
  public func pop(_ index: Int = -1) -> Module { remove(at: index) }

  /// Removes and returns the modules of a range; the others are numbered anew.
  @discardableResult
  public func pop(_ range: some TensorIndex) -> Sequential {
    let removed = self[range]
    attempt { remove(try positions(range)) }
    return removed
  }

  /// The modules of both, numbered anew.
  public static func + (first: Sequential, second: Sequential) -> Sequential {
    Sequential(Array(first) + Array(second))
  }

  public static func += (first: Sequential, second: Sequential) { first.extend(Array(second)) }

  /// The same modules `times` over; they share their state.
  ///
  /// - Errors: `.value` unless `times` is positive.
  public static func * (modules: Sequential, times: Int) -> Sequential {
    guarded(Sequential()) {
      try check(
        times > 0, .value,
        "Non-positive multiplication factor \(times) for <class "
          + "'torch.nn.modules.container.Sequential'>")
      return Sequential(Array(repeating: Array(modules), count: times).flatMap { $0 })
    }
  }

  public static func * (times: Int, modules: Sequential) -> Sequential { modules * times }

  public static func *= (modules: Sequential, times: Int) {
    let all = modules * times
    modules.extend(Array(all).dropFirst(modules.count))
  }
}

extension Sequential: Sequence {
  public func makeIterator() -> [Module].Iterator { entries.values.compactMap(\.self).makeIterator() }
}
