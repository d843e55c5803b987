/// The records of pooling, by PyTorch's names.
extension Catalogue {
  static let poolings: [OperationRecord] =
    averagePoolings + maxPoolings + adaptivePoolings + randomPoolings + unpoolings

  private static let averageSignature =
    "input, kernel_size, stride, padding, ceil_mode, count_include_pad"

  private static let averagePoolings: [OperationRecord] = [
    OperationRecord(
      "nn.functional.avg_pool1d", signature: averageSignature, metric: .reduction
    ) { a in
      let p = try PoolingArguments(a)
      return [
        .tensor(
          F.avgPool1d(
            p.input, p.kernel, stride: p.stride, padding: p.padding, ceilMode: p.ceilMode,
            countIncludePad: try a.bool("count_include_pad", default: true)))
      ]
    },
    average("nn.functional.avg_pool2d") {
      F.avgPool2d(
        $0.input, $0.kernel, stride: $0.stride, padding: $0.padding, ceilMode: $0.ceilMode,
        countIncludePad: $1, divisorOverride: $2)
    },
    average("nn.functional.avg_pool3d") {
      F.avgPool3d(
        $0.input, $0.kernel, stride: $0.stride, padding: $0.padding, ceilMode: $0.ceilMode,
        countIncludePad: $1, divisorOverride: $2)
    },
  ]

  private static func average(
    _ name: String, _ call: @escaping @Sendable (PoolingArguments, Bool, Int?) -> Tensor
  ) -> OperationRecord {
    OperationRecord(
      name, signature: averageSignature + ", divisor_override", metric: .reduction
    ) { a in
      let counting = try a.bool("count_include_pad", default: true)
      return [
        .tensor(call(try PoolingArguments(a), counting, try a.intOrNil("divisor_override")))
      ]
    }
  }

  private static let maxPoolings: [OperationRecord] = [
    maximum("nn.functional.max_pool1d") { p in
      if p.returnsIndices {
        return both(
          F.maxPool1dWithIndices(
            p.input, p.kernel, stride: p.stride, padding: p.padding, dilation: p.dilation,
            ceilMode: p.ceilMode))
      }
      return [
        .tensor(
          F.maxPool1d(
            p.input, p.kernel, stride: p.stride, padding: p.padding, dilation: p.dilation,
            ceilMode: p.ceilMode))
      ]
    },
    maximum("nn.functional.max_pool2d") { p in
      p.wanted(
        F.maxPool2dWithIndices(
          p.input, p.kernel, stride: p.stride, padding: p.padding, dilation: p.dilation,
          ceilMode: p.ceilMode))
    },
    maximum("nn.functional.max_pool3d") { p in
      p.wanted(
        F.maxPool3dWithIndices(
          p.input, p.kernel, stride: p.stride, padding: p.padding, dilation: p.dilation,
          ceilMode: p.ceilMode))
    },
    // op_db's function pools, then asks for the gradient of ones.
    maximum("max_pool2d_with_indices_backward") { p in
      let (values, indices) = F.maxPool2dWithIndices(
        p.input, p.kernel, stride: p.stride, padding: p.padding, dilation: p.dilation,
        ceilMode: p.ceilMode)
      let grad = F.maxPool2dWithIndicesBackward(
        Tensor.onesLike(values), p.input, p.kernel, stride: p.stride, padding: p.padding,
        dilation: p.dilation, ceilMode: p.ceilMode, indices: indices)
      return [.tensor(grad)]
    },
  ]

  private static func maximum(
    _ name: String, _ call: @escaping @Sendable (PoolingArguments) -> [Value]
  ) -> OperationRecord {
    OperationRecord(
      name, signature: "input, kernel_size, stride, padding, dilation, ceil_mode, return_indices",
      metric: name.hasPrefix("nn.") ? .movement : .exact
    ) { call(try PoolingArguments($0)) }
  }

  private static let adaptivePoolings: [OperationRecord] = [
    adaptive("avg_pool1d", .reduction) { [.tensor(F.adaptiveAvgPool1d($0, $1))] },
    adaptive("avg_pool2d", .reduction) { [.tensor(F.adaptiveAvgPool2d($0, $1))] },
    adaptive("avg_pool3d", .reduction) { [.tensor(F.adaptiveAvgPool3d($0, $1))] },
    adaptive("max_pool1d", .movement) { both(F.adaptiveMaxPool1dWithIndices($0, $1)) },
    adaptive("max_pool2d", .movement) { both(F.adaptiveMaxPool2dWithIndices($0, $1)) },
    adaptive("max_pool3d", .movement) { both(F.adaptiveMaxPool3dWithIndices($0, $1)) },
  ]

