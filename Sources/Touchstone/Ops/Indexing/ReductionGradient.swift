/// Gradients of `scatterReduce` and `indexReduce` with respect to `self` and the source.
struct ReductionGradient {
  let reduction: ScatterReduction
  let includeSelf: Bool
  let mover: IndexMover
  let input: Tensor
  let source: Tensor
  let result: Tensor
  let grad: Tensor

  /// - Returns: gradients of `self` and of the source. A maximum's gradient is shared equally
  ///   among the elements that attain it.
  func callAsFunction() throws -> [Tensor?] {
    let (toSelf, toSource) =
      switch reduction {
      case .sum: (grad, mover.pick(grad))
      case .mean: mean()
      case .prod: try product()
      case .amax, .amin: extremum()
      }
    return [includeSelf ? toSelf : mover.fill(toSelf, 0), toSource]
  }

  private func mean() -> (Tensor, Tensor) {
    let start = Tensor.full(
      grad.shape, includeSelf ? 1 : 0, dtype: grad.dtype, device: grad.device)
    let met = mover.add(start, Tensor.onesLike(source))
    let share = grad.div(met.maskedFill(met.eq(0), 1))
    return (share, mover.pick(share))
  }

  private func extremum() -> (Tensor, Tensor) {
    let selfAttains = input.eq(result).to(input.dtype)
    let sourceAttains = source.eq(mover.pick(result)).to(input.dtype)
    let share = grad.div(mover.add(selfAttains, sourceAttains))
    return (selfAttains.mul(share), sourceAttains.mul(mover.pick(share)))
  }

  /// grad · (product of the others). Where exactly one source element is 0, the others' product is
  /// taken with 1 in its place; a quotient would be 0/0.
  private func product() throws -> (Tensor, Tensor) {
    let safeSelf = input.maskedFill(input.eq(0), 1)
    let toSelf = grad.mul(mover.reduce(safeSelf, source)).div(safeSelf)
    let isZero = source.eq(0)
    let zerosMet = mover.pick(mover.add(Tensor.zerosLike(input), isZero.to(input.dtype)))
    let single = isZero.logicalAnd(zerosMet.eq(1))
    let others = mover.reduce(input, source.maskedFill(single, 1))
    let atZero = mover.pick(grad.mul(others))
    let elsewhere = mover.pick(grad.mul(result)).div(source.maskedFill(isZero, 1))
    let toSource = Tensor.where(single, atZero, elsewhere)
    guard zerosMet.gt(1).any().item().boolValue else { return (toSelf, toSource) }
    return (
      toSelf,
      try toSource.refusingDerivative(
        "scatter_reduce(): Double backward is unsupported for src when >1 zeros in src are "
          + "scattered to the same position in self")
    )
  }
}

extension Tensor {
  /// This tensor, whose own derivative is an error with this message.
  func refusingDerivative(_ message: String) throws -> Tensor {
    let out = alias()
    return try record("DelayedError", [self], out) { _ in throw TensorError(.runtime, message) }
  }
}
