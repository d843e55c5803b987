import OrderedCollections

/// Tensors by name, in order: what a model's `stateDict()` gives and `loadStateDict` takes, and what
/// files of weights hold.
///
/// ```swift
/// var state = net.stateDict()
/// state["fc.weight"] = nil
/// for (name, tensor) in state { print(name, tensor.shape) }
/// ```
public struct StateDict: Sendable {
  private var entries: OrderedDictionary<String, Tensor> = [:]
  /// Layout version of each module's state by the module's path, PyTorch's `_metadata`; nil when
  /// the source does not tell.
  public var versions: OrderedDictionary<String, Int>?

  public init() {}

  public subscript(name: String) -> Tensor? {
    get { entries[name] }
    set { entries[name] = newValue }
  }

  public var keys: [String] { Array(entries.keys) }
  public var values: [Tensor] { Array(entries.values) }

  public func contains(_ name: String) -> Bool { entries[name] != nil }

  @discardableResult
  public mutating func removeValue(forKey name: String) -> Tensor? {
    entries.removeValue(forKey: name)
  }
}

extension StateDict: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, Tensor)...) {
    for (name, tensor) in elements { entries[name] = tensor }
  }
}

extension StateDict: RandomAccessCollection {
  public typealias Element = (key: String, value: Tensor)
  public var startIndex: Int { 0 }
  public var endIndex: Int { entries.count }
  public subscript(position: Int) -> Element { entries.elements[position] }
}

extension StateDict: CustomStringConvertible {
  /// As Python prints an ordered dictionary.
  public var description: String {
    "OrderedDict({" + map { "'\($0.key)': \($0.value)" }.joined(separator: ", ") + "})"
  }
}
