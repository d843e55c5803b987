extension Functional {
  /// Cross entropy of the logits that a linear layer gives (PyTorch: nn.LinearCrossEntropyLoss).
  ///
  /// - Parameters:
  ///   - input: (F) or (N, F).
  ///   - linearWeight: (C, F) or (C, d₁, …, dₖ, F); the logits are (N, C, d₁, …, dₖ).
  ///   - target: classes or probabilities, as in `crossEntropy`.
  ///   - linearBias: (C, d₁, …, dₖ).
  ///   - weight: one for each class.
  ///   - ignoreIndex: −100 when nil; for classes only.
  ///   - options: how to cut the batch into pieces. It has an effect for (C, F) weights without
  ///     label smoothing, on int64 classes or probabilities of the input's dtype that need no
  ///     gradient; the gradients then have no derivative.
  /// - Errors: `.runtime` for shapes that do not fit, and for an `ignoreIndex` with probabilities.
  public static func linearCrossEntropy(
    _ input: Tensor, _ linearWeight: Tensor, _ target: Tensor, linearBias: Tensor? = nil,
    weight: Tensor? = nil, reduction: LossReduction = .mean, ignoreIndex: Int? = nil,
    labelSmoothing: Double = 0, options: LinearCrossEntropyOptions? = nil
  ) -> Tensor {
    guarded {
      try checkLinear(input, linearWeight, linearBias)
      let outputs = Shape(linearWeight.shape.dropLast())
      let shape = Shape(Array(input.shape.dropLast()) + Array(outputs))
      try check(
        target.shape != shape || ignoreIndex == nil, .runtime,
        "ignore_index cannot be specified when target contains probabilities")
      if let options, labelSmoothing == 0, outputs.count == 1,
        canChunk(input, target, hasProbabilities: target.shape == shape)
      {
        return try chunked(
          input, linearWeight, target, linearBias, weight, reduction, ignoreIndex ?? -100, options)
      }
      let logits = linear(
        input, linearWeight.reshape([outputs.numel, input.size(-1)]),
        bias: linearBias?.reshape([outputs.numel]))
      return crossEntropy(
        logits.reshape(shape), target, weight: weight, ignoreIndex: ignoreIndex ?? -100,
        reduction: reduction, labelSmoothing: labelSmoothing)
    }
  }

  private static func canChunk(
    _ input: Tensor, _ target: Tensor, hasProbabilities: Bool
  ) -> Bool {
    target.dtype == .int64
      || hasProbabilities && target.dtype == input.dtype && !needsGrad(target)
  }

  private static func chunked(
    _ input: Tensor, _ linearWeight: Tensor, _ target: Tensor, _ linearBias: Tensor?,
    _ weight: Tensor?, _ reduction: LossReduction, _ ignoreIndex: Int,
    _ options: LinearCrossEntropyOptions
  ) throws -> Tensor {
    let isBatched = input.dim == 2
    let x = isBatched ? input : input.unsqueeze(0)
    let plan = ChunkedCrossEntropy(
      input: x.detach(), linearWeight: linearWeight.detach(), bias: linearBias?.detach(),
      target: isBatched ? target : target.unsqueeze(0), weight: weight?.detach(),
      ignoreIndex: ignoreIndex, reduction: reduction,
      chunkSize: try options.chunkSize(
        batch: x.size(0), features: x.size(1), classes: linearWeight.size(0), dtype: x.dtype,
        hasProbabilities: target.dtype.isFloatingPoint),
      accumulator: options.accumulator(x.dtype))
    let layer = [x, linearWeight, linearBias].compactMap { $0 }
    let loss = try recordChunked(plan, layer, retains: options.allowRetainGraph)
    return isBatched ? loss : loss.squeeze(0)
  }

  private static func checkLinear(
    _ input: Tensor, _ weight: Tensor, _ bias: Tensor?
  ) throws {
    try check(
      input.dim == 1 || input.dim == 2, .runtime,
      "expected input with dimensionality 1 or 2, got \(input.dim)")
    try check(
      weight.dim >= 2, .runtime,
      "expected linear_weight with dimensionality at least 2, got \(weight.dim)")
    let features = input.size(-1)
    try check(
      features == weight.size(-1), .runtime,
      "expected equal input and linear_weight last dimensions (in_features), got \(features) and "
        + "\(weight.size(-1)), respectively")
    let outputs = Shape(weight.shape.dropLast())
    try check(
      bias == nil || bias!.shape == outputs, .runtime,
      "expected linear_bias shape \(pythonTuple(outputs)), got \(pythonTuple(bias?.shape ?? []))")
    try check(
      weight.dim == 2 || input.dim == 2, .runtime,
      "K-dimensional loss defined by linear_weight shape \(pythonTuple(weight.shape)) requires batched "
        + "input, (N, \(features)), got unbatched input with shape \(pythonTuple(input.shape))")
  }
}
