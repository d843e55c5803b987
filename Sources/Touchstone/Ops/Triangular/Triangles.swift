extension Tensor {
  /// The lower triangle of every matrix, up to the `diagonal`-th diagonal; zero elsewhere.
  public func tril(_ diagonal: Int = 0) -> Tensor { triangle("tril", diagonal, upper: false) }

  /// The upper triangle of every matrix, from the `diagonal`-th diagonal on; zero elsewhere.
  public func triu(_ diagonal: Int = 0) -> Tensor { triangle("triu", diagonal, upper: true) }

  /// `tril` in place.
  @discardableResult
  public func tril_(_ diagonal: Int = 0) -> Tensor { inplace { tril(diagonal) } }

  /// `triu` in place.
  @discardableResult
  public func triu_(_ diagonal: Int = 0) -> Tensor { inplace { triu(diagonal) } }

  private func triangle(_ name: String, _ diagonal: Int, upper: Bool) -> Tensor {
    guarded {
      try check(
        dim >= 2, .runtime, "\(name): input tensor must have at least 2 dimensions")
      let input = noGrad { contiguous() }
      let result = Tensor.empty(shape, dtype: dtype, device: device)
      backend(for: device).triangle(input, diagonal: diagonal, upper: upper, into: result)
      return try record(upper ? "TriuBackward0" : "TrilBackward0", [self], result) { ctx in
        [upper ? ctx.grad.triu(diagonal) : ctx.grad.tril(diagonal)]
      }
    }
  }

  /// Row and column indices, 2 x n, of the lower triangle of a `row` x `col` matrix.
  public static func trilIndices(
    _ row: Int, _ col: Int, _ offset: Int = 0, dtype: DType = .int64, device: Device = .cpu
  ) -> Tensor {
    triangleIndices("tril_indices", row, col, offset, upper: false, dtype, device)
  }

  /// Row and column indices, 2 x n, of the upper triangle of a `row` x `col` matrix.
  public static func triuIndices(
    _ row: Int, _ col: Int, _ offset: Int = 0, dtype: DType = .int64, device: Device = .cpu
  ) -> Tensor {
    triangleIndices("triu_indices", row, col, offset, upper: true, dtype, device)
  }

  private static func triangleIndices(
    _ name: String, _ row: Int, _ col: Int, _ offset: Int, upper: Bool, _ dtype: DType,
    _ device: Device
  ) -> Tensor {
    guarded {
      try check(row >= 0, .runtime, "row must be non-negative, got\(row)")
      try check(col >= 0, .runtime, "col must be non-negative, got\(col)")
      try check(
        dtype == .int32 || dtype == .int64, .notImplemented,
        "\"\(name)\" not implemented for '\(dtype.scalarTypeName)'")
      let lower = (0..<row).reduce(0) { sum, i in
        sum + Swift.min(Swift.max(i + offset + (upper ? 0 : 1), 0), col)
      }
      let count = upper ? row * col - lower : lower
      let result = try uninitialized([2, count], .int64, device)
      backend(for: device).triangleIndices(row, col, offset, upper: upper, into: result)
      return result.to(dtype)
    }
  }
}
