extension Tensor {
  /// A view of the diagonal of every matrix in dimensions `dim1` and `dim2`; it becomes the last
  /// dimension. A positive `offset` moves towards the upper right.
  public func diagonal(_ offset: Int = 0, _ dim1: Int = 0, _ dim2: Int = 1) -> Tensor {
    guarded {
      let (d1, d2) = try distinctPair(dim1, dim2, rank: dim)
      let source = shape
      let (shape, strides, start) = diagonalGeometry(offset, d1, d2)
      return try makeView(
        "DiagonalBackward0", shape: shape, strides: strides, offset: start
      ) { ctx in
        let zeros = Tensor.zeros(source, dtype: ctx.grad.dtype, device: ctx.grad.device)
        return [zeros.diagonalScatter(ctx.grad, offset, d1, d2)]
      }
    }
  }

  /// `torch.linalg.diagonal`: `diagonal` of the last two dimensions.
  public func linalgDiagonal(_ offset: Int = 0, _ dim1: Int = -2, _ dim2: Int = -1) -> Tensor {
    diagonal(offset, dim1, dim2)
  }

  /// Sizes, strides and offset of the diagonal of dimensions `d1` and `d2`.
  private func diagonalGeometry(_ offset: Int, _ d1: Int, _ d2: Int) -> (Shape, Shape, Int) {
    let (rows, cols) = (shape[d1], shape[d2])
    let offset = Swift.min(Swift.max(offset, -rows), cols)
    let length = offset >= 0 ? Swift.min(rows, cols - offset) : Swift.min(rows + offset, cols)
    let step = offset >= 0 ? offset * strides[d2] : -offset * strides[d1]
    let rest = shape.indices.filter { $0 != d1 && $0 != d2 }
    let sizes = Shape(rest.map { shape[$0] } + [Swift.max(length, 0)])
    let steps = Shape(rest.map { strides[$0] } + [strides[d1] + strides[d2]])
    return (sizes, steps, storageOffset + (length > 0 ? step : 0))
  }

  /// Matrices, zero but for the `offset`-th diagonal, which is the last dimension of this tensor;
  /// `dim1` and `dim2` are their places in the result.
  public func diagEmbed(_ offset: Int = 0, _ dim1: Int = -2, _ dim2: Int = -1) -> Tensor {
    guarded {
      let (d1, d2) = try distinctPair(dim1, dim2, rank: dim + 1)
      let (side, overflow) = shape[dim - 1].addingReportingOverflow(Int(clamping: offset.magnitude))
      try check(!overflow, .runtime, "diag_embed: offset \(offset) is out of range")
      var sizes = Shape(shape.dropLast())
      for d in [Swift.min(d1, d2), Swift.max(d1, d2)] { sizes.insert(side, at: d) }
      let result = Tensor.zeros(sizes, dtype: dtype, device: device)
      try throwPendingError()
      noGrad { _ = result.diagonal(offset, d1, d2).copy_(self) }
      return try record("DiagEmbedBackward0", [self], result) { ctx in
        [ctx.grad.diagonal(offset, d1, d2)]
      }
    }
  }

  /// The diagonal of a matrix, copied, or the matrix with this vector on its diagonal.
  public func diag(_ diagonal: Int = 0) -> Tensor {
    guarded {
      try check(
        dim == 1 || dim == 2, .runtime, "diag(): Supports 1D or 2D tensors. Got \(dim)D")
      return dim == 1 ? diagEmbed(diagonal) : diagonalCopy(diagonal)
    }
  }

  /// The matrix with the elements of this tensor, in row-major order, on its diagonal.
  public func diagflat(_ offset: Int = 0) -> Tensor { contiguous().view([-1]).diag(offset) }

  /// A copy in which `src` stands on the diagonal.
  public func diagonalScatter(
    _ src: Tensor, _ offset: Int = 0, _ dim1: Int = 0, _ dim2: Int = 1
  ) -> Tensor {
    scatterRegion("DiagonalScatterBackward0", src) { $0.diagonal(offset, dim1, dim2) }
  }

  /// Sum of a matrix's diagonal; integers add up in int64.
  public func trace() -> Tensor {
    guarded {
      try check(
        dim == 2, .runtime, "trace: expected a matrix, but got tensor with dim \(dim)")
      try check(dtype != .bool, .notImplemented, "\"trace\" not implemented for 'Bool'")
      return diagonal().sum()
    }
  }

  /// The two dimensions wrapped; they must differ.
  private func distinctPair(_ dim1: Int, _ dim2: Int, rank: Int) throws -> (Int, Int) {
    let d1 = try wrapDim(dim1, rank: rank)
    let d2 = try wrapDim(dim2, rank: rank)
    try check(d1 != d2, .runtime, "diagonal dimensions cannot be identical \(dim1), \(dim2)")
    return (d1, d2)
  }
}
