extension Functional {
  /// The rows of `weight` that `input` names, `torch.nn.functional.embedding`.
  ///
  /// - Parameters:
  ///   - input: int64 or int32 of any shape; the result has one more dimension.
  ///   - paddingIdx: a row that gets no gradient; negative counts from the end.
  ///   - maxNorm: rows in use whose `normType`-norm is larger are scaled down to it, in place.
  ///   - scaleGradByFreq: divides the gradient of a row by how often the call names it.
  ///   - sparse: makes the gradient a sparse tensor of the rows in `input`, in its order; not
  ///     together with `scaleGradByFreq`.
  /// - Errors: `.index` for rows out of range; `.assertion` for a padding index out of range.
  public static func embedding(
    _ input: Tensor, _ weight: Tensor, paddingIdx: Int? = nil, maxNorm: Double? = nil,
    normType: Double = 2, scaleGradByFreq: Bool = false, sparse: Bool = false
  ) -> Tensor {
    guarded {
      let padding = try paddingRow(paddingIdx, weight)
      if let maxNorm { try weight.embeddingRenorm(input, maxNorm, normType) }
      try check(weight.dim == 2, .runtime, "'weight' must be 2-D")
      try checkIndices(input, "embedding")
      try input.checkIndexRange(weight.shape[0], .index) { _ in "index out of range in self" }
      return try lookUp(
        input, weight, Lookup(padding: padding, byFrequency: scaleGradByFreq, sparse: sparse))
    }
  }

  private static func paddingRow(_ index: Int?, _ weight: Tensor) throws -> Int? {
    guard let index else { return nil }
    let rows = weight.size(0)
    try check(
      index < rows && index >= -rows, .assertion, "Padding_idx must be within num_embeddings")
    return index < 0 ? index + rows : index
  }

  /// PyTorch's refusal of index dtypes.
  static func checkIndices(_ input: Tensor, _ name: String) throws {
    try check(
      input.isIndexDType, .runtime,
      "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, "
        + "Int; but got \(input.dtype.legacyTypeName) instead (while checking arguments for "
        + "\(name))")
  }

  private static func lookUp(
    _ input: Tensor, _ weight: Tensor, _ lookup: Lookup
  ) throws -> Tensor {
    let rows = input.rowNumbers
    let flat = try Tensor(
      uninitialized: [rows.numel, weight.shape[1]], dtype: weight.dtype, device: weight.device)
    backend(for: weight.device).gatherRows(noGrad { weight.contiguous() }, rows, into: flat)
    let shape = Shape(input.shape + [weight.shape[1]])
    let out = flat.restrided(shape, shape.contiguousStrides)
    return try record("EmbeddingBackward0", [weight], out, saving: [rows]) {
      [size = weight.shape] ctx in
      [try lookup.gradient(ctx.grad.reshape([-1, size[1]]), ctx.saved[0], size[0])]
    }
  }

  /// How the gradient of a lookup is formed.
  private struct Lookup {
    let padding: Int?
    let byFrequency: Bool
    let sparse: Bool

    /// Gradients of the items added up by row. Its own gradient leaves the frequencies out, as
    /// PyTorch's does.
    func gradient(_ grad: Tensor, _ rows: Tensor, _ count: Int) throws -> Tensor {
      if sparse {
        return try sparseRows(
          grad, rows, count, byFrequency: byFrequency, keeping: padding.map { rows.ne($0) })
      }
      let map = RowMap(sources: nil, targets: rows.leavingOut(padding))
      guard byFrequency else { return try grad.sumRows(map, scales: nil, count: count) }
      let out = try noGrad { try grad.sumRows(map, scales: rows.inverseFrequency, count: count) }
      return try record("EmbeddingDenseBackward0", [grad], out, saving: [map.targets]) { ctx in
        let map = RowMap(sources: nil, targets: ctx.saved[0])
        return [try ctx.grad.sumRows(map.reversed(), scales: nil, count: map.targets.numel)]
      }
    }
  }

  /// A sparse gradient of a matrix with `count` rows: row i of `grad` belongs to row `rows[i]`,
  /// without those where `kept` is false.
  static func sparseRows(
    _ grad: Tensor, _ rows: Tensor, _ count: Int, byFrequency: Bool, keeping kept: Tensor?
  ) throws -> Tensor {
    try check(
      !byFrequency, .runtime,
      "embedding_backward: scale_grad_by_freq not supported with sparse gradients")
    let items = kept.map { $0.nonzero().reshape([-1]) }
    return Tensor.sparseCOO(
      indices: (items.map { rows.indexSelect(0, $0) } ?? rows).unsqueeze(0),
      values: items.map { grad.indexSelect(0, $0) } ?? grad, size: [count, grad.shape[1]])
  }
}

extension Tensor {
  /// Scales rows that `indices` names and whose p-norm exceeds `maxNorm` down to it, in place.
  func embeddingRenorm(_ indices: Tensor, _ maxNorm: Double, _ p: Double) throws {
    try check(
      dim == 2, .runtime,
      "Expected 2-dimensional tensor, but got \(dim)-dimensional tensor for argument #1 'self' "
        + "(while checking arguments for embedding_renorm_)")
    try Functional.checkIndices(indices, "embedding_renorm_")
    try indices.checkIndexRange(shape[0], .index) {
      "select(): index \($0) out of range for tensor of size \(shape) at dimension 0"
    }
    guard indices.numel > 0 else { return }
    noGrad {
      let rows = indices.rowNumbers.unique().output
      indexCopy_(0, rows, indexSelect(0, rows).renorm(p, 0, maxNorm))
    }
  }

  /// Indices as dense int64 in a row.
  var rowNumbers: Tensor { noGrad { to(.int64).contiguous().reshape([-1]) } }

  /// These row numbers with `row` replaced by −1.
  func leavingOut(_ row: Int?) -> Tensor {
    row.map { row in noGrad { maskedFill(eq(row), -1) } } ?? self
  }

  /// One over how often each of these numbers occurs among them, float64.
  var inverseFrequency: Tensor {
    noGrad { bincount().to(.float64).indexSelect(0, self).reciprocal() }
  }
}

extension DType {
  /// The name of tensors of this dtype in PyTorch's older messages.
  var legacyTypeName: String {
    self == .bool ? "CPUBoolType" : "torch.\(scalarTypeName)Tensor"
  }
}
