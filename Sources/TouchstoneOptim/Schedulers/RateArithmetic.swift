import Touchstone

/// Arithmetic of learning rates: numbers are Python's floats; a tensor stays one, in its own dtype.
extension Value {
  static func + (a: Value, b: Value) -> Value { combined(a, b, +, +, +, +) }
  static func - (a: Value, b: Value) -> Value { combined(a, b, -, -, -, -) }
  static func * (a: Value, b: Value) -> Value { combined(a, b, *, *, *, *) }

  static func + (a: Value, b: Double) -> Value { a + .double(b) }
  static func - (a: Value, b: Double) -> Value { a - .double(b) }
  static func * (a: Value, b: Double) -> Value { a * .double(b) }

  /// Python refuses to divide a number by zero; tensors have infinities.
  func divided(by b: Double) throws -> Value {
    if case .tensor(let tensor) = self { return .tensor(tensor / b) }
    return .double(try Python.divide(number ?? .nan, b))
  }

  private static func combined(
    _ a: Value, _ b: Value, _ numbers: (Double, Double) -> Double,
    _ both: (Tensor, Tensor) -> Tensor, _ left: (Tensor, Double) -> Tensor,
    _ right: (Double, Tensor) -> Tensor
  ) -> Value {
    switch (a, b) {
    case (.tensor(let x), .tensor(let y)): .tensor(both(x, y))
    case (.tensor(let x), _): .tensor(left(x, b.number ?? .nan))
    case (_, .tensor(let y)): .tensor(right(a.number ?? .nan, y))
    default: .double(numbers(a.number ?? .nan, b.number ?? .nan))
    }
  }
}

extension ParamGroup {
  /// Sets an option that schedules change: in place where it is a tensor.
  func setRate(_ name: String, _ value: Value) {
    if case .tensor = self[name] {
      setNumber(name, value.number ?? .nan)
    } else {
      self[name] = value
    }
  }
}

extension Optimizer {
  /// The option of every group; tensors are copies.
  func values(_ name: String) throws -> [Value] {
    try paramGroups.map { group in
      guard let value = group.options[name] else { throw TensorError(.key, "'\(name)'") }
      if case .tensor(let tensor) = value { return .tensor(noGrad { tensor.clone() }) }
      return value
    }
  }
}

/// An argument of a schedule that is one number for all groups of parameters, or one for each.
public protocol GroupNumbers {
  /// The numbers in a list, or the only one.
  var groupValue: Value { get }
}

extension Double: GroupNumbers {
  public var groupValue: Value { optionValue }
}

extension Int: GroupNumbers {
  public var groupValue: Value { optionValue }
}

extension Tensor: GroupNumbers {
  public var groupValue: Value { optionValue }
}

extension Array: GroupNumbers where Element: OptionNumber {
  public var groupValue: Value { .list(map(\.optionValue)) }
}

extension Value: GroupNumbers {
  public var groupValue: Value { self }
}

extension GroupNumbers {
  /// One number for each group of `optimizer`.
  ///
  /// - Throws: `TensorError` (`.value`) for a list of another length.
  func perGroup(_ name: String, _ optimizer: Optimizer) throws -> [Value] {
    let count = optimizer.paramGroups.count
    guard case .list(let items) = groupValue else {
      return (0..<count).map { _ in Self.copy(groupValue) }
    }
    try check(
      items.count == count, .value,
      "\(name) must have the same length as optimizer.param_groups. \(name) has \(items.count) "
        + "values, param_groups has \(count).")
    return items.map(Self.copy)
  }

  private static func copy(_ value: Value) -> Value {
    if case .tensor(let tensor) = value { return .tensor(tensor.clone()) }
    return value
  }
}
