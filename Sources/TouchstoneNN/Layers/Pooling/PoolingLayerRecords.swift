import Touchstone

extension Arguments {
  /// What an adaptive layer is to give: a number, or a list in which None keeps the input's size.
  fileprivate func optionalSizes(_ name: String) throws -> OptionalSizes {
    guard case .list(let items) = value(name) else { return .all(try int(name)) }
    return .each(
      try items.map { item in
        switch item {
        case .none: nil
        case .int(let size): Int(size)
        default: throw invalidCombination(name)
        }
      })
  }

  private func invalidCombination(_ name: String) -> TensorError {
    TensorError(.type, "\(operation)(): argument '\(name)' must be int or tuple of ints")
  }

  func doublesOrNil(_ name: String) throws -> [Double]? {
    guard case .list(let items) = value(name) else { return try doubleOrNil(name).map { [$0] } }
    return items.compactMap { item in
      switch item {
      case .double(let number): number
      case .int(let number): Double(number)
      default: nil
      }
    }
  }
}

extension ModuleCatalogue {
  static let poolingLayers: [ModuleRecord] =
    maxima + averages + adaptives + fractionals + unpoolings

  /// Calls a layer that may give indices as well.
  @Sendable
  private static func call(_ module: Module, _ a: Arguments) throws -> [Value] {
    let input = try a.tensor("input")
    let pooled: (Tensor, Tensor)? =
      switch module {
      case let layer as MaxPoolNd where layer.returnIndices: layer.forwardWithIndices(input)
      case let layer as AdaptiveMaxPoolNd where layer.returnIndices:
        layer.forwardWithIndices(input)
      case let layer as FractionalMaxPoolNd where layer.returnIndices:
        layer.forwardWithIndices(input)
      default: nil
      }
    return pooled.map { [.tensor($0.0), .tensor($0.1)] } ?? [.tensor(module(input))]
  }

  private static func pooling(
    _ name: String, _ signature: String, _ construct: @escaping ModuleRecord.Construct
  ) -> ModuleRecord {
    ModuleRecord(name, signature, forward: "input", construct: construct, call: call)
  }

  private typealias Size = any SizeArgument

  private static let maxima: [ModuleRecord] = [
    maximum("MaxPool1d") {
      MaxPool1d(
        $0, stride: $1, padding: $2, dilation: $3, returnIndices: $4, ceilMode: $5)
    },
    maximum("MaxPool2d") {
      MaxPool2d(
        $0, stride: $1, padding: $2, dilation: $3, returnIndices: $4, ceilMode: $5)
    },
    maximum("MaxPool3d") {
      MaxPool3d(
        $0, stride: $1, padding: $2, dilation: $3, returnIndices: $4, ceilMode: $5)
    },
  ]

  private static func maximum(
    _ name: String,
    _ make: @escaping @Sendable (Size, Size?, Size, Size, Bool, Bool) -> Module
  ) -> ModuleRecord {
    pooling(name, "kernel_size, stride, padding, dilation, return_indices, ceil_mode") { a in
      make(
        try a.givenSizes("kernel_size"), try a.givenSizesOrNil("stride"),
        try a.givenSizes("padding", default: 0), try a.givenSizes("dilation", default: 1),
        try a.bool("return_indices", default: false), try a.bool("ceil_mode", default: false))
    }
  }

  private static let averages: [ModuleRecord] = [
    pooling("AvgPool1d", "kernel_size, stride, padding, ceil_mode, count_include_pad") { a in
      AvgPool1d(
        try a.givenSizes("kernel_size"), stride: try a.givenSizesOrNil("stride"),
        padding: try a.givenSizes("padding", default: 0),
        ceilMode: try a.bool("ceil_mode", default: false),
        countIncludePad: try a.bool("count_include_pad", default: true))
    },
    average("AvgPool2d") {
      AvgPool2d(
        $0, stride: $1, padding: $2, ceilMode: $3, countIncludePad: $4, divisorOverride: $5)
    },
    average("AvgPool3d") {
      AvgPool3d(
        $0, stride: $1, padding: $2, ceilMode: $3, countIncludePad: $4, divisorOverride: $5)
    },
    power("LPPool1d") { LPPool1d($0, $1, stride: $2, ceilMode: $3) },
    power("LPPool2d") { LPPool2d($0, $1, stride: $2, ceilMode: $3) },
    power("LPPool3d") { LPPool3d($0, $1, stride: $2, ceilMode: $3) },
  ]

