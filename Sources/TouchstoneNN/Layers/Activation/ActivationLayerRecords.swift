import Touchstone

extension ModuleCatalogue {
  static let activationLayers: [ModuleRecord] =
    rectifiers + exponentialUnits + plain + overwriting + shrinkages + softmaxes

  private static let rectifiers: [ModuleRecord] = [
    ModuleRecord("Hardtanh", "min_val, max_val, inplace, min_value, max_value") { a in
      let low = try a.scalarOrNil("min_value") ?? a.scalar("min_val", default: -1.0)
      let high = try a.scalarOrNil("max_value") ?? a.scalar("max_val", default: 1.0)
      return Hardtanh(minVal: low, maxVal: high, inplace: try a.inplace)
    },
    ModuleRecord("Threshold", "threshold, value, inplace") { a in
      Threshold(try a.scalar("threshold"), try a.scalar("value"), inplace: try a.inplace)
    },
    ModuleRecord("LeakyReLU", "negative_slope, inplace") { a in
      LeakyReLU(
        negativeSlope: try a.scalar("negative_slope", default: 0.01), inplace: try a.inplace)
    },
    ModuleRecord("RReLU", "lower, upper, inplace") { a in
      RReLU(
        lower: try a.scalar("lower", default: .double(1.0 / 8)),
        upper: try a.scalar("upper", default: .double(1.0 / 3)), inplace: try a.inplace)
    },
    ModuleRecord("PReLU", "num_parameters, init, device, dtype") { a in
      PReLU(
        numParameters: try a.int("num_parameters", default: 1),
        initial: try a.double("init", default: 0.25), dtype: try a.dtypeOrNil("dtype"))
    },
  ]

  private static let exponentialUnits: [ModuleRecord] = [
    ModuleRecord("ELU", "alpha, inplace") { a in
      ELU(alpha: try a.scalar("alpha", default: 1.0), inplace: try a.inplace)
    },
    ModuleRecord("CELU", "alpha, inplace") { a in
      CELU(alpha: try a.scalar("alpha", default: 1.0), inplace: try a.inplace)
    },
    ModuleRecord("Softplus", "beta, threshold") { a in
      Softplus(
        beta: try a.scalar("beta", default: 1.0),
        threshold: try a.scalar("threshold", default: 20.0))
    },
    ModuleRecord("GELU", "approximate") { a in
      GELU(approximate: try a.string("approximate", default: "none"))
    },
    ModuleRecord("GLU", "dim") { a in GLU(dim: try a.int("dim", default: -1)) },
  ]

  private static let plain: [ModuleRecord] = [
    ModuleRecord("LogSigmoid", "") { _ in LogSigmoid() },
    ModuleRecord("Sigmoid", "") { _ in Sigmoid() },
    ModuleRecord("Tanh", "") { _ in Tanh() },
    ModuleRecord("Softsign", "") { _ in Softsign() },
    ModuleRecord("Tanhshrink", "") { _ in Tanhshrink() },
    ModuleRecord("Softmax2d", "") { _ in Softmax2d() },
  ]

  private static let overwriting: [ModuleRecord] = [
    ModuleRecord("ReLU", "inplace") { ReLU(inplace: try $0.inplace) },
    ModuleRecord("ReLU6", "inplace") { ReLU6(inplace: try $0.inplace) },
    ModuleRecord("SELU", "inplace") { SELU(inplace: try $0.inplace) },
    ModuleRecord("SiLU", "inplace") { SiLU(inplace: try $0.inplace) },
    ModuleRecord("Mish", "inplace") { Mish(inplace: try $0.inplace) },
    ModuleRecord("Hardsigmoid", "inplace") { Hardsigmoid(inplace: try $0.inplace) },
    ModuleRecord("Hardswish", "inplace") { Hardswish(inplace: try $0.inplace) },
  ]

  private static let shrinkages: [ModuleRecord] = [
    ModuleRecord("Hardshrink", "lambd") { a in
      Hardshrink(lambd: try a.scalar("lambd", default: 0.5))
    },
    ModuleRecord("Softshrink", "lambd") { a in
      Softshrink(lambd: try a.scalar("lambd", default: 0.5))
    },
  ]

  private static let softmaxes: [ModuleRecord] = [
    ModuleRecord("Softmax", "dim") { Softmax(dim: try $0.intOrNil("dim")) },
    ModuleRecord("Softmin", "dim") { Softmin(dim: try $0.intOrNil("dim")) },
    ModuleRecord("LogSoftmax", "dim") { LogSoftmax(dim: try $0.intOrNil("dim")) },
  ]
}

extension Arguments {
  /// Whether a layer is to overwrite its input.
  fileprivate var inplace: Bool { get throws { try bool("inplace", default: false) } }
}