  private static func adaptive(
    _ name: String, _ metric: MetricFamily,
    _ call: @escaping @Sendable (Tensor, AdaptiveSize) -> [Value]
  ) -> OperationRecord {
    OperationRecord(
      "nn.functional.adaptive_\(name)", signature: "input, output_size, return_indices",
      metric: metric
    ) { a in
      let results = call(try a.tensor("input"), try a.adaptiveSize("output_size"))
      return try a.bool("return_indices", default: false) ? results : [results[0]]
    }
  }

  private static let randomPoolings: [OperationRecord] = [
    fractional("nn.functional.fractional_max_pool2d") {
      F.fractionalMaxPool2dWithIndices(
        $0, $1.kernel, outputSize: $1.size, outputRatio: $1.ratio, randomSamples: $1.samples)
    },
    fractional("nn.functional.fractional_max_pool3d") {
      F.fractionalMaxPool3dWithIndices(
        $0, $1.kernel, outputSize: $1.size, outputRatio: $1.ratio, randomSamples: $1.samples)
    },
  ]

  private struct FractionalArguments {
    let kernel: [Int]
    let size: [Int]?
    let ratio: [Double]?
    let samples: Tensor?
  }

  private static func fractional(
    _ name: String, _ call: @escaping @Sendable (Tensor, FractionalArguments) -> (Tensor, Tensor)
  ) -> OperationRecord {
    OperationRecord(
      name,
      signature: "input, kernel_size, output_size, output_ratio, return_indices, _random_samples",
      metric: .movement
    ) { a in
      let arguments = FractionalArguments(
        kernel: try a.ints("kernel_size"), size: try a.intsOrNil("output_size"),
        ratio: try a.doublesOrNil("output_ratio"), samples: try a.tensorOrNil("_random_samples"))
      let (values, indices) = call(try a.tensor("input"), arguments)
      let wanted = try a.bool("return_indices", default: false)
      return wanted ? [.tensor(values), .tensor(indices)] : [.tensor(values)]
    }
  }

  private static let unpoolings: [OperationRecord] = [
    unpooling("nn.functional.max_unpool1d") {
      F.maxUnpool1d(
        $0.input, $1, $0.kernel, stride: $0.stride, padding: $0.padding, outputSize: $2)
    },
    unpooling("nn.functional.max_unpool2d") {
      F.maxUnpool2d(
        $0.input, $1, $0.kernel, stride: $0.stride, padding: $0.padding, outputSize: $2)
    },
    unpooling("nn.functional.max_unpool3d") {
      F.maxUnpool3d(
        $0.input, $1, $0.kernel, stride: $0.stride, padding: $0.padding, outputSize: $2)
    },
  ]

  private static func unpooling(
    _ name: String, _ call: @escaping @Sendable (PoolingArguments, Tensor, [Int]?) -> Tensor
  ) -> OperationRecord {
    OperationRecord(
      name, signature: "input, indices, kernel_size, stride, padding, output_size",
      metric: .movement
    ) { a in
      let result = call(
        try PoolingArguments(a), try a.tensor("indices"), try a.intsOrNil("output_size"))
      return [.tensor(result)]
    }
  }

  private static func both(_ results: (Tensor, Tensor)) -> [Value] {
    [.tensor(results.0), .tensor(results.1)]
  }
}

/// The arguments that sliding poolings share.
private struct PoolingArguments {
  let input: Tensor
  let kernel: [Int]
  let stride: [Int]?
  let padding: [Int]
  let dilation: [Int]
  let ceilMode: Bool
  let returnsIndices: Bool

  init(_ a: Arguments) throws {
    input = try a.tensor("input")
    kernel = try a.ints("kernel_size")
    stride = try a.intsOrNil("stride")
    padding = try a.ints("padding", default: [0])
    dilation = try a.ints("dilation", default: [1])
    ceilMode = try a.bool("ceil_mode", default: false)
    returnsIndices = try a.bool("return_indices", default: false)
  }

  func wanted(_ results: (Tensor, Tensor)) -> [Value] {
    returnsIndices ? [.tensor(results.0), .tensor(results.1)] : [.tensor(results.0)]
  }
}

/// An output size as a fixture gives it.
struct AdaptiveSize: AdaptiveSizeArgument {
  let optionalSizes: OptionalSizes
}

extension Arguments {
  func adaptiveSize(_ name: String) throws -> AdaptiveSize {
    guard case .list(let items) = value(name) else {
      return AdaptiveSize(optionalSizes: .all(try int(name)))
    }
    let sizes = try items.map { item -> Int? in
      switch item {
      case .none: return nil
      case .int(let size): return Int(size)
      default: throw invalidCombination
      }
    }
    return AdaptiveSize(optionalSizes: .each(sizes))
  }
}
