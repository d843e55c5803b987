private let options = ", dtype, layout, device, pin_memory, requires_grad, generator"

extension Arguments {
  /// Refuses options that this library does not have.
  fileprivate func checkRandomOptions() throws {
    try requireDefaults("layout", "device", "pin_memory")
  }

  /// The generator to draw from; nil for the default one.
  fileprivate func generator() throws -> Generator? { try generatorOrNil("generator") }

  /// The dtype argument.
  fileprivate func dtype() throws -> DType? { try dtypeOrNil("dtype") }
}

/// The records of random numbers, by PyTorch's names.
extension Catalogue {
  static let random: [OperationRecord] =
    states + created + likenesses + continuous + discrete + normalForms + fromTensors + noise
    + complexPairs + sampling + transforms

  private static let states: [OperationRecord] = [
    OperationRecord("manual_seed", signature: "seed", metric: .movement) { a in
      manualSeed(try a.int("seed"))
      return []
    },
    OperationRecord("initial_seed", signature: "", metric: .movement) { _ in
      [.int(Int64(bitPattern: initialSeed()))]
    },
    OperationRecord("fork_rng", signature: "inside, outside", metric: .movement) { a in
      let (inside, outside) = (try a.shape("inside"), try a.shape("outside"))
      return [.tensor(forkRNG { Tensor.randn(inside) }), .tensor(Tensor.randn(outside))]
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
    creator("rand", "size") { a in
      Tensor.rand(try a.shape("size"), generator: try a.generator(), dtype: try a.dtype())
    },
    creator("randn", "size") { a in
      Tensor.randn(try a.shape("size"), generator: try a.generator(), dtype: try a.dtype())
    },
    creator("randint", "low, high, size") { a in
      let (low, high, size) = try integerBounds(a)
      return Tensor.randint(low, high, size, generator: try a.generator(), dtype: try a.dtype())
    },
    creator("randperm", "n") { a in
      Tensor.randperm(try a.int("n"), generator: try a.generator(), dtype: try a.dtype())
    },
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
    like("rand_like", "input") { a, empty in empty.uniform_(generator: try a.generator()) },
    like("randn_like", "input") { a, empty in empty.normal_(generator: try a.generator()) },
    like("randint_like", "input, low, high") { a, empty in
      let first = try a.int("low", default: 0)
      guard let high = try a.intOrNil("high") else {
        return empty.random_(first, generator: try a.generator())
      }
      return empty.random_(first, high, generator: try a.generator())
    },
  ]

  /// A method that overwrites its tensor.
  private static func filler(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments, Tensor, Generator?) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord.movement("Tensor.\(name)", "self" + signature + ", generator") { a in
      try call(a, try a.tensor("self"), try a.generator())
    }
  }

  private static let continuous: [OperationRecord] = [
    filler("uniform_", ", from, to") { a, x, generator in
      x.uniform_(
        try a.double("from", default: 0), try a.double("to", default: 1), generator: generator)
    },
    filler("normal_", ", mean, std") { a, x, generator in
      x.normal_(
        try a.double("mean", default: 0), try a.double("std", default: 1), generator: generator)
    },
    filler("exponential_", ", lambd") { a, x, generator in
      x.exponential_(try a.double("lambd", default: 1), generator: generator)
    },
    filler("cauchy_", ", median, sigma") { a, x, generator in
      x.cauchy_(
        try a.double("median", default: 0), try a.double("sigma", default: 1), generator: generator)
    },
    filler("log_normal_", ", mean, std") { a, x, generator in
      x.logNormal_(
        try a.double("mean", default: 1), try a.double("std", default: 2), generator: generator)
    },
  ]

  private static let discrete: [OperationRecord] = [
    filler("random_", ", from, to") { a, x, generator in
      guard let first = try a.intOrNil("from") else {
        guard let to = try a.intOrNil("to") else { return x.random_(generator: generator) }
        return x.random_(to, generator: generator)
      }
      guard a.isGiven("to") else { return x.random_(first, generator: generator) }
      return x.random_(first, try a.intOrNil("to"), generator: generator)
    },
    filler("bernoulli_", ", p") { a, x, generator in
      guard a.has("p") else { return x.bernoulli_(generator: generator) }
      switch try a.tensorOrScalar("p") {
      case .tensor(let p): return x.bernoulli_(p, generator: generator)
      case .scalar(let p): return x.bernoulli_(p.doubleValue, generator: generator)
      }
    },
    filler("geometric_", ", p") { a, x, generator in
      x.geometric_(try a.double("p"), generator: generator)
    },
  ]

