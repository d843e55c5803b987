extension Tensor {
  /// Adds `pad[0]` and `pad[1]` elements of `value` before and after the last dimension, the next
  /// two around the one before it, and so on; negative numbers take elements away.
  public func constantPadNd<S: TensorScalar>(_ pad: [Int], _ value: S) -> Tensor {
    guarded {
      try checkPad(pad)
      let inner = noGrad { padRegion(pad.map { Swift.min($0, 0) }) }
      try throwPendingError()
      let sizes = shape.indices.map { d in
        let (before, after) = padding(pad, d)
        return shape[d] + before + after
      }
      let result = try emptyImage(Shape(sizes))
      try value.scalar.checkConvertible(to: dtype)
      backend(for: device).fill(result, value.scalar)
      noGrad { _ = result.padRegion(pad.map { Swift.min(-$0, 0) }).copy_(inner) }
      return try record("ConstantPadNdBackward0", [self], result) { ctx in
        [ctx.grad.constantPadNd(pad.map { -$0 }, 0)]
      }
    }
  }

  public func constantPadNd(_ pad: [Int]) -> Tensor { constantPadNd(pad, 0) }

  private func checkPad(_ pad: [Int]) throws {
    try check(
      pad.allSatisfy { $0.magnitude < 1 << 48 }, .runtime,
      "pad sizes \(pythonList(pad)) are more than memory can hold")
    try check(
      pad.count % 2 == 0, .runtime,
      "Length of pad must be even but instead it equals \(pad.count)")
    try check(
      pad.count <= 2 * dim, .runtime,
      "Length of pad should be no more than twice the number of dimensions of the input. Pad "
        + "length is \(pad.count)while the input has \(dim)dimensions.")
  }

  /// What remains when the (negative) padding is cut off.
  private func padRegion(_ pad: [Int]) -> Tensor {
    var region = self
    for d in shape.indices {
      let (before, after) = padding(pad, d)
      if before < 0 { region = region.narrow(d, -before, region.size(d) + before) }
      if after < 0 { region = region.narrow(d, 0, region.size(d) + after) }
    }
    return region
  }

  /// Padding before and after dimension `d`.
  private func padding(_ pad: [Int], _ d: Int) -> (Int, Int) {
    let first = 2 * (dim - 1 - d)
    return first < pad.count ? (pad[first], pad[first + 1]) : (0, 0)
  }
}
