/// Element type of a tensor. Raw values equal the kernels' `ts_dtype`.
public enum DType: Int32, CaseIterable, Sendable, Hashable {
  case float32 = 0
  case float64 = 1
  case float16 = 2
  case bfloat16 = 3
  case int8 = 4
  case int16 = 5
  case int32 = 6
  case int64 = 7
  case uint8 = 8
  case bool = 9

  /// PyTorch's name without the `torch.` prefix, such as `float32`.
  public var name: String { String(describing: self) }

  /// Looks a dtype up by PyTorch's name or alias (`float`, `double`, `half`, `long`, …).
  public init?(name: String) {
    let canonical = DType.aliases[name] ?? name
    guard let match = DType.allCases.first(where: { $0.name == canonical }) else { return nil }
    self = match
  }

  private static let aliases = [
    "float": "float32", "double": "float64", "half": "float16", "short": "int16",
    "int": "int32", "long": "int64",
  ]

  public static let float = DType.float32
  public static let double = DType.float64
  public static let half = DType.float16
  public static let short = DType.int16
  public static let int = DType.int32
  public static let long = DType.int64

  /// Bytes of one element.
  @inlinable public var itemSize: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  @inlinable public var isFloatingPoint: Bool { rawValue <= DType.bfloat16.rawValue }

  /// Whether this is an integer type; bool is not one.
  @inlinable public var isInteger: Bool { rawValue >= DType.int8.rawValue && self != .bool }

  /// Whether computation happens in float with one final rounding.
  @inlinable public var isHalf: Bool { self == .float16 || self == .bfloat16 }

  @inlinable public var isSigned: Bool { self != .uint8 && self != .bool }

  /// The name that PyTorch's C++ messages use, such as `Float` or `Long`.
  public var scalarTypeName: String {
    switch self {
    case .float32: "Float"
    case .float64: "Double"
    case .float16: "Half"
    case .bfloat16: "BFloat16"
    case .int8: "Char"
    case .int16: "Short"
    case .int32: "Int"
    case .int64: "Long"
    case .uint8: "Byte"
    case .bool: "Bool"
    }
  }

  /// The name that PyTorch's dispatcher messages use, such as `float` or `long int`.
  public var cTypeName: String {
    switch self {
    case .float32: "float"
    case .float64: "double"
    case .float16: "c10::Half"
    case .bfloat16: "c10::BFloat16"
    case .int8: "signed char"
    case .int16: "short int"
    case .int32: "int"
    case .int64: "long int"
    case .uint8: "unsigned char"
    case .bool: "bool"
    }
  }
}
