/// A Python-style number: the operand PyTorch calls a wrapped number.
public enum Scalar: Sendable, Hashable {
  case int(Int64)
  case double(Double)
  case bool(Bool)

  @inlinable public var doubleValue: Double {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    case .bool(let value): value ? 1 : 0
    }
  }

  /// The value as an integer; a double is truncated and saturates as x86 conversion does
  /// (NaN and out-of-range values give `Int64.min`).
  @inlinable public var int64Value: Int64 {
    switch self {
    case .int(let value): value
    case .double(let value): Int64(exactly: value.rounded(.towardZero)) ?? .min
    case .bool(let value): value ? 1 : 0
    }
  }

  @inlinable public var boolValue: Bool {
    switch self {
    case .int(let value): value != 0
    case .double(let value): value != 0
    case .bool(let value): value
    }
  }

  /// The dtype this scalar has before promotion: int64, the default float type, or bool.
  @inlinable public var dtype: DType {
    switch self {
    case .int: .int64
    case .double: Tensor.defaultDType
    case .bool: .bool
    }
  }

  @inlinable public var isFloatingPoint: Bool {
    if case .double = self { return true }
    return false
  }

  @inlinable public var isBool: Bool {
    if case .bool = self { return true }
    return false
  }
}

extension Scalar: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
{
  @inlinable public init(integerLiteral value: Int64) { self = .int(value) }
  @inlinable public init(floatLiteral value: Double) { self = .double(value) }
  @inlinable public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension Scalar: CustomStringConvertible {
  public var description: String {
    switch self {
    case .int(let value): "\(value)"
    case .double(let value): "\(value)"
    case .bool(let value): value ? "True" : "False"
    }
  }
}

/// Swift numbers that can stand where PyTorch takes a Python number.
public protocol TensorScalar {
  var scalar: Scalar { get }
}

extension Scalar: TensorScalar {
  @inlinable public var scalar: Scalar { self }
}
extension Double: TensorScalar {
  @inlinable public var scalar: Scalar { .double(self) }
}
extension Float: TensorScalar {
  @inlinable public var scalar: Scalar { .double(Double(self)) }
}
extension Int: TensorScalar {
  @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension Int64: TensorScalar {
  @inlinable public var scalar: Scalar { .int(self) }
}
extension Int32: TensorScalar {
  @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension Bool: TensorScalar {
  @inlinable public var scalar: Scalar { .bool(self) }
}
