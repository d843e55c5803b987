extension Tensor {
  /// n-th forward difference x[i + 1] − x[i] along `dim`, of `prepend`, this tensor and `append`
  /// joined; exclusive or for bool.
  public func diff(
    n: Int = 1, dim: Int = -1, prepend: Tensor? = nil, append: Tensor? = nil
  ) -> Tensor {
    guarded {
      try check(
        self.dim > 0, .runtime, "diff expects input to be at least one-dimensional")
      try check(n >= 0, .runtime, "order must be non-negative but got \(n)")
      let d = try wrapDim(dim, rank: self.dim)
      try checkDiffEnd(prepend, d)
      try checkDiffEnd(append, d)
      let parts = [prepend, self, append].compactMap { $0 }
      var result = parts.count > 1 && n > 0 ? Tensor.cat(parts, dim: d) : self
      if n == 0 { return result.clone() }
      for _ in 0..<Swift.min(n, result.size(d)) { result = result.difference(d) }
      return result
    }
  }

  private func difference(_ d: Int) -> Tensor {
    let count = size(d) - 1
    let next = narrow(d, 1, count)
    let this = narrow(d, 0, count)
    return dtype == .bool ? next.logicalXor(this) : next.sub(this)
  }

  private func checkDiffEnd(_ end: Tensor?, _ d: Int) throws {
    guard let end else { return }
    try check(
      end.dim == dim, .runtime, "diff expects prepend or append to be the same dimension as input")
    for index in shape.indices where index != d {
      try check(
        shape[index] == end.shape[index], .runtime,
        "diff expects the shape of tensor to prepend or append to match that of input except along "
          + "the differencing dimension; input.size(\(index)) = \(shape[index]), but got "
          + "tensor.size(\(index)) = \(end.shape[index])")
    }
  }
}
