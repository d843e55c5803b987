import Touchstone

extension ModuleCatalogue {
  static let recurrentLayers: [ModuleRecord] = [
    network("RNN", "nonlinearity, bias, batch_first, dropout, bidirectional") { a, s in
      RNN(
        s.input, s.hidden, s.layers,
        nonlinearity: try RNNNonlinearity(name: a.string("nonlinearity", default: "tanh")),
        bias: s.bias, batchFirst: s.batchFirst, dropout: s.dropout,
        bidirectional: s.bidirectional, dtype: s.dtype)
    },
    network("GRU", "bias, batch_first, dropout, bidirectional") { _, s in
      GRU(
        s.input, s.hidden, s.layers, bias: s.bias, batchFirst: s.batchFirst,
        dropout: s.dropout, bidirectional: s.bidirectional, dtype: s.dtype)
    },
    ModuleRecord(
      "LSTM",
      "input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, proj_size, "
        + "device, dtype",
      forward: "input, hx"
    ) { a in
      let s = try NetworkArguments(a)
      return LSTM(
        s.input, s.hidden, s.layers, bias: s.bias, batchFirst: s.batchFirst, dropout: s.dropout,
        bidirectional: s.bidirectional, projSize: try a.int("proj_size", default: 0),
        dtype: s.dtype)
    } call: { module, a in
      let (output, (hidden, cell)) = (module as! LSTM)(try a.tensor("input"), try statePair(a))
      return [.tensor(output), .tensor(hidden), .tensor(cell)]
    },
    cell("RNNCell", "nonlinearity, ") { a in
      RNNCell(
        try a.int("input_size"), try a.int("hidden_size"), bias: isTrue(a.value("bias")),
        nonlinearity: try RNNNonlinearity(name: a.string("nonlinearity", default: "tanh")),
        dtype: try a.dtypeOrNil("dtype"))
    } call: { module, a in
      [.tensor((module as! RNNCell)(try a.tensor("input"), try a.tensorOrNil("hx")))]
    },
    cell("GRUCell") { a in
      GRUCell(
        try a.int("input_size"), try a.int("hidden_size"), bias: isTrue(a.value("bias")),
        dtype: try a.dtypeOrNil("dtype"))
    } call: { module, a in
      [.tensor((module as! GRUCell)(try a.tensor("input"), try a.tensorOrNil("hx")))]
    },
    cell("LSTMCell") { a in
      LSTMCell(
        try a.int("input_size"), try a.int("hidden_size"), bias: isTrue(a.value("bias")),
        dtype: try a.dtypeOrNil("dtype"))
    } call: { module, a in
      let (hidden, cell) = (module as! LSTMCell)(try a.tensor("input"), try statePair(a))
      return [.tensor(hidden), .tensor(cell)]
    },
  ]

  /// A network whose only state is h.
  private static func network(
    _ name: String, _ options: String,
    _ construct: @escaping @Sendable (Arguments, NetworkArguments) throws -> Module
  ) -> ModuleRecord {
    ModuleRecord(
      name, "input_size, hidden_size, num_layers, \(options), device, dtype, proj_size",
      forward: "input, hx"
    ) { a in
      try check(
        !a.has("proj_size"), .value,
        "proj_size argument is only supported for LSTM, not RNN or GRU")
      return try construct(a, NetworkArguments(a))
    } call: { module, a in
      let (input, hx) = (try a.tensor("input"), try a.tensorOrNil("hx"))
      let (output, hidden) = (module as? GRU)?(input, hx) ?? (module as! RNN)(input, hx)
      return [.tensor(output), .tensor(hidden)]
    }
  }

  private static func cell(
    _ name: String, _ options: String = "", construct: @escaping ModuleRecord.Construct,
    call: @escaping ModuleRecord.Forward
  ) -> ModuleRecord {
    ModuleRecord(
      name, "input_size, hidden_size, bias, \(options)device, dtype", forward: "input, hx",
      construct: construct, call: call)
  }

  /// The states of an LSTM, given as a pair.
  private static func statePair(_ a: Arguments) throws -> (Tensor, Tensor)? {
    guard let pair = try a.tensorsOrNil("hx") else { return nil }
    try check(pair.count == 2, .runtime, "lstm expects two hidden states")
    return (pair[0], pair[1])
  }
}

/// The arguments that all networks share.
private struct NetworkArguments {
  let input, hidden, layers: Int
  let bias, batchFirst, bidirectional: Bool
  let dropout: Double
  let dtype: DType?

  init(_ a: Arguments) throws {
    bias = try flag(a, "bias", default: true)
    batchFirst = try flag(a, "batch_first", default: false)
    bidirectional = try a.bool("bidirectional", default: false)
    input = try size(a, "input_size")
    hidden = try size(a, "hidden_size")
    layers = try a.int("num_layers", default: 1)
    dropout = try a.double("dropout", default: 0)
    dtype = try a.dtypeOrNil("dtype")
  }
}

/// A boolean, with the message that PyTorch has for anything else.
private func flag(_ a: Arguments, _ name: String, default fallback: Bool) throws -> Bool {
  switch a.value(name) {
  case .none where !a.has(name): return fallback
  case .bool(let value): return value
  case let other:
    throw TensorError(.type, "\(name) should be of type bool, got: \(other.pythonType)")
  }
}

private func size(_ a: Arguments, _ name: String) throws -> Int {
  if case .int(let value) = a.value(name) { return Int(value) }
  throw TensorError(.type, "\(name) should be of type int, got: \(a.value(name).pythonType)")
}

/// What Python's `if` makes of a value; absent ones are the default, true.
private func isTrue(_ value: Value) -> Bool {
  switch value {
  case .bool(let value): value
  case .int(let value): value != 0
  case .string(let text): !text.isEmpty
  default: true
  }
}
