private let options = ", dtype, layout, device, pin_memory, requires_grad, generator"

extension Arguments {
  /// Refuses options that this library does not have, and an explicit generator: records draw from
  /// the default one.
  fileprivate func checkRandomOptions() throws {
    try requireDefaults("layout", "device", "pin_memory", "generator")
  }

  /// The dtype argument.
  fileprivate func dtype() throws -> DType? { try dtypeOrNil("dtype") }
}

/// The records of random numbers, by PyTorch's names. They draw from the default generator.
extension Catalogue {
  static let random: [OperationRecord] =
    states + created + likenesses + continuous + discrete + normalForms + fromTensors + noise + orders

  private static let states: [OperationRecord] = [
    OperationRecord("manual_seed", signature: "seed", metric: .movement) { a in
      manualSeed(try a.int("seed"))
      return []
    },
    OperationRecord("get_rng_state", signature: "", metric: .movement) { _ in
      [.tensor(getRNGState())]
    },
    OperationRecord("set_rng_state", signature: "new_state", metric: .movement) { a in
      setRNGState(try a.tensor("new_state"))
      return []
    },
  ]

  /// A function that returns new random numbers.
  private static func creator(
    _ name: String, _ signature: String, options: String = options,
    _ call: @escaping @Sendable (Arguments) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord.movement(name, signature + options) { a in
      try a.checkRandomOptions()
      let result = try call(a)
      return try a.bool("requires_grad", default: false) ? result.requiresGrad_() : result
    }
  }

  private static let created: [OperationRecord] = [
    creator("rand", "size") { a in Tensor.rand(try a.shape("size"), dtype: try a.dtype()) },
    creator("randn", "size") { a in Tensor.randn(try a.shape("size"), dtype: try a.dtype()) },
    creator("randint", "low, high, size") { a in
      let (low, high, size) = try integerBounds(a)
      return Tensor.randint(low, high, size, dtype: try a.dtype())
    },
    creator("randperm", "n") { a in Tensor.randperm(try a.int("n"), dtype: try a.dtype()) },
  ]

  /// `randint(low, high, size)` or `randint(high, size)`.
  private static func integerBounds(_ a: Arguments) throws -> (Int, Int, Shape) {
    if a.has("size") {
      guard a.has("high") else { return (0, try a.int("low"), try a.shape("size")) }
      return (try a.int("low", default: 0), try a.int("high"), try a.shape("size"))
    }
    return (0, try a.int("low"), try a.shape("high"))
  }

