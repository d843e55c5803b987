/// Kernels of embeddings. Matrices are dense; row numbers are dense int64 vectors within range,
/// a negative one leaves its item out.
protocol EmbeddingBackend: Sendable {
  /// out[i] = source[rows[i]].
  func gatherRows(_ source: Tensor, _ rows: Tensor, into out: Tensor)

  /// out[targets[i]] = Σ scales[i] · source[sources[i]]; without `sources` item i is row i.
  /// `scales` are float64.
  func sumRows(
    _ source: Tensor, from sources: Tensor?, to targets: Tensor, scales: Tensor?,
    into out: Tensor)

  /// The largest of each target's rows in every column, and the number of the row (−1: none).
  func maxRows(
    _ source: Tensor, from sources: Tensor, to targets: Tensor, into out: Tensor, winners: Tensor)
}
