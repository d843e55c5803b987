/// What a reduction computes. Raw values equal the kernels' `ts_reduce_op`.
enum ReductionKind: Int32 {
  case sum, nansum, mean, product, maximum, minimum, any, all, countNonzero, norm
}

/// What a scan accumulates. Raw values equal the kernels' `ts_scan_op`.
enum ScanKind: Int32 {
  case sum, product, logSumExp
}

/// Reductions and scans of a device. Results have the input's rank, with size 1 in reduced
/// dimensions; shapes and dtypes are checked before.
protocol ReductionBackend {
  /// Reduces where `out` has size 1; `order` is that of a norm.
  func reduce(_ kind: ReductionKind, _ input: Tensor, into out: Tensor, order: Double)

  /// Variance around the mean, or its root; the mean as well when asked for.
  func moments(
    _ input: Tensor, mean: Tensor?, into variance: Tensor, correction: Double, root: Bool)

  func logSumExp(_ input: Tensor, into out: Tensor)

  /// The extreme element along `dim` and the index of its first occurrence; NaN wins.
  func extremum(
    largest: Bool, _ input: Tensor, dim: Int, values: Tensor?, indices: Tensor)

  func softmax(_ input: Tensor, into out: Tensor, dim: Int, log: Bool)

  func softmaxBackward(
    _ grad: Tensor, output: Tensor, into result: Tensor, dim: Int, form: SoftmaxForm)

  /// Running results along `dim`.
  func scan(_ kind: ScanKind, _ input: Tensor, into out: Tensor, dim: Int)

  /// Running extremum along `dim` and the index of its last occurrence; NaN wins.
  func scanExtremum(
    largest: Bool, _ input: Tensor, values: Tensor, indices: Tensor, dim: Int)
}
