/// Filling tensors with random numbers.
///
/// Targets may have any layout without overlap; elements are drawn in order of increasing memory
/// address. Arguments are valid.
protocol RandomBackend: Sendable {
  func uniform(_ target: Tensor, from: Double, to: Double, _ generator: Generator)
  func normal(_ target: Tensor, mean: Double, std: Double, _ generator: Generator)
  /// base + number below `range`; range 0 stands for 2^64.
  func integers(_ target: Tensor, range: UInt64, base: Int64, _ generator: Generator)
  /// All non-negative integers of the dtype.
  func fullRange(_ target: Tensor, _ generator: Generator)
  func bernoulli(_ target: Tensor, p: Double, _ generator: Generator)
  /// One probability per element; `p` broadcasts.
  func bernoulli(_ target: Tensor, p: Tensor, _ generator: Generator)
  func exponential(_ target: Tensor, lambda: Double, _ generator: Generator)
  func cauchy(_ target: Tensor, median: Double, sigma: Double, _ generator: Generator)
  func logNormal(_ target: Tensor, mean: Double, std: Double, _ generator: Generator)
  func geometric(_ target: Tensor, p: Double, _ generator: Generator)
  func poisson(_ rate: Tensor, into target: Tensor, _ generator: Generator)
  func gamma(_ alpha: Tensor, into target: Tensor, _ generator: Generator)
  /// A permutation of the numbers below the size of the 1-D target.
  func permutation(_ target: Tensor, _ generator: Generator)
  /// Numbers in [lower, upper) where `input` is not positive, else 1.
  func slopes(
    _ input: Tensor, into target: Tensor, lower: Double, upper: Double, _ generator: Generator)
  /// Indices (int64) drawn with replacement from the rows of `p`; both 2-D and contiguous.
  func categories(_ p: Tensor, into target: Tensor, _ generator: Generator)

  /// Indices of the largest scores of each row, in descending order; both 2-D and contiguous.
  func topIndices(_ scores: Tensor, into target: Tensor)
  /// Derivative of gamma numbers with respect to their shapes; all contiguous.
  func gammaGradient(_ alpha: Tensor, sample: Tensor, into target: Tensor)
  /// Whether every element lies in low...high; NaN does not.
  func allWithin(_ low: Double, _ high: Double, _ values: Tensor) -> Bool
  /// What is wrong with the first bad row of a 2-D tensor of probabilities.
  func flaw(ofCategories p: Tensor) -> CategoryFlaw?
}

/// Why a row of numbers is no distribution. Raw values equal the kernels'.
enum CategoryFlaw: Int32 {
  case negative = 1, infinite, zeroSum
}
