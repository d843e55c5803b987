extension Tensor {
  /// The same tensor with ascending coordinates, each once: values of one place are added in the
  /// order in which they are stored, each sum rounded to the dtype. `torch.Tensor.coalesce`.
  public func coalesce() -> Tensor {
    guarded {
      let parts = try parts("coalesce expected sparse coordinate tensor layout but got Strided")
      if parts.isCoalesced { return self }
      let out = try Tensor(sparse: try parts.merged(within: shape), shape: shape)
      return try record("CoalesceBackward0", [self], out) { ctx in [ctx.grad] }
    }
  }
}

/// Equal numbers of an ascending list.
private struct Runs {
  /// Whether an entry differs from the one before it.
  let starts: Tensor
  /// Which run an entry belongs to.
  let run: Tensor

  init(_ numbers: Tensor) {
    let first = Tensor.ones([Swift.min(numbers.numel, 1)], dtype: .bool, device: numbers.device)
    starts = Tensor.cat([first, numbers.diff().ne(0)])
    run = starts.cumsum(0).sub(1)
  }
}

extension SparseParts {
  /// Ascending coordinates without repeats.
  func merged(within shape: Shape) throws -> SparseParts {
    try noGrad {
      let (numbers, order) = indices.rowMajorNumbers(shape).sort(0)
      let runs = Runs(numbers)
      let firsts = order.maskedSelect(runs.starts)
      let repeats = runs.starts.logicalNot()
      let sums = values.indexSelect(0, firsts)
      try throwPendingError()
      sums.addRows(
        values.indexSelect(0, order.maskedSelect(repeats)), 1, to: runs.run.maskedSelect(repeats))
      let places = indices.indexSelect(1, firsts)
      try throwPendingError()
      return SparseParts(indices: places, values: sums, isCoalesced: true)
    }
  }

  /// a + alpha · b of two coalesced tensors: ascending coordinates of either.
  static func union(
    _ a: SparseParts, _ b: SparseParts, _ alpha: Scalar, within shape: Shape
  ) throws -> SparseParts {
    try noGrad {
      let places = Tensor.cat([a.indices, b.indices], dim: 1)
      let (numbers, order) = places.rowMajorNumbers(shape).sort(0)
      let runs = Runs(numbers)
      let targets = Tensor.zeros([order.numel], dtype: .int64).scatter(0, order, runs.run)
      let firsts = order.maskedSelect(runs.starts)
      let sums = Tensor.zeros(Shape([firsts.numel] + a.values.shape.dropFirst()), dtype: a.values.dtype)
      try throwPendingError()
      sums.addRows(a.values, 1, to: targets.narrow(0, 0, a.count))
      sums.addRows(b.values, alpha, to: targets.narrow(0, a.count, b.count))
      return SparseParts(
        indices: places.indexSelect(1, firsts), values: sums, isCoalesced: true)
    }
  }
}

extension Tensor {
  /// self[rows[i]] += alpha · source[i] in order; this tensor is contiguous, both have one dtype
  /// and rows of one shape.
  func addRows(_ source: Tensor, _ alpha: Scalar, to rows: Tensor) {
    guard source.numel > 0 else { return }
    let width = source.numel / source.shape[0]
    let flat = noGrad { source.detach().contiguous() }
    backend(for: device).addRows(
      flat.restrided([source.shape[0], width], [width, 1]), alpha: alpha,
      to: noGrad { rows.contiguous() }, of: restrided([shape[0], width], [width, 1]))
  }
}
