/// Items that are rows of a matrix, each going to a row of another one.
struct RowMap {
  /// Row of the source for each item, dense int64; nil: item i is row i. Negative: left out.
  let sources: Tensor?
  /// Row of the result for each item, dense int64. Negative: left out.
  let targets: Tensor
}

extension Tensor {
  /// Rows of this matrix added up: result[targets[i]] = Σ scales[i] · self[sources[i]], with
  /// `count` rows. Linear in the matrix and in the scales, and differentiable in both.
  func sumRows(_ map: RowMap, scales: Tensor?, count: Int) throws -> Tensor {
    let out = try Tensor(uninitialized: [count, shape[1]], dtype: dtype, device: device)
    let source = noGrad { contiguous() }
    backend(for: device).sumRows(
      source, from: map.sources, to: map.targets,
      scales: noGrad { scales?.to(.float64).contiguous() }, into: out)
    let saved = [scales?.requiresGrad == true ? self : nil, scales, map.sources, map.targets]
    return try record(
      "SumRowsBackward0", [self] + [scales].compactMap { $0 }, out, saving: saved
    ) { [rows = shape[0]] ctx in
      let scales = ctx.saved.tensors[1]
      let map = RowMap(sources: ctx.saved.tensors[2], targets: ctx.saved[3])
      let toRows =
        ctx.needs(0)
        ? try ctx.grad.sumRows(map.reversed(), scales: scales, count: rows) : nil
      guard let scales else { return [toRows] }
      return [toRows, ctx.needs(1) ? ctx.saved[0].rowProducts(ctx.grad, map, like: scales) : nil]
    }
  }

  /// self[sources[i]] · other[targets[i]] for each item: the gradient to its scale.
  func rowProducts(_ other: Tensor, _ map: RowMap, like scales: Tensor) -> Tensor {
    let left = map.sources.map { widened.indexSelect(0, $0.clampMin(0)) } ?? widened
    let products = left.mul(other.widened.indexSelect(0, map.targets.clampMin(0))).sum(-1)
    return products.maskedFill(map.leftOut, 0).to(scales.dtype).reshape(scales.shape)
  }
}

extension RowMap {
  /// From the results back to the sources.
  func reversed() -> RowMap {
    RowMap(
      sources: targets,
      targets: sources ?? Tensor.arange(targets.numel, dtype: .int64, device: targets.device))
  }

  var leftOut: Tensor {
    let noTarget = targets.lt(0)
    return sources.map { noTarget.logicalOr($0.lt(0)) } ?? noTarget
  }
}
