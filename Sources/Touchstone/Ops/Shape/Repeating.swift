extension Tensor {
  /// The tensor repeated `repeats[d]` times along every dimension; extra repeats make new leading
  /// dimensions.
  public func `repeat`(_ repeats: [Int]) -> Tensor {
    guarded {
      try check(
        repeats.count >= dim, .runtime,
        "Number of dimensions of repeat dims can not be smaller than number of dimensions of "
          + "tensor")
      let lead = repeats.count - dim
      let sizes = [Int](repeating: 1, count: lead) + shape
      let result = try Tensor.uninitialized(
        Shape(try zip(repeats, sizes).map(repeatedSize)), dtype, device)
      let (paired, spread) = interleaved(repeats, sizes)
      if result.numel > 0 {
        noGrad { _ = result.view(paired).copy_(contiguous().view(spread)) }
      }
      let input = shape
      return try record("RepeatBackward0", [self], result) { ctx in
        let grad = ctx.grad
        guard grad.numel > 0 else {
          return [Tensor.zeros(input, dtype: grad.dtype, device: grad.device)]
        }
        return [grad.reshape(paired).sum(toShape: spread).reshape(input)]
      }
    }
  }

  public func `repeat`(_ repeats: Int...) -> Tensor { self.repeat(repeats) }

  /// `repeat` as NumPy counts: missing repeats are 1.
  public func tile(_ repeats: [Int]) -> Tensor {
    self.repeat([Int](repeating: 1, count: Swift.max(0, dim - repeats.count)) + repeats)
  }

  public func tile(_ repeats: Int...) -> Tensor { tile(repeats) }
}

private func repeatedSize(_ repeats: Int, _ size: Int) throws -> Int {
  let (result, overflow) = repeats.multipliedReportingOverflow(by: size)
  try check(
    !overflow, .runtime, "repeat: \(repeats) repeats of size \(size) are more than an Int counts")
  return result
}

/// Shapes `[r0, s0, r1, s1, …]` of the repeated and `[1, s0, 1, s1, …]` of the single tensor.
private func interleaved(_ repeats: [Int], _ sizes: [Int]) -> (Shape, Shape) {
  let pairs = zip(repeats, sizes)
  return (Shape(pairs.flatMap { [$0, $1] }), Shape(pairs.flatMap { [1, $1] }))
}
