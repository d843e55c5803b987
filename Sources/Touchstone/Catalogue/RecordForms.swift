/// Short forms of records and arguments that several families share.
extension OperationRecord {
  /// An operation that moves elements and gives one tensor.
  static func movement(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: .movement) { [.tensor(try call($0))] }
  }

  /// An operation that moves elements and gives a list of tensors.
  static func movements(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments) throws -> [Tensor]
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: .movement) { arguments in
      try call(arguments).map(Value.tensor)
    }
  }
}

extension Arguments {
  /// Sizes; a single int counts as one size.
  func shape(_ name: String) throws -> Shape { Shape(try ints(name)) }

  func memoryFormat(_ name: String, default fallback: MemoryFormat) throws -> MemoryFormat {
    guard has(name) else { return fallback }
    if case .named("memory_format", let text) = value(name), let format = MemoryFormat(rawValue: text) {
      return format
    }
    throw TensorError(
      .type, "\(operation)(): argument '\(name)' must be torch.memory_format, not "
        + value(name).pythonType)
  }

  /// PyTorch's error when no overload takes the arguments.
  var invalidCombination: TensorError {
    TensorError(.type, "\(operation)() received an invalid combination of arguments")
  }
}
