import Touchstone

extension Init {
  /// Normal numbers of deviation `std`, of which ⌈sparsity · rows⌉ in each column become zero.
  ///
  /// The zeros' places come from the default generator, whatever `generator` is, as in PyTorch.
  /// - Errors: `.value` unless there are two dimensions.
  @discardableResult
  public static func sparse_(
    _ tensor: Tensor, sparsity: Double, std: Double = 0.01, generator: Generator? = nil
  ) -> Tensor {
    guarded(tensor) {
      try checkMatrix(tensor)
      let rows = tensor.size(0)
      let zeros = Int((sparsity * Double(rows)).rounded(.up))
      noGrad {
        tensor.normal_(0, std, generator: generator)
        for column in 0..<tensor.size(1) {
          let places = Tensor.randperm(rows).slice(0, from: 0, to: zeros)
          tensor.select(1, column).indexFill_(0, places, 0)
        }
      }
      return tensor
    }
  }

  /// A matrix with orthonormal rows or columns, whichever are fewer, times `gain`; further
  /// dimensions count as columns.
  ///
  /// Q · sign(diag R) of the QR decomposition of normal numbers, computed in double: within
  /// rounding of PyTorch's, whose own value depends on its number of threads.
  /// - Errors: `.value` for fewer than two dimensions.
  @discardableResult
  public static func orthogonal_(
    _ tensor: Tensor, gain: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    guarded(tensor) {
      try check(
        tensor.dim >= 2, .value, "Only tensors with 2 or more dimensions are supported")
      if tensor.numel == 0 { return tensor }
      try check(
        !tensor.dtype.isHalf, .notImplemented,
        "\"geqrf_cpu\" not implemented for '\(tensor.dtype.scalarTypeName)'")
      noGrad {
        let rotation = orthonormal(tensor, generator)
        tensor.copy_(rotation.reshape(tensor.shape)).mul_(gain)
      }
      return tensor
    }
  }

  private static func orthonormal(_ tensor: Tensor, _ generator: Generator?) -> Tensor {
    let (rows, columns) = (tensor.size(0), tensor.numel / tensor.size(0))
    let noise = tensor.newEmpty([rows, columns]).normal_(generator: generator).to(.float64)
    let isWide = rows < columns
    let (q, r) = Linalg.qr(isWide ? noise.transpose(0, 1) : noise)
    let signed = q * r.diagonal().sign()
    return isWide ? signed.transpose(0, 1) : signed
  }
}
