/// Kernels of sparse tensors.
protocol SparseBackend: Sendable {
  /// target[rows[i]] += alpha · source[i], item after item, every sum rounded to the dtype.
  /// `source` [items, width] and `target` [rows, width] are dense and of one dtype, row numbers
  /// dense int64 within range.
  func addRows(_ source: Tensor, alpha: Scalar, to rows: Tensor, of target: Tensor)
}
