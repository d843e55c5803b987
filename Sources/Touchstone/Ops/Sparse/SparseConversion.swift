extension Tensor {
  /// All elements in strided memory, `torch.Tensor.to_dense`; a strided tensor itself.
  ///
  /// - Errors: `.runtime` for another dtype than that of a sparse tensor.
  public func toDense(dtype: DType? = nil) -> Tensor {
    guarded {
      guard let sparse else { return to(dtype ?? self.dtype) }
      try check(
        dtype ?? self.dtype == self.dtype, .runtime,
        "dtype argument is not supported by sparse_to_dense")
      let out = Tensor.zeros(shape, dtype: self.dtype, device: device)
      try throwPendingError()
      try out.addElements(of: sparse, alpha: 1)
      return try record("ToDenseBackward0", [self], out, saving: [self]) { ctx in
        [ctx.grad.sparseMask(ctx.saved[0].detach().coalesce())]
      }
    }
  }

  /// Adds alpha times each stored element in its place, in the stored order and without history.
  func addElements(of parts: SparseParts, alpha: Scalar) throws {
    try parts.indices.checkCoordinates(shape)
    let places = parts.indices.rowMajorNumbers(shape)
    let count = shape[..<parts.indices.shape[0]].reduce(1, *)
    let target = noGrad { detach().contiguous() }
    try throwPendingError()
    let values = parts.values.raw(dtype)
    guard values.numel > 0 else { return }
    let rows = Shape([count] + values.shape.dropFirst())
    target.restrided(rows, rows.contiguousStrides).addRows(values, alpha, to: places)
    if !isContiguous { backend(for: device).copy(target, into: self) }
  }

  /// Coordinates and elements of what is not zero, `torch.Tensor.to_sparse`.
  ///
  /// - Parameter sparseDim: number of leading dimensions with coordinates; the others are stored
  ///   whole wherever one of their elements is not zero. All when nil.
  public func toSparse(_ sparseDim: Int? = nil) -> Tensor {
    guarded {
      if let sparse {
        try check(
          sparseDim ?? sparse.indices.shape[0] == sparse.indices.shape[0], .runtime,
          "to_sparse: conversion from Sparse to Sparse with sparse_dim argument "
            + "!=self.sparse_dim() is not supported")
        return self
      }
      if let sparseDim { try checkSparseDim(sparseDim) }
      let out = try noGrad { try sparsified(sparseDim ?? dim) }
      return try record(
        sparseDim == nil ? "ToSparseBackward1" : "ToSparseBackward0", [self], out
      ) { ctx in [ctx.grad.toDense()] }
    }
  }

  private func checkSparseDim(_ sparseDim: Int) throws {
    try check(
      sparseDim > 0 || dim == 0 || sparseDim < 0, .runtime,
      "dense_to_sparse: sparse_dim argument must be in >0 when self.dim()>0")
    try check(
      sparseDim >= 0 && sparseDim <= dim, .runtime,
      "dense_to_sparse: sparse_dim argument must be in [0,\(dim)] range, but \(sparseDim) is given")
  }

  private func sparsified(_ sparseDim: Int) throws -> Tensor {
    let dense = Array(sparseDim..<dim)
    let isStored = dense.isEmpty ? ne(0) : dense.reversed().reduce(ne(0)) { $0.any($1) }
    let indices = isStored.nonzero().t().contiguous()
    let values = try detach().gathered(at: indices)
    try throwPendingError()
    return try Tensor(
      sparse: SparseParts(indices: indices, values: values, isCoalesced: true), shape: shape)
  }

  /// The elements at coordinates, a new tensor without history.
  func gathered(at indices: Tensor) throws -> Tensor {
    try noGrad {
      guard indices.shape[0] > 0 else {
        return detach().unsqueeze(0).expand(Shape([indices.shape[1]] + shape)).clone()
      }
      return try AdvancedIndex(self, (0..<indices.shape[0]).map { indices.select(0, $0) })
        .positions(in: self).read()
    }
  }

  /// The elements at the coordinates of `mask`, whose own elements do not matter,
  /// `torch.Tensor.sparse_mask`.
  public func sparseMask(_ mask: Tensor) -> Tensor {
    guarded {
      let parts = try mask.parts(
        "Could not run 'aten::sparse_mask' with arguments from the 'CPU' backend.", .notImplemented)
      try check(
        shape == mask.shape, .runtime,
        "sparse_mask(): operands have incompatible sizes; self has size \(shape) but mask has size "
          + "\(mask.shape)")
      let values =
        isSparse
        ? try noGrad { try detach().coalesce().sparse!.found(at: parts.indices, within: shape) }
        : try gathered(at: parts.indices)
      let out = try Tensor(sparse: parts.with(values), shape: shape)
      return try record("SparseMaskBackward0", [self], out, saving: [mask.detach()]) {
        [isSparse] ctx in
        let grad = ctx.grad.sparseMask(ctx.saved[0])
        return [isSparse ? grad : grad.toDense()]
      }
    }
  }
}

extension SparseParts {
  /// The elements at other coordinates, zeros where nothing is stored; this one is coalesced.
  fileprivate func found(at places: Tensor, within shape: Shape) throws -> Tensor {
    let sizes = Shape([places.shape[1]] + values.shape.dropFirst())
    if count == 0 { return Tensor.zeros(sizes, dtype: values.dtype, device: values.device) }
    let mine = indices.rowMajorNumbers(shape)
    let wanted = places.rowMajorNumbers(shape)
    let position = mine.searchsorted(wanted).clampMax(count - 1)
    let missing = mine.indexSelect(0, position).ne(wanted)
    let lead = Shape([places.shape[1]] + sizes.dropFirst().map { _ in 1 })
    return values.indexSelect(0, position).maskedFill(missing.reshape(lead), 0)
  }
}
