/// Arguments of one call, bound to the parameter names of a signature.
public struct Arguments {
  public let operation: String
  /// PyTorch's `variant_test_name`: some variants of an operation return other parts of its result.
  public let variant: String
  private var values: [String: Value]
  private let order: [String]

  /// Binds positional and keyword arguments to `signature`.
  /// - Throws: `TensorError` (`.type`) for surplus, unknown or doubly given arguments.
  public init(
    operation: String, variant: String = "", signature: [String], positional: [Value],
    keywords: [String: Value]
  ) throws {
    self.operation = operation
    self.variant = variant
    order = signature
    values = [:]
    let variadic = signature.first?.hasPrefix("*") == true
    if variadic {
      values[String(signature[0].dropFirst())] = .list(positional)
    } else {
      try check(
        positional.count <= signature.count, .type,
        "\(operation)() takes \(signature.count) positional arguments but \(positional.count) "
          + "were given")
      for (name, value) in zip(signature, positional) { values[name] = value }
    }
    for (name, value) in keywords {
      try check(
        signature.contains(name), .type,
        "\(operation)() got an unexpected keyword argument '\(name)'")
      try check(
        values[name] == nil, .type, "\(operation)() got multiple values for argument '\(name)'")
      values[name] = value
    }
  }

  /// Whether the argument was given and is not None.
  public func has(_ name: String) -> Bool {
    switch values[name] {
    case nil, .some(.none): false
    default: true
    }
  }

  /// Whether the argument was given, be it None.
  public func isGiven(_ name: String) -> Bool { values[name] != nil }

  /// The argument as given; `.none` when absent.
  public func value(_ name: String) -> Value { values[name] ?? .none }

  private func position(_ name: String) -> Int { (order.firstIndex(of: name) ?? 0) + 1 }

  private func missing(_ name: String) -> TensorError {
    TensorError(
      .type,
      "\(operation)() missing 1 required positional arguments: \"\(name)\"")
  }

  private func wrong(_ name: String, _ expected: String) -> TensorError {
    TensorError(
      .type,
      "\(operation)(): argument '\(name)' (position \(position(name))) must be \(expected), not "
        + value(name).pythonType)
  }

  private func given<T>(
    _ name: String, _ expected: String, _ convert: (Value) -> T?
  ) throws -> T {
    guard has(name) else {
      if values[name] == nil { throw missing(name) }
      throw wrong(name, expected)
    }
    guard let result = convert(value(name)) else { throw wrong(name, expected) }
    return result
  }

  private func optional<T>(
    _ name: String, _ expected: String, _ convert: (Value) -> T?
  ) throws -> T? {
    has(name) ? try given(name, expected, convert) : nil
  }
}

extension Arguments {
  public func tensor(_ name: String) throws -> Tensor { try given(name, "Tensor", asTensor) }

  public func tensorOrNil(_ name: String) throws -> Tensor? {
    try optional(name, "Tensor", asTensor)
  }

  public func tensors(_ name: String) throws -> [Tensor] {
    try checkAllTensors(name)
    return try given(name, "tuple of Tensors", asTensors)
  }

  /// PyTorch's error for a list that holds something else.
  private func checkAllTensors(_ name: String) throws {
    guard case .list(let items) = value(name) else { return }
    for (index, item) in items.enumerated() where asTensor(item) == nil {
      throw TensorError(
        .type,
        "expected Tensor as element \(index) in argument \(position(name) - 1), but got "
          + item.pythonType)
    }
  }

  public func tensorsOrNil(_ name: String) throws -> [Tensor]? {
    try optional(name, "tuple of Tensors", asTensors)
  }

  public func int(_ name: String) throws -> Int { try given(name, "int", asInt) }

  public func int(_ name: String, default fallback: Int) throws -> Int {
    try optional(name, "int", asInt) ?? fallback
  }

  public func intOrNil(_ name: String) throws -> Int? { try optional(name, "int", asInt) }

  /// A list of ints; a single int counts as a list of one.
  public func ints(_ name: String) throws -> [Int] { try given(name, "tuple of ints", asInts) }

  public func intsOrNil(_ name: String) throws -> [Int]? {
    try optional(name, "tuple of ints", asInts)
  }

