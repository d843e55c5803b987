import Touchstone

/// Parameters by name, in order of insertion, `torch.nn.ParameterDict`; a tensor that is none
/// becomes one.
open class ParameterDict: Module {
  public init(_ parameters: KeyValuePairs<String, Tensor> = [:]) {
    super.init()
    for (key, parameter) in parameters { self[key] = parameter }
  }

  override var reservedNames: Set<String> { super.reservedNames.union(ReservedNames.parameterDict) }

  /// Number of parameters.
  public var count: Int { parameterSlots.count }
  public var isEmpty: Bool { count == 0 }

  public var keys: [String] { parameterSlots.map(\.name) }
  public var values: [Tensor] { items.map(\.parameter) }
  public var items: [(key: String, parameter: Tensor)] {
    parameterSlots.compactMap { slot in slot.current.map { (slot.name, $0) } }
  }

  public func contains(_ key: String) -> Bool { keys.contains(key) }

  /// The parameter called `key`.
  ///
  /// - Errors: `.attribute` when there is none; `.key` when the name is empty or has a dot.
  public subscript(key: String) -> Tensor {
    get {
      guarded {
        guard let value = get(key) else {
          throw TensorError(.attribute, "'\(className)' object has no attribute '\(key)'")
        }
        return value
      }
    }
    set { registerParameter(key, newValue) }
  }

  /// The parameter called `key`, or `fallback`.
  public func get(_ key: String, _ fallback: Tensor? = nil) -> Tensor? {
    parameterSlots.first { $0.name == key }?.current ?? fallback
  }

  /// The parameter called `key`, which is `fallback` from now on when there was none.
  @discardableResult
  public func setDefault(_ key: String, _ fallback: Tensor) -> Tensor {
    if !contains(key) { self[key] = fallback }
    return self[key]
  }

  /// Removes all parameters.
  public func clear() { extras?.parameters = [] }

  /// Removes and returns the parameter called `key`.
  ///
  /// - Errors: `.attribute` when there is none.
  @discardableResult
  public func pop(_ key: String) -> Tensor {
    let value = self[key]
    extras?.parameters.removeAll { $0.name == key }
    return value
  }

  /// Removes and returns the parameter that was added last.
  ///
  /// - Errors: `.key` when there is none.
  @discardableResult
  public func popItem() -> (key: String, parameter: Tensor) {
    guarded(("", Tensor.poison)) {
      guard let key = keys.last else {
        throw TensorError(.key, "popitem(): dictionary is empty")
      }
      return (key, pop(key))
    }
  }

  /// Another dictionary of the same parameters.
  public func shallowCopy() -> ParameterDict {
    let result = ParameterDict()
    result.update(self)
    return result
  }

  /// A dictionary with the same value, one parameter, under each of `keys`.
  public static func fromKeys(_ keys: some Sequence<String>, _ value: Tensor) -> ParameterDict {
    let result = ParameterDict()
    for key in keys { result[key] = value }
    return result
  }

  /// Adds parameters, or replaces those of the same names.
  public func update(_ parameters: KeyValuePairs<String, Tensor>) {
    for (key, parameter) in parameters { self[key] = parameter }
  }

  public func update(_ parameters: ParameterDict) {
    for (key, parameter) in parameters.items { self[key] = parameter }
  }

  /// Takes the names in alphabetical order, as PyTorch does for a plain dictionary.
  public func update(_ parameters: [String: Tensor]) {
    for (key, parameter) in parameters.sorted(by: { $0.key < $1.key }) { self[key] = parameter }
  }

  /// The parameters of both; the second's where both have one.
  public static func | (first: ParameterDict, second: ParameterDict) -> ParameterDict {
    let result = first.shallowCopy()
    result.update(second)
    return result
  }

  public static func |= (first: ParameterDict, second: ParameterDict) { first.update(second) }

  open override func forward(_ input: Tensor) -> Tensor {
    guarded { throw TensorError(.runtime, "ParameterDict should not be called.") }
  }

  open override var extraRepr: String {
    items.map { key, parameter in
      parameterLine(key, parameter, "torch.\(parameter.dtype.scalarTypeName)Tensor")
    }.joined(separator: "\n")
  }
}
