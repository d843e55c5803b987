extension Tensor {
  /// Joins tensors of one shape along a new dimension, `torch.stack`.
  public static func stack(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
    guarded {
      try check(!tensors.isEmpty, .runtime, "stack expects a non-empty TensorList")
      let d = try wrapDim(dim, rank: tensors[0].dim + 1)
      for (index, tensor) in tensors.enumerated() where tensor.shape != tensors[0].shape {
        throw TensorError(
          .runtime,
          "stack expects each tensor to be equal size, but got \(tensors[0].shape) at entry 0 and "
            + "\(tensor.shape) at entry \(index)")
      }
      let result = noGrad { cat(tensors.map { $0.unsqueeze(d) }, dim: d) }
      let dtypes = tensors.map { $0.dtype }
      return try record("StackBackward0", tensors, result) { ctx in
        zip(ctx.grad.unbind(d), dtypes).map { $0.to($1) }
      }
    }
  }

  /// Joins along the second dimension (vectors: along the only one), `torch.hstack`.
  public static func hstack(_ tensors: [Tensor]) -> Tensor {
    guarded {
      try check(!tensors.isEmpty, .runtime, "hstack expects a non-empty TensorList")
      let parts = atleast1d(tensors)
      return cat(parts, dim: parts[0].dim == 1 ? 0 : 1)
    }
  }

  /// Joins along the first dimension, vectors as rows, `torch.vstack`.
  public static func vstack(_ tensors: [Tensor]) -> Tensor {
    guarded {
      try check(!tensors.isEmpty, .runtime, "vstack expects a non-empty TensorList")
      return cat(atleast2d(tensors), dim: 0)
    }
  }

  /// `vstack` by its other name.
  public static func rowStack(_ tensors: [Tensor]) -> Tensor { vstack(tensors) }

  /// Joins along the third dimension, `torch.dstack`.
  public static func dstack(_ tensors: [Tensor]) -> Tensor {
    guarded {
      try check(!tensors.isEmpty, .runtime, "dstack expects a non-empty TensorList")
      return cat(atleast3d(tensors), dim: 2)
    }
  }

  /// Joins along the second dimension, vectors as columns, `torch.column_stack`.
  public static func columnStack(_ tensors: [Tensor]) -> Tensor {
    guarded {
      try check(!tensors.isEmpty, .runtime, "column_stack expects a non-empty TensorList")
      return hstack(tensors.map { $0.dim <= 1 ? $0.reshape([$0.numel, 1]) : $0 })
    }
  }

  /// The matrices (scalars and vectors: single rows) along the diagonal of a zero matrix,
  /// `torch.block_diag`.
  public static func blockDiag(_ tensors: [Tensor]) -> Tensor {
    guarded {
      guard !tensors.isEmpty else { return empty([1, 0]) }
      for (index, tensor) in tensors.enumerated() where tensor.dim > 2 {
        throw TensorError(
          .runtime,
          "torch.block_diag: Input tensors must have 2 or fewer dimensions. Input \(index) has "
            + "\(tensor.dim) dimensions")
      }
      let blocks = atleast2d(tensors)
      let size = blocks.reduce([0, 0]) { [$0[0] + $1.size(0), $0[1] + $1.size(1)] }
      let dtype = tensors.map { $0.dtype }.reduce(tensors[0].dtype, promoteTypes)
      let result = zeros(Shape(size), dtype: dtype, device: tensors[0].device)
      noGrad {
        for (place, block) in zip(blockPlaces(result, blocks.map { $0.shape }), blocks) {
          place.copy_(block)
        }
      }
      let (shapes, origins) = (blocks.map { $0.shape }, tensors.map { ($0.shape, $0.dtype) })
      return try record("BlockDiagBackward0", tensors, result) { ctx in
        zip(blockPlaces(ctx.grad, shapes), origins).map { $0.reshape($1.0).to($1.1) }
      }
    }
  }

  /// Joins the tensors' `numChunks` chunks, zero-padded to equal length and flattened from `dim`
  /// on: chunk `i` of the result holds chunk `i` of every tensor.
  public static func _chunkCat(_ tensors: [Tensor], _ dim: Int, _ numChunks: Int) -> Tensor {
    guarded {
      let d = try checkChunkCat(tensors, dim, numChunks)
      return cat(
        tensors.map { tensor in
          let missing = (numChunks - tensor.size(d) % numChunks) % numChunks
          var pad = [Int](repeating: 0, count: 2 * (tensor.dim - d))
          pad[pad.count - 1] = missing
          let lead = Array(tensor.shape[..<d])
          return tensor.constantPadNd(pad).reshape(Shape(lead + [numChunks, -1]))
        }, dim: d + 1)
    }
  }

  private static func checkChunkCat(
    _ tensors: [Tensor], _ dim: Int, _ numChunks: Int
  ) throws -> Int {
    let rule = "_chunk_cat expects "
    try check(numChunks >= 1, .runtime, rule + "positive num_chunks")
    try check(!tensors.isEmpty, .runtime, rule + "a non-empty input tensor list")
    let first = tensors[0]
    let sameRank = tensors.allSatisfy { $0.dim == first.dim }
    try check(
      sameRank || dim >= 0, .runtime,
      rule + "non-negative dim when input tensors have different ndims")
    let d = sameRank ? try wrapDim(dim, rank: first.dim) : dim
    for tensor in tensors {
      try check(tensor.numel > 0, .runtime, rule + "non-empty tensor")
      try check(
        tensor.dtype == first.dtype, .runtime, rule + "all input tensors with the same dtype")
      try check(d < tensor.dim, .runtime, rule + "dim < ndim for all input tensors")
      try check(
        tensor.shape[..<d].elementsEqual(first.shape[..<d]), .runtime,
        rule + "same sizes of 0,...,dim-1 dimensions for all tensors")
    }
    return d
  }
}

/// Views of the blocks of the given shapes along the diagonal of `matrix`.
private func blockPlaces(_ matrix: Tensor, _ shapes: [Shape]) -> [Tensor] {
  var (row, col) = (0, 0)
  return shapes.map { shape in
    defer { (row, col) = (row + shape[0], col + shape[1]) }
    return matrix.narrow(0, row, shape[0]).narrow(1, col, shape[1])
  }
}
