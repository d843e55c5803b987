import CKernels

extension CPUBackend {
  func matmul(_ a: Tensor, _ b: Tensor, into out: Tensor, alpha: Scalar, beta: Scalar) {
    withViews(out, a, b) { ts_matmul($0, $1, $2, ts_scalar(alpha), ts_scalar(beta)) }
  }
}
