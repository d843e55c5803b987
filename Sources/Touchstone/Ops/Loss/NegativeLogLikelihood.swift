extension Functional {
  /// −w[y] x[y] for the class y of each position (PyTorch: nn.NLLLoss).
  ///
  /// - Parameters:
  ///   - input: log-probabilities (C), (N, C) or (N, C, d₁, …, dₖ).
  ///   - target: classes, int64 (uint8 too for up to two dimensions): (), (N) or (N, d₁, …, dₖ).
  ///   - weight: w, one for each of the C classes; ones when nil.
  ///   - ignoreIndex: positions of this class count nothing and get no gradient.
  ///   - reduction: the mean divides by Σ w[y].
  /// - Errors: `.index` for a target that is neither a class nor `ignoreIndex`, `.value` for batch
  ///   sizes that differ, `.runtime` for other shapes and dtypes that do not fit.
  public static func nllLoss(
    _ input: Tensor, _ target: Tensor, weight: Tensor? = nil, ignoreIndex: Int = -100,
    reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try checkBatches(input, target)
      let loss = NLL(weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)
      switch input.dim {
      case 1, 2: return try loss.ofRows(input, target)
      case 4: return try loss.ofImages(input, target)
      default: return try loss.ofBlocks(input, target)
      }
    }
  }

  private static func checkBatches(_ input: Tensor, _ target: Tensor) throws {
    try check(
      input.dim >= 1, .value, "Expected 1 or more dimensions (got \(input.dim))")
    if input.dim == 1 {
      try check(
        target.dim != 1 || target.numel == 1, .value,
        "For 1D input, 1D target must have size 1, but got target size: \(target.numel)")
      return
    }
    let size = target.dim == 0 ? 0 : target.size(0)
    try check(
      input.size(0) == size, .value,
      "Expected input batch_size (\(input.size(0))) to match target batch_size (\(size)).")
  }
}

/// How log-probabilities become a loss, and the shapes that it takes.
private struct NLL {
  let weight: Tensor?
  let ignoreIndex: Int
  let reduction: LossReduction

  /// (C) with (), or (N, C) with (N).
  func ofRows(_ input: Tensor, _ target: Tensor) throws -> Tensor {
    try check(
      target.dim <= 1, .runtime, "0D or 1D target tensor expected, multi-target not supported")
    try check(
      target.dtype == .int64 || target.dtype == .uint8, .runtime,
      "expected target dtype to be Long or Byte, but got \(target.dtype.scalarTypeName)")
    let classes = input.size(-1)
    try checkWeight(
      "weight tensor should be defined either for all \(classes) classes or no classes but got "
        + "weight tensor of shape: \(weight?.shape ?? [])", classes)
    try checkDTypes(input, "nll_loss_out_frame")
    let shape = Shape(input.shape.dropLast())
    let form: Shape = [shape.first ?? 1, classes, 1]
    return try loss("NllLossBackward0", input, target, form, shape)
  }

  /// (N, C, H, W) with (N, H, W).
  func ofImages(_ input: Tensor, _ target: Tensor) throws -> Tensor {
    try check(
      target.dim == 3, .runtime,
      "only batches of spatial targets supported (3D tensors) but got targets of dimension: "
        + "\(target.dim)")
    try check(
      Shape(target.shape.dropFirst()) == Shape(input.shape.dropFirst(2)), .runtime,
      "size mismatch (got input: \(input.shape) , target: \(target.shape)")
    return try ofPositions(input, target)
  }

  /// (N, C, d₁, …) with (N, d₁, …), which PyTorch views as images.
  func ofBlocks(_ input: Tensor, _ target: Tensor) throws -> Tensor {
    let inner = Shape(input.shape.dropFirst(2))
    try check(
      Shape(target.shape.dropFirst()) == inner, .runtime,
      "Expected target size \(Shape([input.size(0)] + Array(inner))), got \(target.shape)")
    return try ofPositions(input, target)
  }

  private func ofPositions(_ input: Tensor, _ target: Tensor) throws -> Tensor {
    try checkWeight("weight tensor should be defined either for all or no classes", input.size(1))
    try check(
      target.dtype == .int64, .runtime,
      "expected scalar type Long but found \(target.dtype.scalarTypeName)")
    try checkDTypes(input, "nll_loss2d_forward_out_frame")
    let inner = input.shape.dropFirst(2).reduce(1, *)
    return try loss(
      "NllLoss2DBackward0", input, target, [input.size(0), input.size(1), inner], target.shape)
  }

  private func checkWeight(_ message: @autoclosure () -> String, _ classes: Int) throws {
    guard let weight else { return }
    try check(weight.dim == 1 && weight.numel == classes, .runtime, message())
  }

  private func checkDTypes(_ input: Tensor, _ kernel: String) throws {
    try refuseGradient(
      input.dim <= 2 ? "nll_loss_forward" : "nll_loss2d_forward", "weight", weight)
    try checkImplemented(kernel, input.dtype, .floating)
    guard let weight else { return }
    try check(
      weight.dtype == input.dtype, .runtime,
      "expected scalar type \(input.dtype.scalarTypeName) but found "
        + weight.dtype.scalarTypeName)
  }

  /// The loss of `input`, seen as `form` = (n, classes, inner); `shape` is that of the losses.
  private func loss(
    _ node: StaticString, _ input: Tensor, _ target: Tensor, _ form: Shape, _ shape: Shape
  ) throws -> Tensor {
    let x = noGrad { input.reshape(form).contiguous() }
    try throwPendingError()
    let operands = NLLOperands(
      target: target.contiguous(), weight: weight?.contiguous(),
      totalWeight: try Tensor(uninitialized: [], dtype: input.dtype, device: input.device),
      ignoreIndex: ignoreIndex, reduction: reduction)
    let out = try Tensor(
      uninitialized: reduction == .none ? shape : [], dtype: input.dtype, device: input.device)
    if let offending = backend(for: input.device).nllLoss(operands, x, into: out) {
      throw TensorError(.index, "Target \(offending) is out of bounds.")
    }
    return try record(
      node, [input], out, saving: [operands.target, operands.weight, operands.totalWeight]
    ) { [self, shape = input.shape] ctx in
      let saved = ctx.saved.tensors
      return [try gradient(ctx.grad, saved[0]!, saved[1], saved[2]!, form, shape)]
    }
  }

  /// −w[y] g at each target, over the total weight for a mean: linear in `grad`.
  private func gradient(
    _ grad: Tensor, _ target: Tensor, _ weight: Tensor?, _ total: Tensor, _ form: Shape,
    _ shape: Shape
  ) throws -> Tensor {
    let operands = NLLOperands(
      target: target, weight: weight, totalWeight: total, ignoreIndex: ignoreIndex,
      reduction: reduction)
    let out = try Tensor(uninitialized: form, dtype: grad.dtype, device: grad.device)
    backend(for: grad.device).nllLossBackward(operands, grad.contiguous(), into: out)
    let result = out.restrided(shape, shape.contiguousStrides)
    return try record("NllLossBackwardBackward0", [grad], result, saving: [target, weight]) { ctx in
      let classes = ctx.saved[0]
      return [
        Functional.nllLoss(
          ctx.grad, shape.count == 1 ? classes.reshape([]) : classes,
          weight: ctx.saved.tensors[1], ignoreIndex: ignoreIndex, reduction: reduction)
      ]
    }
  }
}