  private static func average(
    _ name: String,
    _ make: @escaping @Sendable (Size, Size?, Size, Bool, Bool, Int?) -> Module
  ) -> ModuleRecord {
    let names = "kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override"
    return pooling(name, names) { a in
      make(
        try a.givenSizes("kernel_size"), try a.givenSizesOrNil("stride"),
        try a.givenSizes("padding", default: 0), try a.bool("ceil_mode", default: false),
        try a.bool("count_include_pad", default: true), try a.intOrNil("divisor_override"))
    }
  }

  private static func power(
    _ name: String, _ make: @escaping @Sendable (Scalar, Size, Size?, Bool) -> Module
  ) -> ModuleRecord {
    pooling(name, "norm_type, kernel_size, stride, ceil_mode") { a in
      make(
        try a.scalar("norm_type"), try a.givenSizes("kernel_size"), try a.givenSizesOrNil("stride"),
        try a.bool("ceil_mode", default: false))
    }
  }

  private static let adaptives: [ModuleRecord] = [
    pooling("AdaptiveAvgPool1d", "output_size") {
      AdaptiveAvgPool1d(try $0.optionalSizes("output_size"))
    },
    pooling("AdaptiveMaxPool1d", "output_size, return_indices") { a in
      AdaptiveMaxPool1d(
        try a.optionalSizes("output_size"),
        returnIndices: try a.bool("return_indices", default: false))
    },
    pooling("AdaptiveAvgPool2d", "output_size") {
      AdaptiveAvgPool2d(try $0.optionalSizes("output_size"))
    },
    pooling("AdaptiveMaxPool2d", "output_size, return_indices") { a in
      AdaptiveMaxPool2d(
        try a.optionalSizes("output_size"),
        returnIndices: try a.bool("return_indices", default: false))
    },
    pooling("AdaptiveAvgPool3d", "output_size") {
      AdaptiveAvgPool3d(try $0.optionalSizes("output_size"))
    },
    pooling("AdaptiveMaxPool3d", "output_size, return_indices") { a in
      AdaptiveMaxPool3d(
        try a.optionalSizes("output_size"),
        returnIndices: try a.bool("return_indices", default: false))
    },
  ]

  private static let fractionals: [ModuleRecord] = [
    fractional("FractionalMaxPool2d") {
      FractionalMaxPool2d(
        $0, outputSize: $1, outputRatio: $2, returnIndices: $3, randomSamples: $4)
    },
    fractional("FractionalMaxPool3d") {
      FractionalMaxPool3d(
        $0, outputSize: $1, outputRatio: $2, returnIndices: $3, randomSamples: $4)
    },
  ]

  private static func fractional(
    _ name: String,
    _ make: @escaping @Sendable ([Int], [Int]?, [Double]?, Bool, Tensor?) -> Module
  ) -> ModuleRecord {
    let names = "kernel_size, output_size, output_ratio, return_indices, _random_samples"
    return pooling(name, names) { a in
      make(
        try a.ints("kernel_size"), try a.intsOrNil("output_size"),
        try a.doublesOrNil("output_ratio"), try a.bool("return_indices", default: false),
        try a.tensorOrNil("_random_samples"))
    }
  }

  private static let unpoolings: [ModuleRecord] = [
    unpooling("MaxUnpool1d") { MaxUnpool1d($0, stride: $1, padding: $2) },
    unpooling("MaxUnpool2d") { MaxUnpool2d($0, stride: $1, padding: $2) },
    unpooling("MaxUnpool3d") { MaxUnpool3d($0, stride: $1, padding: $2) },
  ]

  private static func unpooling(
    _ name: String, _ make: @escaping @Sendable ([Int], [Int]?, [Int]) -> Module
  ) -> ModuleRecord {
    ModuleRecord(
      name, "kernel_size, stride, padding", forward: "input, indices, output_size",
      metric: .movement,
      construct: { a in
        make(
          try a.ints("kernel_size"), try a.intsOrNil("stride"),
          try a.layerSizes("padding", default: 0))
      }
    ) { module, a in
      guard let layer = module as? MaxUnpoolNd else { return [] }
      let (input, indices) = (try a.tensor("input"), try a.tensor("indices"))
      return [.tensor(layer(input, indices, outputSize: try a.intsOrNil("output_size")))]
    }
  }
}
