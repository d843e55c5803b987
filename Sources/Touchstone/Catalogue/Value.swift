import OrderedCollections

/// An argument, a result or an entry of a saved state, as Python would hold it.
public indirect enum Value: @unchecked Sendable {
  case none
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case complex(Double, Double)
  case string(String)
  case tensor(Tensor)
  case list([Value])
  case dictionary(OrderedDictionary<ValueKey, Value>)
  case dtype(DType)
  case slice(Value, Value, Value)
  case ellipsis
  /// A `torch.Generator`, from which the call draws.
  case generator(Generator)
  /// `torch.device`, `torch.memory_format` or `torch.layout`, by kind and name.
  case named(kind: String, name: String)

  /// The Python type name that PyTorch's messages use.
  public var pythonType: String {
    switch self {
    case .none: "NoneType"
    case .bool: "bool"
    case .int: "int"
    case .double: "float"
    case .complex: "complex"
    case .string: "str"
    case .tensor: "Tensor"
    case .list: "list"
    case .dictionary: "dict"
    case .dtype: "torch.dtype"
    case .slice: "slice"
    case .ellipsis: "ellipsis"
    case .generator: "torch._C.Generator"
    case .named(let kind, _): "torch.\(kind)"
    }
  }

  /// Every tensor in the value, depth first.
  public var tensors: [Tensor] {
    switch self {
    case .tensor(let tensor): [tensor]
    case .list(let items): items.flatMap(\.tensors)
    case .dictionary(let entries): entries.values.flatMap(\.tensors)
    case .slice(let a, let b, let c): a.tensors + b.tensors + c.tensors
    default: []
    }
  }
}

extension Value: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByStringLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral
{
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(nilLiteral: ()) { self = .none }
  public init(arrayLiteral elements: Value...) { self = .list(elements) }
}

/// A key of a dictionary among values.
public enum ValueKey: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  case string(String)
  case int(Int64)

  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
}

extension ValueKey: CustomStringConvertible {
  public var description: String {
    switch self {
    case .string(let text): text
    case .int(let number): "\(number)"
    }
  }
}

extension Value {
  /// A dictionary with names as keys, in order.
  public static func entries(_ entries: OrderedDictionary<String, Value>) -> Value {
    .dictionary(
      OrderedDictionary(uniqueKeysWithValues: entries.map { (ValueKey.string($0.key), $0.value) }))
  }

  /// The entries of a dictionary with names as keys; nil for anything else.
  public var entries: OrderedDictionary<String, Value>? {
    guard case .dictionary(let entries) = self else { return nil }
    var found: OrderedDictionary<String, Value> = [:]
    for (key, value) in entries {
      guard case .string(let name) = key else { return nil }
      found[name] = value
    }
    return found
  }
}