  public func ints(_ name: String, default fallback: [Int]) throws -> [Int] {
    try intsOrNil(name) ?? fallback
  }

  public func double(_ name: String) throws -> Double { try given(name, "float", asDouble) }

  public func double(_ name: String, default fallback: Double) throws -> Double {
    try doubleOrNil(name) ?? fallback
  }

  public func doubleOrNil(_ name: String) throws -> Double? {
    try optional(name, "float", asDouble)
  }

  public func bool(_ name: String, default fallback: Bool) throws -> Bool {
    try boolOrNil(name) ?? fallback
  }

  public func boolOrNil(_ name: String) throws -> Bool? {
    try optional(name, "bool") { if case .bool(let value) = $0 { value } else { nil } }
  }

  public func string(_ name: String) throws -> String { try given(name, "str", asString) }

  public func string(_ name: String, default fallback: String) throws -> String {
    try stringOrNil(name) ?? fallback
  }

  public func stringOrNil(_ name: String) throws -> String? { try optional(name, "str", asString) }

  public func dtypeOrNil(_ name: String) throws -> DType? {
    try optional(name, "torch.dtype") { if case .dtype(let value) = $0 { value } else { nil } }
  }

  public func generatorOrNil(_ name: String) throws -> Generator? {
    try optional(name, "torch.Generator") { if case .generator(let value) = $0 { value } else { nil } }
  }

  public func scalar(_ name: String) throws -> Scalar { try given(name, "Number", asScalar) }

  public func scalar(_ name: String, default fallback: Scalar) throws -> Scalar {
    try scalarOrNil(name) ?? fallback
  }

  public func scalarOrNil(_ name: String) throws -> Scalar? {
    try optional(name, "Number", asScalar)
  }

  public func tensorOrScalar(_ name: String) throws -> TensorOrScalar {
    try given(name, "Tensor or Number", asTensorOrScalar)
  }

  public func tensorOrScalarOrNil(_ name: String) throws -> TensorOrScalar? {
    try optional(name, "Tensor or Number", asTensorOrScalar)
  }

  /// Refuses an argument that would ask for another layout or device than this library's.
  public func requireDefaults(_ names: String...) throws {
    for name in names where has(name) {
      if case .named(_, let value) = value(name),
        ["strided", "cpu", "contiguous_format", "preserve_format", "contiguous", "preserve"]
          .contains(value)
      {
        continue
      }
      if case .bool(false) = value(name) { continue }
      throw TensorError(
        .notImplemented, "\(operation)(): \(name)=\(value(name)) is not supported")
    }
  }
}

/// An operand that may be a tensor or a number.
public enum TensorOrScalar {
  case tensor(Tensor)
  case scalar(Scalar)
}

private func asTensor(_ value: Value) -> Tensor? {
  if case .tensor(let tensor) = value { return tensor }
  return nil
}

private func asTensors(_ value: Value) -> [Tensor]? {
  guard case .list(let items) = value else { return nil }
  let tensors = items.compactMap(asTensor)
  return tensors.count == items.count ? tensors : nil
}

private func asInt(_ value: Value) -> Int? {
  switch value {
  case .int(let value): Int(value)
  case .tensor(let tensor) where tensor.numel == 1 && tensor.dtype.isInteger:
    Int(tensor.item().int64Value)
  default: nil
  }
}

private func asInts(_ value: Value) -> [Int]? {
  if let single = asInt(value) { return [single] }
  guard case .list(let items) = value else { return nil }
  let ints = items.compactMap(asInt)
  return ints.count == items.count ? ints : nil
}

private func asScalar(_ value: Value) -> Scalar? {
  switch value {
  case .int(let value): .int(value)
  case .double(let value): .double(value)
  case .bool(let value): .bool(value)
  case .tensor(let tensor) where tensor.numel == 1 && tensor.dim == 0: tensor.item()
  default: nil
  }
}

private func asDouble(_ value: Value) -> Double? {
  if case .bool = value { return nil }
  return asScalar(value)?.doubleValue
}

private func asString(_ value: Value) -> String? {
  if case .string(let text) = value { return text }
  return nil
}

private func asTensorOrScalar(_ value: Value) -> TensorOrScalar? {
  if case .tensor(let tensor) = value { return .tensor(tensor) }
  return asScalar(value).map(TensorOrScalar.scalar)
}
