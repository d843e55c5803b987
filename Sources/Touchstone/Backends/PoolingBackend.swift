/// The windows of a pooling along one dimension: window `o` holds the positions
/// `starts[o] + i · step` for 0 ≤ i < `counts[o]`, all inside the input.
struct WindowAxis: Sendable {
  var starts: [Int64]
  var counts: [Int64]
  /// What a mean divides by is the product of the three dimensions' divisors.
  var divisors: [Int64]
  var step: Int64 = 1
}

/// Kernels of pooling. Tensors have the shape [N, C, D, H, W], windows come in that order;
/// indices are positions in a plane, (d · H + h) · W + w.
protocol PoolingBackend: Sendable {
  /// The sum over each window by the window's divisor. With `dividingInput` the divisors belong to
  /// the input's positions: the sum over each window of elements by their divisors.
  func poolMean(_ input: Tensor, _ axes: [WindowAxis], dividingInput: Bool, into out: Tensor)

  /// The largest element of each window and its position; NaN wins, of equal ones the first.
  func poolMaximum(_ input: Tensor, _ axes: [WindowAxis], into out: Tensor, indices: Tensor)

  /// The same over windows of size `kernel` whose places follow from `samples` [N, C, 3].
  func poolFractionalMaximum(
    _ input: Tensor, samples: Tensor, kernel: [Int], into out: Tensor, indices: Tensor)

  /// target = 0, then target[indices[p]] = source[p], or += when `accumulating`, in each plane.
  func planeScatter(_ source: Tensor, indices: Tensor, accumulating: Bool, into target: Tensor)

  /// target[p] = source[indices[p]] in each plane.
  func planeGather(_ source: Tensor, indices: Tensor, into target: Tensor)
}
