import CKernels

extension CPUBackend {
  func addRows(_ source: Tensor, alpha: Scalar, to rows: Tensor, of target: Tensor) {
    withExtendedLifetime((source, rows)) {
      ts_add_rows(
        target.dtype.rawValue, target.elements(UInt8.self), rows.elements(Int64.self),
        source.elements(UInt8.self), Int64(rows.numel), Int64(target.shape[1]), ts_scalar(alpha))
    }
  }
}
