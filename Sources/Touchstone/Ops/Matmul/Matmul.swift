extension Tensor {
  /// Product by the operands' ranks, `torch.matmul`:
  /// 1-d · 1-d is a dot product, 2-d @ 1-d a matrix times vector, 2-d @ 2-d a matrix product; with
  /// more dimensions the leading ones are a batch and broadcast, and a 1-d operand is a row (left)
  /// or column (right) that disappears from the result.
  public func matmul(_ other: Tensor) -> Tensor {
    guarded {
      try check(
        dim > 0 && other.dim > 0, .runtime,
        "both arguments to matmul need to be at least 1D, but they are \(dim)D and \(other.dim)D")
      switch (dim, other.dim) {
      case (1, 1): return dot(other)
      case (2, 1): return mv(other)
      case (1, 2): return unsqueeze(0).mm(other).squeeze(0)
      case (2, 2): return mm(other)
      case (_, 1): return foldedTimesVector(other)
      case (_, 2): return foldedTimesMatrix(other)
      default: return try batchedProduct(other)
      }
    }
  }

  /// `torch.Tensor.__rmatmul__`: `other @ self`.
  public func rmatmul(_ other: Tensor) -> Tensor { other.matmul(self) }

  /// [..., n, k] @ [k]: all rows as one matrix.
  private func foldedTimesVector(_ vector: Tensor) -> Tensor {
    let lead = Shape(shape.dropLast())
    return reshape([lead.numel, shape[dim - 1]]).mv(vector).reshape(lead)
  }

  /// [..., n, k] @ [k, p]: all rows as one matrix.
  private func foldedTimesMatrix(_ matrix: Tensor) -> Tensor {
    let lead = Shape(shape.dropLast())
    let rows = reshape([lead.numel, shape[dim - 1]]).mm(matrix)
    return rows.reshape(Shape(Array(lead) + [matrix.shape[1]]))
  }

  /// Broadcasts the batches, multiplies them as one flat batch.
  private func batchedProduct(_ other: Tensor) throws -> Tensor {
    let a = dim == 1 ? unsqueeze(0) : self
    let b = other.dim == 1 ? other.unsqueeze(1) : other
    let batch = try broadcastShapes(Shape(a.shape.dropLast(2)), Shape(b.shape.dropLast(2)))
    let flat = a.asBatch(batch).bmm(b.asBatch(batch))
    var result = Array(batch)
    if dim > 1 { result.append(a.shape[a.dim - 2]) }
    if other.dim > 1 { result.append(b.shape[b.dim - 1]) }
    return flat.reshape(Shape(result))
  }

  /// Matrices expanded to `batch` and flattened to one batch dimension.
  private func asBatch(_ batch: Shape) -> Tensor {
    let matrix = Array(shape.suffix(2))
    return expand(Shape(Array(batch) + matrix)).reshape(Shape([batch.numel] + matrix))
  }
}
