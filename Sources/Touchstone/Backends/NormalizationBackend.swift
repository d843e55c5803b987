/// A dense tensor seen as [samples, channels, space] in memory, and which of its elements are
/// normalised together.
struct NormLayout {
  var samples: Int
  var channels: Int
  var space: Int
  /// Number of neighbouring channels of a sample that form a group; 0: each channel over all
  /// samples, as in batch normalisation.
  var group: Int

  var groups: Int { group == 0 ? channels : samples * (channels / group) }
}

/// Kernels of normalisation. Statistics are float64, one entry for each group; shapes, dtypes and
/// the layout of every tensor are checked before.
protocol NormalizationBackend: Sendable {
  /// Mean and biased variance of each group; without `mean`, Σ x² / n.
  func normStatistics(_ input: Tensor, _ layout: NormLayout, mean: Tensor?, variance: Tensor)

  /// (x − mean) · invstd · weight + bias.
  func normalize(
    _ input: Tensor, _ layout: NormLayout, mean: Tensor?, invstd: Tensor, weight: Tensor?,
    bias: Tensor?, into out: Tensor)

  /// Gradients to those of `input`, `weight` and `bias` for which there is a result; `fixed`
  /// statistics do not depend on the input.
  func normBackward(
    _ grad: Tensor, input: Tensor, _ layout: NormLayout, mean: Tensor?, invstd: Tensor,
    weight: Tensor?, fixed: Bool, into results: (input: Tensor?, weight: Tensor?, bias: Tensor?))
}
