extension Linalg {
  /// Condition number ‖A‖·‖A⁻¹‖, `torch.linalg.cond`. nil and ±2 use singular values (any shape);
  /// fro, nuc, ±1, ±inf need square matrices and give inf for singular ones.
  public static func cond(_ a: Tensor, _ p: NormOrder? = nil) -> Tensor {
    guarded {
      try checkMatrix(a, "linalg.cond")
      switch p {
      case nil, .p(2), .p(-2): return spectralCondition(a, inverted: p == .p(-2))
      default: return try normCondition(a, p!)
      }
    }
  }

  private static func spectralCondition(_ a: Tensor, inverted: Bool) -> Tensor {
    let s = svdvals(a)
    if a.numel == 0 { return Tensor.zeros(a.batchShape, dtype: a.dtype, device: a.device) }
    let (first, last) = (s.select(-1, 0), s.select(-1, -1))
    return inverted ? last / first : first / last
  }

  private static func normCondition(_ a: Tensor, _ p: NormOrder) throws -> Tensor {
    try checkSquare(a, "linalg.cond(ord=\(p))")
    if case .p(let number) = p {
      try check(
        abs(number) == 1 || number.isInfinite, .value,
        "linalg.cond got an invalid norm type: \(p)")
    }
    let (inverse, info) = invEx(a)
    try throwPendingError()
    if a.numel == 0 { return Tensor.zeros(a.batchShape, dtype: a.dtype, device: a.device) }
    let singular = info.ne(0).unsqueeze(-1).unsqueeze(-1)
    let infinite = Tensor.fullLike(inverse, Double.infinity)
    let safe = Tensor.where(singular, infinite, inverse)
    return matrixNorm(a, ord: p) * matrixNorm(safe, ord: p)
  }
}
