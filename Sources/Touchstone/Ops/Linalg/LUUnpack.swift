extension Tensor {
  /// P, L and U from packed factors and pivots, `torch.lu_unpack`. Parts that are not wanted are
  /// empty.
  public func luUnpack(
    _ pivots: Tensor, unpackData: Bool = true, unpackPivots: Bool = true
  ) -> (P: Tensor, L: Tensor, U: Tensor) {
    guarded((Tensor.poison, Tensor.poison, Tensor.poison)) {
      try checkUnpack(pivots, unpackPivots: unpackPivots)
      let k = Swift.min(rows, columns)
      let none = try fresh([0])
      let p = unpackPivots ? try permutationMatrix(pivots) : none
      guard unpackData else { return (p, none, try fresh([0])) }
      let lower = narrow(-1, 0, k).tril(-1)
      let ones = Tensor.eye(rows, k, dtype: dtype, device: device)
      return (p, lower + ones, narrow(-2, 0, k).triu())
    }
  }

  private func checkUnpack(_ pivots: Tensor, unpackPivots: Bool) throws {
    try check(
      dim >= 2, .runtime,
      "torch.lu_unpack: Expected tensor with 2 or more dimensions. Got size: \(shape) instead")
    let expected = batchShape(appending: Swift.min(rows, columns))
    try check(
      pivots.shape == expected, .value,
      "Expected LU_pivots to have shape \(expected) but got \(pivots.shape) instead.")
    guard unpackPivots else { return }
    try check(
      pivots.dtype == .int32, .runtime,
      "torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype.\n"
        + "Note: this function is intended to be used with the output produced by "
        + "torch.linalg.lu_factor")
    try checkPivotRange(
      pivots, rows: rows,
      "pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive."
        + "Did you properly pass the result of lu_factor?")
  }

  /// P with A = P L U, as numbers of this tensor's dtype.
  private func permutationMatrix(_ pivots: Tensor) throws -> Tensor {
    let order = try fresh(batchShape(appending: rows), .int64)
    backend(for: device).permutation(from: pivots.contiguous(), into: order)
    let positions = Tensor.arange(rows, device: device).unsqueeze(-1)
    return positions.eq(order.unsqueeze(-2)).to(dtype)
  }
}

/// Refuses pivots outside 1...rows.
func checkPivotRange(_ pivots: Tensor, rows: Int, _ message: String) throws {
  guard pivots.numel > 0 else { return }
  let outside = pivots.lt(1).logicalOr(pivots.gt(rows)).any().item().boolValue
  try check(!outside, .runtime, message)
}