  private static func like(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments, Tensor) throws -> Tensor
  ) -> OperationRecord {
    creator(name, signature, options: options + ", memory_format") { a in
      let format = try a.memoryFormat("memory_format", default: .preserve)
      let empty = Tensor.emptyLike(
        try a.tensor("input"), dtype: try a.dtype(), memoryFormat: format)
      return try call(a, empty)
    }
  }

  private static let likenesses: [OperationRecord] = [
    like("rand_like", "input") { _, empty in empty.uniform_() },
    like("randn_like", "input") { _, empty in empty.normal_() },
    like("randint_like", "input, low, high") { a, empty in
      let first = try a.int("low", default: 0)
      guard let high = try a.intOrNil("high") else { return empty.random_(first) }
      return empty.random_(first, high)
    },
  ]

  /// A method that overwrites its tensor.
  private static func filler(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments, Tensor) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord.movement("Tensor.\(name)", "self" + signature + ", generator") { a in
      try a.requireDefaults("generator")
      return try call(a, try a.tensor("self"))
    }
  }

  private static let continuous: [OperationRecord] = [
    filler("uniform_", ", from, to") { a, x in
      x.uniform_(try a.double("from", default: 0), try a.double("to", default: 1))
    },
    filler("normal_", ", mean, std") { a, x in
      x.normal_(try a.double("mean", default: 0), try a.double("std", default: 1))
    },
    filler("exponential_", ", lambd") { a, x in
      x.exponential_(try a.double("lambd", default: 1))
    },
    filler("cauchy_", ", median, sigma") { a, x in
      x.cauchy_(try a.double("median", default: 0), try a.double("sigma", default: 1))
    },
    filler("log_normal_", ", mean, std") { a, x in
      x.logNormal_(try a.double("mean", default: 1), try a.double("std", default: 2))
    },
  ]

  private static let discrete: [OperationRecord] = [
    filler("random_", ", from, to") { a, x in
      guard let first = try a.intOrNil("from") else {
        guard let to = try a.intOrNil("to") else { return x.random_() }
        return x.random_(to)
      }
      return a.isGiven("to") ? x.random_(first, try a.intOrNil("to")) : x.random_(first)
    },
    filler("bernoulli_", ", p") { a, x in
      guard a.has("p") else { return x.bernoulli_() }
      switch try a.tensorOrScalar("p") {
      case .tensor(let p): return x.bernoulli_(p)
      case .scalar(let p): return x.bernoulli_(p.doubleValue)
      }
    },
    filler("geometric_", ", p") { a, x in x.geometric_(try a.double("p")) },
  ]

  private static let normalForms: [OperationRecord] = [
    creator("normal", "mean, std, size") { a in
      let mean = try a.tensorOrScalar("mean")
      let std = try a.tensorOrScalarOrNil("std") ?? .scalar(1)
      switch (mean, std) {
      case (.tensor(let mean), .tensor(let std)): return .normal(mean: mean, std: std)
      case (.tensor(let mean), .scalar(let std)):
        return .normal(mean: mean, std: std.doubleValue)
      case (.scalar(let mean), .tensor(let std)):
        return .normal(mean: mean.doubleValue, std: std)
      case (.scalar(let mean), .scalar(let std)):
        return .normal(
          mean: mean.doubleValue, std: std.doubleValue, try a.shape("size"), dtype: try a.dtype())
      }
    }
  ]

  /// A function of a tensor.
  private static func mapper(
    _ name: String, _ signature: String, metric: MetricFamily = .movement,
    _ call: @escaping @Sendable (Arguments, Tensor) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: "input" + signature + ", generator", metric: metric) { a in
      try a.requireDefaults("generator")
      return [.tensor(try call(a, try a.tensor("input")))]
    }
  }

  private static let fromTensors: [OperationRecord] = [
    mapper("bernoulli", ", p") { a, x in
      guard let p = try a.doubleOrNil("p") else { return x.bernoulli() }
      return x.bernoulli(p)
    },
    mapper("multinomial", ", num_samples, replacement") { a, x in
      x.multinomial(
        try a.int("num_samples"), replacement: try a.bool("replacement", default: false))
    },
    mapper("poisson", "") { _, x in x.poisson() },
    mapper("_standard_gamma", "") { _, x in x.standardGamma() },
  ]

  private static let noise: [OperationRecord] = [
    mapper("dropout_noise", ", p") { a, x in x.dropoutNoise(try a.double("p", default: 0.5)) },
    mapper("feature_dropout_noise", ", p") { a, x in
      x.dropoutNoise(try a.double("p", default: 0.5), features: true)
    },
    OperationRecord(
      "alpha_dropout_noise", signature: "input, p, generator", metric: .movement
    ) { a in
      try a.requireDefaults("generator")
      let noise = try a.tensor("input").alphaDropoutNoise(try a.double("p", default: 0.5))
      return [.tensor(noise.factor), .tensor(noise.summand)]
    },
    mapper("native_dropout_mask", ", p") { a, x in
      x.nativeDropoutMask(try a.double("p", default: 0.5))
    },
    mapper("rrelu_noise", ", lower, upper") { a, x in
      x.rreluNoise(
        lower: try a.double("lower", default: 1.0 / 8),
        upper: try a.double("upper", default: 1.0 / 3))
    },
    mapper("gumbel_noise", "", metric: .pointwise(ulps: 2)) { _, x in x.gumbelNoise() },
  ]

  private static func order(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments) throws -> [Int]
  ) -> OperationRecord {
    OperationRecord.movement(name, signature) { a in Tensor(copying: try call(a)) }
  }

  private static let orders: [OperationRecord] = [
    order("random_sampler", "count, num_samples, replacement") { a in
      Array(
        RandomOrder(
          count: try a.int("count"), samples: try a.intOrNil("num_samples"),
          replacement: try a.bool("replacement", default: false)))
    },
    order("subset_random_sampler", "indices") { a in
      SamplingOrder.subset(try a.ints("indices"))
    },
    order("random_split", "count, lengths") { a in
      SamplingOrder.split(try a.int("count"), lengths: try a.ints("lengths")).flatMap { $0 }
    },
  ]
}
