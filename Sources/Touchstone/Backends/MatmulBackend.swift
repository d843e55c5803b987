/// Matrix products of a device.
protocol MatmulBackend: Sendable {
  /// `out = beta * out + alpha * (a @ b)` for shapes [..., m, k], [..., k, n] and [..., m, n] of one
  /// dtype but bool; leading dimensions of the operands broadcast to those of `out`. With
  /// `beta` 0 the old contents of `out` do not matter.
  func matmul(_ a: Tensor, _ b: Tensor, into out: Tensor, alpha: Scalar, beta: Scalar)
}
