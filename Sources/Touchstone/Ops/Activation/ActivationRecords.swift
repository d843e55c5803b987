/// The records of activation functions, by PyTorch's names.
extension Catalogue {
  static let activations: [OperationRecord] =
    rectifiers + exponentialUnits + gates + shrinkages + [softmin]

  private static let rectifiers: [OperationRecord] = [
    activation("relu", "", .exact) { x, _ in F.relu(x) } inPlace: { x, _ in F.relu_(x) },
    activation("relu6", "", .exact) { x, _ in F.relu6(x) } inPlace: { x, _ in F.relu6_(x) },
    activation("threshold", "threshold, value", .exact) { x, a in
      F.threshold(x, try a.scalar("threshold"), try a.scalar("value"))
    } inPlace: { x, a in
      F.threshold_(x, try a.scalar("threshold"), try a.scalar("value"))
    },
    activation("hardtanh", "min_val, max_val", .exact) { x, a in
      let (low, high) = try a.bounds("min_val", -1, "max_val", 1)
      return F.hardtanh(x, minVal: low, maxVal: high)
    } inPlace: { x, a in
      let (low, high) = try a.bounds("min_val", -1, "max_val", 1)
      return F.hardtanh_(x, minVal: low, maxVal: high)
    },
    activation("leaky_relu", "negative_slope", .pointwise(ulps: 1)) { x, a in
      F.leakyRelu(x, negativeSlope: try a.double("negative_slope", default: 0.01))
    } inPlace: { x, a in
      F.leakyRelu_(x, negativeSlope: try a.double("negative_slope", default: 0.01))
    },
    OperationRecord(
      "nn.functional.prelu", signature: "input, weight", metric: .pointwise(ulps: 1)
    ) { a in [.tensor(F.prelu(try a.tensor("input"), try a.tensor("weight")))] },
    activation("rrelu", "lower, upper, training", .pointwise(ulps: 1)) { x, a in
      let (low, high) = try a.bounds("lower", 1.0 / 8, "upper", 1.0 / 3)
      return F.rrelu(
        x, lower: low, upper: high, training: try a.bool("training", default: false))
    } inPlace: { x, a in
      let (low, high) = try a.bounds("lower", 1.0 / 8, "upper", 1.0 / 3)
      return F.rrelu_(
        x, lower: low, upper: high, training: try a.bool("training", default: false))
    },
  ]

  private static let exponentialUnits: [OperationRecord] = [
    activation("elu", "alpha") { x, a in
      F.elu(x, alpha: try a.double("alpha", default: 1))
    } inPlace: { x, a in F.elu_(x, alpha: try a.double("alpha", default: 1)) },
    activation("celu", "alpha") { x, a in
      F.celu(x, alpha: try a.double("alpha", default: 1))
    } inPlace: { x, a in F.celu_(x, alpha: try a.double("alpha", default: 1)) },
    activation("selu", "") { x, _ in F.selu(x) } inPlace: { x, _ in F.selu_(x) },
    OperationRecord(
      "nn.functional.softplus", signature: "input, beta, threshold", metric: .pointwise(ulps: 4)
    ) { a in
      let threshold = try a.double("threshold", default: 20)
      let beta = try a.double("beta", default: 1)
      return [.tensor(F.softplus(try a.tensor("input"), beta: beta, threshold: threshold))]
    },
    unary("nn.functional.logsigmoid", .pointwise(ulps: 4)) { F.logsigmoid($0) },
  ]

  private static let gates: [OperationRecord] = [
    activation("silu", "") { x, _ in F.silu(x) } inPlace: { x, _ in F.silu_(x) },
    activation("mish", "") { x, _ in F.mish(x) } inPlace: { x, _ in F.mish_(x) },
    activation("hardsigmoid", "") { x, _ in F.hardsigmoid(x) } inPlace: { x, _ in
      F.hardsigmoid_(x)
    },
    activation("hardswish", "") { x, _ in F.hardswish(x) } inPlace: { x, _ in F.hardswish_(x) },
    OperationRecord(
      "nn.functional.gelu", signature: "input, approximate", metric: .pointwise(ulps: 4)
    ) { a in
      let approximate = try a.string("approximate", default: "none")
      return [.tensor(F.gelu(try a.tensor("input"), approximate: approximate))]
    },
    OperationRecord(
      "nn.functional.glu", signature: "input, dim", metric: .pointwise(ulps: 4)
    ) { a in [.tensor(F.glu(try a.tensor("input"), try a.int("dim", default: -1)))] },
  ]

  private static let shrinkages: [OperationRecord] = [
    OperationRecord(
      "nn.functional.hardshrink", signature: "input, lambd", metric: .exact
    ) { a in
      let lambd = try a.double("lambd", default: 0.5)
      return [.tensor(F.hardshrink(try a.tensor("input"), lambd: lambd))]
    },
    OperationRecord(
      "nn.functional.softshrink", signature: "input, lambd", metric: .pointwise(ulps: 1)
    ) { a in
      let lambd = try a.double("lambd", default: 0.5)
      return [.tensor(F.softshrink(try a.tensor("input"), lambd: lambd))]
    },
    unary("nn.functional.softsign", .pointwise(ulps: 2)) { F.softsign($0) },
    Unary.tanhshrink.record,
  ]

  private static let softmin = OperationRecord(
    "nn.functional.softmin", signature: "input, dim, _stacklevel, dtype", metric: .reference
  ) { a in
    let dim = try a.intOrNil("dim"), dtype = try a.dtypeOrNil("dtype")
    return [.tensor(F.softmin(try a.tensor("input"), dim, dtype: dtype))]
  }

  /// A function with PyTorch's last argument `inplace`, which writes into a copy of the input.
  private static func activation(
    _ name: String, _ parameters: String, _ metric: MetricFamily = .pointwise(ulps: 4),
    _ body: @escaping @Sendable (Tensor, Arguments) throws -> Tensor,
    inPlace: @escaping @Sendable (Tensor, Arguments) throws -> Tensor
  ) -> OperationRecord {
    let names = ["input", parameters, "inplace"].filter { !$0.isEmpty }
    return OperationRecord(
      "nn.functional.\(name)", signature: names.joined(separator: ", "), metric: metric
    ) { a in
      let input = try a.tensor("input")
      guard try a.bool("inplace", default: false) else { return [.tensor(try body(input, a))] }
      return [.tensor(try inPlace(input.clone(), a))]
    }
  }
}

extension Arguments {
  /// Two numbers with their defaults.
  fileprivate func bounds(
    _ low: String, _ lowest: Double, _ high: String, _ highest: Double
  ) throws -> (Double, Double) {
    (try double(low, default: lowest), try double(high, default: highest))
  }
}
