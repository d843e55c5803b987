extension Tensor {
  /// A copy with the order of elements reversed along `dims`.
  public func flip(_ dims: [Int]) -> Tensor {
    guarded {
      var reversed = [Bool](repeating: false, count: dim)
      for d in dims {
        let wrapped = try wrapDim(d, rank: dim)
        guard dim > 0 else { continue }
        try check(
          !reversed[wrapped], .runtime,
          "dim \(wrapped) appears multiple times in the list of dims")
        reversed[wrapped] = true
      }
      let result = Tensor.empty(shape, dtype: dtype, device: device)
      backend(for: device).flip(self, reversed, into: result)
      return try record("FlipBackward0", [self], result) { ctx in [ctx.grad.flip(dims)] }
    }
  }

  public func flip(_ dims: Int...) -> Tensor { flip(dims) }

  /// Reversed along the second dimension.
  public func fliplr() -> Tensor {
    guarded {
      try check(dim >= 2, .runtime, "Input must be >= 2-d.")
      return flip([1])
    }
  }

  /// Reversed along the first dimension.
  public func flipud() -> Tensor {
    guarded {
      try check(dim >= 1, .runtime, "Input must be >= 1-d.")
      return flip([0])
    }
  }

  /// Elements moved cyclically by `shifts[i]` along `dims[i]`; without dims, along the flattened
  /// tensor.
  public func roll(_ shifts: [Int], _ dims: [Int] = []) -> Tensor {
    guarded {
      try checkRoll(shifts, dims)
      let shifts = reducedShifts(shifts, dims)
      let result = try noGrad { try rolled(shifts, dims) }
      return try record("RollBackward0", [self], result) { ctx in
        [ctx.grad.roll(shifts.map { -$0 }, dims)]
      }
    }
  }

  public func roll(_ shift: Int, _ dim: Int) -> Tensor { roll([shift], [dim]) }
  public func roll(_ shift: Int) -> Tensor { roll([shift]) }

  private func checkRoll(_ shifts: [Int], _ dims: [Int]) throws {
    if numel == 0 && shifts.count == 1 && dims.count == 1 { return }
    try check(!shifts.isEmpty, .runtime, "`shifts` required")
    if dims.isEmpty && shifts.count == 1 { return }
    try check(
      shifts.count == dims.count, .runtime,
      "shifts and dimensions must align. shifts: \(shifts.count), dims:\(dims.count)")
    for d in dims {
      _ = try wrapDim(d, rank: dim)
      try check(dim > 0, .index, "Dimension specified as \(d) but tensor has no dimensions")
    }
  }

  /// Shifts modulo the sizes they turn around, so that none is too large to be negated.
  private func reducedShifts(_ shifts: [Int], _ dims: [Int]) -> [Int] {
    if numel == 0 { return shifts.map { _ in 0 } }
    if dims.isEmpty { return shifts.map { $0 % numel } }
    return zip(shifts, dims).map { $0 % size($1) }
  }

  private func rolled(_ shifts: [Int], _ dims: [Int]) throws -> Tensor {
    if numel == 0 { return clone() }
    if dims.isEmpty { return contiguous().view([-1]).rolledOnce(shifts[0], 0).view(shape) }
    return zip(shifts, dims).reduce(self) { $0.rolledOnce($1.0, $1.1) }
  }

  private func rolledOnce(_ shift: Int, _ d: Int) -> Tensor {
    let size = self.size(d)
    let start = ((size - shift) % size + size) % size
    return Tensor.cat([narrow(d, start, size - start), narrow(d, 0, start)], dim: d)
  }

  /// Rotated by `k` quarter turns from the first towards the second of `dims`.
  public func rot90(_ k: Int = 1, _ dims: [Int] = [0, 1]) -> Tensor {
    guarded {
      try checkRotation(dims)
      switch ((k % 4) + 4) % 4 {
      case 1: return flip([dims[1]]).transpose(dims[0], dims[1])
      case 2: return flip(dims)
      case 3: return flip([dims[0]]).transpose(dims[0], dims[1])
      default: return clone()
      }
    }
  }

  private func checkRotation(_ dims: [Int]) throws {
    try check(
      dims.count == 2, .runtime,
      "expected total rotation dims == 2, but got dims = \(dims.count)")
    try check(dim >= 2, .runtime, "expected total dims >= 2, but got total dims = \(dim)")
    try check(
      dims[0] != dims[1] && Swift.abs(dims[0] - dims[1]) != dim, .runtime,
      "expected rotation dims to be different, but got dim0 = \(dims[0]) and dim1 = \(dims[1])")
    for d in dims { _ = try wrapDim(d, rank: dim) }
  }
}