  private static let complexPairs: [OperationRecord] = [
    creator("view_as_real.rand", "size") { a in
      Tensor.complexRand(try a.shape("size"), generator: try a.generator(), dtype: try a.dtype())
    },
    creator("view_as_real.randn", "size") { a in
      Tensor.complexRandn(try a.shape("size"), generator: try a.generator(), dtype: try a.dtype())
    },
    OperationRecord.movement("view_as_real.normal_", "self, mean, std, generator") { a in
      try a.tensor("self").complexNormal_(
        try a.double("mean", default: 0), try a.double("std", default: 1),
        generator: try a.generator())
    },
  ]

  private static let normalForms: [OperationRecord] = [
    creator("normal", "mean, std, size") { a in
      let mean = try a.tensorOrScalar("mean")
      let std = try a.tensorOrScalarOrNil("std") ?? .scalar(1)
      let generator = try a.generator()
      switch (mean, std) {
      case (.tensor(let mean), .tensor(let std)):
        return .normal(mean: mean, std: std, generator: generator)
      case (.tensor(let mean), .scalar(let std)):
        return .normal(mean: mean, std: std.doubleValue, generator: generator)
      case (.scalar(let mean), .tensor(let std)):
        return .normal(mean: mean.doubleValue, std: std, generator: generator)
      case (.scalar(let mean), .scalar(let std)):
        return .normal(
          mean: mean.doubleValue, std: std.doubleValue, try a.shape("size"), generator: generator,
          dtype: try a.dtype())
      }
    }
  ]

  /// A function of a tensor.
  private static func mapper(
    _ name: String, _ signature: String, metric: MetricFamily = .movement,
    _ call: @escaping @Sendable (Arguments, Tensor, Generator?) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: "input" + signature + ", generator", metric: metric) { a in
      [.tensor(try call(a, try a.tensor("input"), try a.generator()))]
    }
  }

  private static let fromTensors: [OperationRecord] = [
    mapper("bernoulli", ", p") { a, x, generator in
      guard let p = try a.doubleOrNil("p") else { return x.bernoulli(generator: generator) }
      return x.bernoulli(p, generator: generator)
    },
    mapper("multinomial", ", num_samples, replacement") { a, x, generator in
      x.multinomial(
        try a.int("num_samples"), replacement: try a.bool("replacement", default: false),
        generator: generator)
    },
    mapper("poisson", "") { _, x, generator in x.poisson(generator: generator) },
    mapper("_standard_gamma", "") { _, x, generator in x.standardGamma(generator: generator) },
  ]

  private static func alphaNoise(_ name: String, features: Bool) -> OperationRecord {
    OperationRecord(name, signature: "input, p, generator", metric: .movement) { a in
      let noise = try a.tensor("input").alphaDropoutNoise(
        try a.double("p", default: 0.5), features: features, generator: try a.generator())
      return [.tensor(noise.factor), .tensor(noise.summand)]
    }
  }

  private static let noise: [OperationRecord] = [
    mapper("dropout_noise", ", p") { a, x, generator in
      x.dropoutNoise(try a.double("p", default: 0.5), generator: generator)
    },
    mapper("feature_dropout_noise", ", p") { a, x, generator in
      x.dropoutNoise(try a.double("p", default: 0.5), features: true, generator: generator)
    },
    alphaNoise("alpha_dropout_noise", features: false),
    alphaNoise("feature_alpha_dropout_noise", features: true),
    mapper("native_dropout_mask", ", p") { a, x, generator in
      x.nativeDropoutMask(try a.double("p", default: 0.5), generator: generator)
    },
    mapper("rrelu_noise", ", lower, upper") { a, x, generator in
      x.rreluNoise(
        lower: try a.double("lower", default: 1.0 / 8),
        upper: try a.double("upper", default: 1.0 / 3), generator: generator)
    },
    mapper("gumbel_noise", "", metric: .pointwise(ulps: 2)) { _, x, generator in
      x.gumbelNoise(generator: generator)
    },
  ]
}
