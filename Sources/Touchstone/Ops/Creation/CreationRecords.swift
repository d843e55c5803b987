private let options = ", dtype, layout, device, pin_memory, requires_grad"

extension Arguments {
  /// Refuses options of creation that this library does not have.
  fileprivate func checkOptions() throws { try requireDefaults("layout", "device", "pin_memory") }

  /// Makes `tensor` a leaf that requires a gradient when asked.
  fileprivate func finished(_ tensor: Tensor) throws -> Tensor {
    try bool("requires_grad", default: false) ? tensor.requiresGrad_() : tensor
  }
}

extension Catalogue {
  static let creation: [OperationRecord] = sized + likes + news

  /// A record of a creation function with the usual options.
  private static func creator(
    _ name: String, _ signature: String, _ further: String = "",
    metric: MetricFamily = .movement,
    _ call: @escaping @Sendable (Arguments, DType?) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature + options + further, metric: metric) { a in
      try a.checkOptions()
      return [.tensor(try a.finished(try call(a, try a.dtypeOrNil("dtype"))))]
    }
  }

  private static let sized: [OperationRecord] = [
    creator("zeros", "size") { a, dtype in Tensor.zeros(try a.shape("size"), dtype: dtype) },
    creator("ones", "size") { a, dtype in Tensor.ones(try a.shape("size"), dtype: dtype) },
    creator("empty", "size", ", memory_format") { a, dtype in
      let format = try a.memoryFormat("memory_format", default: .contiguous)
      return Tensor.empty(try a.shape("size"), dtype: dtype, memoryFormat: format)
    },
    creator("full", "size, fill_value") { a, dtype in
      Tensor.full(try a.shape("size"), try a.scalar("fill_value"), dtype: dtype)
    },
    creator("empty_strided", "size, stride") { a, dtype in
      Tensor.emptyStrided(try a.shape("size"), try a.shape("stride"), dtype: dtype)
    },
    creator("empty_permuted", "size, physical_layout") { a, dtype in
      Tensor.emptyPermuted(try a.shape("size"), try a.ints("physical_layout"), dtype: dtype)
    },
    creator("scalar_tensor", "s") { a, dtype in
      Tensor.scalarTensor(try a.scalar("s"), dtype: dtype)
    },
    creator("eye", "n, m") { a, dtype in
      Tensor.eye(try a.int("n"), try a.intOrNil("m"), dtype: dtype)
    },
  ]

  private static func like(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments, Tensor, DType?, MemoryFormat) throws -> Tensor
  ) -> OperationRecord {
    creator(name, signature, ", memory_format") { a, dtype in
      let format = try a.memoryFormat("memory_format", default: .preserve)
      return try call(a, try a.tensor("input"), dtype, format)
    }
  }

  private static let likes: [OperationRecord] = [
    like("empty_like", "input") { _, input, dtype, format in
      Tensor.emptyLike(input, dtype: dtype, memoryFormat: format)
    },
    like("zeros_like", "input") { _, input, dtype, format in
      Tensor.zerosLike(input, dtype: dtype, memoryFormat: format)
    },
    like("ones_like", "input") { _, input, dtype, format in
      Tensor.onesLike(input, dtype: dtype, memoryFormat: format)
    },
    like("full_like", "input, fill_value") { a, input, dtype, format in
      Tensor.fullLike(input, try a.scalar("fill_value"), dtype: dtype, memoryFormat: format)
    },
  ]

  private static let news: [OperationRecord] = [
    creator("new_empty", "input, size") { a, dtype in
      try a.tensor("input").newEmpty(try a.shape("size"), dtype: dtype)
    },
    creator("new_empty_strided", "input, size, stride") { a, dtype in
      try a.tensor("input").newEmptyStrided(
        try a.shape("size"), try a.shape("stride"), dtype: dtype)
    },
    creator("new_zeros", "input, size") { a, dtype in
      try a.tensor("input").newZeros(try a.shape("size"), dtype: dtype)
    },
    creator("new_ones", "input, size") { a, dtype in
      try a.tensor("input").newOnes(try a.shape("size"), dtype: dtype)
    },
    creator("new_full", "input, size, fill_value") { a, dtype in
      try a.tensor("input").newFull(
        try a.shape("size"), try a.scalar("fill_value"), dtype: dtype)
    },
  ]

  static let sequences: [OperationRecord] = [
    creator("arange", "start, end, step", metric: .reference) { a, dtype in
      let first = try a.scalar("start")
      let (start, end) = a.has("end") ? (first, try a.scalar("end")) : (.int(0), first)
      return Tensor.arange(start, end, try a.scalar("step", default: 1), dtype: dtype)
    },
    creator("linspace", "start, end, steps", metric: .reference) { a, dtype in
      let steps = try stepCount(a)
      guard let ends = try tensorEnds(a) else {
        return Tensor.linspace(try a.scalar("start"), try a.scalar("end"), steps, dtype: dtype)
      }
      return Tensor.linspace(ends.0, ends.1, steps, dtype: dtype)
    },
    creator("logspace", "start, end, steps, base", metric: .reference) { a, dtype in
      let (steps, base) = (try stepCount(a), try a.double("base", default: 10))
      guard let ends = try tensorEnds(a) else {
        return Tensor.logspace(
          try a.scalar("start"), try a.scalar("end"), steps, base: base, dtype: dtype)
      }
      return Tensor.logspace(ends.0, ends.1, steps, base: base, dtype: dtype)
    },
  ]

  private static func stepCount(_ a: Arguments) throws -> Int {
    guard case .int(let steps) = a.value("steps") else { throw a.invalidCombination }
    return Int(steps)
  }

  /// Start and end as tensors when either is one.
  private static func tensorEnds(_ a: Arguments) throws -> (Tensor, Tensor)? {
    func asTensor(_ name: String) throws -> Tensor {
      if case .tensor(let tensor) = a.value(name) { return tensor }
      return Tensor.full([], try a.scalar(name), dtype: .float64)
    }
    let isTensor = !(a.value("start").tensors + a.value("end").tensors).isEmpty
    return isTensor ? (try asTensor("start"), try asTensor("end")) : nil
  }
}
