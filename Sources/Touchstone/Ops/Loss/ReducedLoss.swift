extension Tensor {
  /// The losses of a batch, reduced as asked.
  func lossReduced(_ reduction: LossReduction) -> Tensor {
    switch reduction {
    case .none: self
    case .mean: mean()
    case .sum: sum()
    }
  }

  /// `self`, the loss of each element, reduced and tied to `inputs` by a single node.
  ///
  /// - Parameter pullback: gradients of `inputs` from that of each loss, which broadcasts: a number
  ///   where the losses were reduced. Half types arrive widened.
  func reducedLoss(
    _ node: StaticString, _ reduction: LossReduction, of inputs: [Tensor], saving: [Tensor?],
    _ pullback: @escaping (_ ctx: Pullback, _ grad: Tensor) throws -> [Tensor?]
  ) throws -> Tensor {
    let out = noGrad { lossReduced(reduction) }
    return try record(node, inputs, out, saving: saving) { [numel] ctx in
      let grad = ctx.grad.widened
      return try pullback(ctx, reduction == .mean ? grad.div(Double(numel)) : grad)
    }
  }

  /// PyTorch's error for shapes that an in-place product with `factor` would outgrow.
  func checkKeepsShape(with factor: Tensor) throws {
    let joint = try broadcastShapes(shape, factor.shape)
    try check(
      joint == shape, .runtime,
      "output with shape \(shape) doesn't match the broadcast shape \(joint)")
  }
}

/// PyTorch's refusal of a gradient for an argument that has none.
func refuseGradient(_ function: String, _ argument: String, _ tensor: Tensor?) throws {
  guard let tensor, needsGrad(tensor) else { return }
  throw TensorError(
    .runtime,
    "The function '\(function)' is not differentiable with respect to argument '\(argument)'. "
      + "This input cannot have requires_grad True.")
}
