/// How the rows of a bag become one, `mode` of PyTorch's `embedding_bag`.
public enum BagMode: String, Sendable {
  case sum, mean, max

  /// - Throws: `TensorError` (`.value`) unless `name` is one of the three.
  public init(name: String) throws {
    guard let mode = BagMode(rawValue: name) else {
      throw TensorError(.value, "mode has to be one of sum, mean or max")
    }
    self = mode
  }
}

extension Functional {
  /// Sums, means or maxima of bags of rows of `weight`, `torch.nn.functional.embedding_bag`.
  ///
  /// A 2-D `input` holds one bag a row. A 1-D one is cut at `offsets`, the first of which is 0;
  /// with `includeLastOffset` the last one is the end of the last bag. Empty bags give 0.
  /// - Parameters:
  ///   - perSampleWeights: factors of the rows, in `.sum` only.
  ///   - paddingIdx: rows that bags leave out; negative counts from the end.
  /// - Errors: `.value` and `.runtime` for shapes, dtypes, offsets and rows out of range.
  public static func embeddingBag(
    _ input: Tensor, _ weight: Tensor, offsets: Tensor? = nil, maxNorm: Double? = nil,
    normType: Double = 2, scaleGradByFreq: Bool = false, mode: BagMode = .mean,
    sparse: Bool = false, perSampleWeights: Tensor? = nil, includeLastOffset: Bool = false,
    paddingIdx: Int? = nil
  ) -> Tensor {
    guarded {
      try BagChecks.shapes(input, weight, offsets, perSampleWeights)
      try BagChecks.mode(mode, scaleGradByFreq, sparse)
      if let maxNorm { try weight.embeddingRenorm(input, maxNorm, normType) }
      try BagChecks.factors(perSampleWeights, weight, mode)
      try BagChecks.dtypes(input, offsets, weight)
      let bags = try Bags(input, offsets, includeLastOffset)
      let padding = try BagChecks.padding(paddingIdx, weight)
      try BagChecks.range(input, weight, mode)
      let call = BagCall(
        map: RowMap(sources: input.rowNumbers.leavingOut(padding), targets: bags.targets),
        count: bags.count, byFrequency: scaleGradByFreq, sparse: sparse)
      switch mode {
      case .sum: return try call.sums(weight, perSampleWeights?.reshape([-1]))
      case .mean: return try call.sums(weight, call.inverseSizes)
      case .max: return try call.maxima(weight)
      }
    }
  }
}

/// Which bag each item is in.
private struct Bags {
  let targets: Tensor
  let count: Int

  init(_ input: Tensor, _ offsets: Tensor?, _ includeLast: Bool) throws {
    guard let offsets else {
      count = input.shape[0]
      let width = Swift.max(input.shape[1], 1)
      targets = noGrad { Tensor.arange(input.numel, dtype: .int64).floorDivide(width) }
      return
    }
    try BagChecks.offsets(offsets, input, includeLast)
    let starts = offsets.rowNumbers
    let bags = includeLast ? starts.numel - 1 : starts.numel
    count = bags
    targets = noGrad {
      let bag = starts.searchsorted(Tensor.arange(input.numel, dtype: .int64), right: true).sub(1)
      return bag.maskedFill(bag.ge(bags), -1).contiguous()
    }
  }
}

/// One checked call.
private struct BagCall {
  let map: RowMap
  let count: Int
  let byFrequency: Bool
  let sparse: Bool

  /// One over the number of items of each item's bag, those left out not counted.
  var inverseSizes: Tensor {
    noGrad {
      let counted = map.targets.maskedFill(map.leftOut, count)
      let sizes = counted.bincount(minlength: count + 1).to(.float64)
      return sizes.indexSelect(0, counted).reciprocal()
    }
  }

  /// Σ factor · row of each bag.
  func sums(_ weight: Tensor, _ factors: Tensor?) throws -> Tensor {
    guard sparse || byFrequency else {
      return try weight.sumRows(map, scales: factors, count: count)
    }
    let out = try noGrad { try weight.sumRows(map, scales: factors, count: count) }
    let inputs = [weight] + [factors].compactMap { $0 }
    let saved = [weight, factors, map.sources, map.targets]
    return try record("EmbeddingBagBackward0", inputs, out, saving: saved) { [self] ctx in
      let rows = ctx.saved[0]
      let factors = ctx.saved.tensors[1]
      let toFactors =
        factors.map { ctx.needs(1) ? rows.rowProducts(ctx.grad, map, like: $0) : nil }
      let toRows = ctx.needs(0) ? try toRows(ctx.grad, factors, rows.shape[0]) : nil
      return [toRows] + (toFactors.map { [$0] } ?? [])
    }
  }

  /// The gradient of a weight with `rows` rows.
  private func toRows(_ grad: Tensor, _ factors: Tensor?, _ rows: Int) throws -> Tensor {
    if sparse {
      let items = grad.indexSelect(0, map.targets.clampMin(0))
      let scaled = factors.map { items.mul($0.to(grad.dtype).unsqueeze(1)) } ?? items
      return try Functional.sparseRows(
        scaled, map.sources!, rows, byFrequency: byFrequency, keeping: map.leftOut.logicalNot())
    }
    guard byFrequency else { return try grad.sumRows(map.reversed(), scales: factors, count: rows) }
    let frequency = map.sources!.clampMin(0).inverseFrequency
    let scales = factors.map { $0.mul(frequency) } ?? frequency
    return try grad.sumRows(map.reversed(), scales: scales, count: rows)
  }

  /// The largest row of each bag in every column; the gradient goes to where it came from.
  func maxima(_ weight: Tensor) throws -> Tensor {
    let size = Shape([count, weight.shape[1]])
    let out = try Tensor(uninitialized: size, dtype: weight.dtype, device: weight.device)
    let winners = try Tensor(uninitialized: size, dtype: .int64, device: weight.device)
    backend(for: weight.device).maxRows(
      noGrad { weight.contiguous() }, from: map.sources!, to: map.targets, into: out,
      winners: winners)
    return try record("EmbeddingBagBackward0", [weight], out, saving: [winners]) {
      [shape = weight.shape] ctx in
      let winners = ctx.saved[0]
      let zeros = Tensor.zeros(shape, dtype: ctx.grad.dtype, device: ctx.grad.device)
      return [zeros.scatterAdd(0, winners.clampMin(0), ctx.grad.maskedFill(winners.lt(0), 0))]
    }
  }
}
