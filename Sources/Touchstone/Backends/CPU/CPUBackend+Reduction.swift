import CKernels

extension CPUBackend {
  func reduce(_ kind: ReductionKind, _ input: Tensor, into out: Tensor, order: Double) {
    withViews(input, out) { ts_reduce(kind.rawValue, &$0, &$1, order) }
  }

  func moments(
    _ input: Tensor, mean: Tensor?, into variance: Tensor, correction: Double, root: Bool
  ) {
    guard let mean else {
      return withViews(input, variance) { ts_moments(&$0, nil, &$1, correction, root) }
    }
    withViews(input, mean, variance) { ts_moments(&$0, &$1, &$2, correction, root) }
  }

  func logSumExp(_ input: Tensor, into out: Tensor) {
    withViews(input, out) { ts_logsumexp(&$0, &$1) }
  }

  func extremum(largest: Bool, _ input: Tensor, dim: Int, values: Tensor?, indices: Tensor) {
    let d = Int32(dim)
    guard let values else {
      return withViews(input, indices) { ts_arg_reduce(largest, d, &$0, nil, &$1) }
    }
    withViews(input, values, indices) { ts_arg_reduce(largest, d, &$0, &$1, &$2) }
  }

  func softmax(_ input: Tensor, into out: Tensor, dim: Int, log: Bool) {
    withViews(input, out) { ts_softmax(&$0, &$1, Int32(dim), log) }
  }

  func softmaxBackward(
    _ grad: Tensor, output: Tensor, into result: Tensor, dim: Int, form: SoftmaxForm
  ) {
    withViews(grad, output, result) {
      ts_softmax_backward(&$0, &$1, &$2, Int32(dim), form.rawValue)
    }
  }

  func scan(_ kind: ScanKind, _ input: Tensor, into out: Tensor, dim: Int) {
    withViews(input, out) { ts_scan(kind.rawValue, &$0, &$1, Int32(dim)) }
  }

  func scanExtremum(
    largest: Bool, _ input: Tensor, values: Tensor, indices: Tensor, dim: Int
  ) {
    withViews(input, values, indices) { ts_scan_extremum(largest, &$0, &$1, &$2, Int32(dim)) }
  }
}
