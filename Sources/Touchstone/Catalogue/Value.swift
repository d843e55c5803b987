/// An argument or result of an operation as a fixture or report sees it.
public indirect enum Value: @unchecked Sendable {
  case none
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case complex(Double, Double)
  case string(String)
  case tensor(Tensor)
  case list([Value])
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
