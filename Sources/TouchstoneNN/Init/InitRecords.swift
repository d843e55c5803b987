import Touchstone

extension Arguments {
  fileprivate func mode() throws -> Init.FanMode {
    try Init.FanMode(name: string("mode", default: "fan_in"))
  }

  fileprivate func nonlinearity() throws -> Init.Nonlinearity {
    try Init.Nonlinearity(name: string("nonlinearity", default: "leaky_relu"))
  }
}

/// The records of `torch.nn.init`, by PyTorch's names.
extension Catalogue {
  public static let initializers: [OperationRecord] = plain + scaled + structured + gains

  private static func initializer(
    _ name: String, _ signature: String, metric: MetricFamily = .movement,
    _ call: @escaping @Sendable (Arguments, Tensor, Generator?) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord("nn.init.\(name)", signature: "tensor" + signature, metric: metric) { a in
      [.tensor(try call(a, try a.tensor("tensor"), try a.generatorOrNil("generator")))]
    }
  }

  private static let plain: [OperationRecord] = [
    initializer("uniform_", ", a, b, generator") { a, tensor, generator in
      Init.uniform_(
        tensor, try a.double("a", default: 0), try a.double("b", default: 1), generator: generator)
    },
    initializer("normal_", ", mean, std, generator") { a, tensor, generator in
      Init.normal_(
        tensor, try a.double("mean", default: 0), try a.double("std", default: 1),
        generator: generator)
    },
    initializer("constant_", ", val") { a, tensor, _ in
      Init.constant_(tensor, try a.scalar("val"))
    },
    initializer("ones_", "") { _, tensor, _ in Init.ones_(tensor) },
    initializer("zeros_", "") { _, tensor, _ in Init.zeros_(tensor) },
    initializer("eye_", "") { _, tensor, _ in Init.eye_(tensor) },
    initializer("dirac_", ", groups") { a, tensor, _ in
      Init.dirac_(tensor, groups: try a.int("groups", default: 1))
    },
  ]

  private static let scaled: [OperationRecord] = [
    initializer("xavier_uniform_", ", gain, generator") { a, tensor, generator in
      Init.xavierUniform_(tensor, gain: try a.double("gain", default: 1), generator: generator)
    },
    initializer("xavier_normal_", ", gain, generator") { a, tensor, generator in
      Init.xavierNormal_(tensor, gain: try a.double("gain", default: 1), generator: generator)
    },
    initializer("kaiming_uniform_", ", a, mode, nonlinearity, generator") { a, tensor, generator in
      Init.kaimingUniform_(
        tensor, a: try a.double("a", default: 0), mode: try a.mode(),
        nonlinearity: try a.nonlinearity(), generator: generator)
    },
    initializer("kaiming_normal_", ", a, mode, nonlinearity, generator") { a, tensor, generator in
      Init.kaimingNormal_(
        tensor, a: try a.double("a", default: 0), mode: try a.mode(),
        nonlinearity: try a.nonlinearity(), generator: generator)
    },
    initializer("trunc_normal_", ", mean, std, a, b, generator") { a, tensor, generator in
      Init.truncNormal_(
        tensor, mean: try a.double("mean", default: 0), std: try a.double("std", default: 1),
        a: try a.double("a", default: -2), b: try a.double("b", default: 2), generator: generator)
    },
  ]

  private static let structured: [OperationRecord] = [
    initializer("sparse_", ", sparsity, std, generator") { a, tensor, generator in
      Init.sparse_(
        tensor, sparsity: try a.double("sparsity"), std: try a.double("std", default: 0.01),
        generator: generator)
    },
    initializer("orthogonal_", ", gain, generator", metric: .reference) { a, tensor, generator in
      Init.orthogonal_(tensor, gain: try a.double("gain", default: 1), generator: generator)
    },
  ]

  private static let gains: [OperationRecord] = [
    OperationRecord(
      "nn.init.calculate_gain", signature: "nonlinearity, param", metric: .movement
    ) { a in
      let nonlinearity = try Init.Nonlinearity(name: a.string("nonlinearity"))
      return [.double(Init.calculateGain(nonlinearity, try slope(a, nonlinearity)))]
    }
  ]

  /// The slope, which only the leaky rectifier reads.
  private static func slope(
    _ a: Arguments, _ nonlinearity: Init.Nonlinearity
  ) throws -> Double? {
    guard nonlinearity == .leakyReLU, a.has("param") else { return nil }
    switch a.value("param") {
    case .int(let value): return Double(value)
    case .double(let value): return value
    case .string(let text):
      throw TensorError(.value, "negative_slope \(text) not a valid number")
    case .bool(let value):
      throw TensorError(.value, "negative_slope \(value ? "True" : "False") not a valid number")
    default: throw TensorError(.value, "negative_slope \(a.value("param")) not a valid number")
    }
  }
}
