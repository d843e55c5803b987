// Margins between the scores of right and wrong classes. Their gradients have no derivative, as in
// PyTorch.

extension Functional {
  /// w[y] Σ_{i ≠ y} max(0, margin − x[y] + x[i])^p / C for each row x of class y (PyTorch:
  /// nn.MultiMarginLoss).
  ///
  /// - Parameters:
  ///   - input: scores (C) or (N, C), float32 or float64.
  ///   - target: classes, int64, () or (N).
  ///   - p: 1 or 2.
  ///   - weight: w, one for each class; ones when nil.
  /// - Errors: `.value` for another p or a weight that is no vector, `.runtime` for targets that
  ///   are no classes and for shapes and dtypes that do not fit.
  public static func multiMarginLoss(
    _ input: Tensor, _ target: Tensor, p: Int = 1, margin: Double = 1, weight: Tensor? = nil,
    reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      try check(p == 1 || p == 2, .value, "only p == 1 and p == 2 supported")
      try check(weight == nil || weight!.dim == 1, .value, "weight must be one-dimensional")
      try refuseGradient("multi_margin_loss", "weight", weight)
      let rows = try checkRows(input)
      try checkMultiMargin(input, target, weight, rows)
      let operands = MultiMarginOperands(
        input: noGrad { input.reshape(rows).contiguous() },
        target: target.reshape([rows[0]]).contiguous(), weight: weight?.contiguous(),
        margin: margin, squared: p == 2)
      let losses = try Tensor(uninitialized: [rows[0]], dtype: input.dtype, device: input.device)
      try check(
        backend(for: input.device).multiMarginLoss(operands, into: losses), .runtime,
        "target out of range")
      return try losses.restrided(target.shape, target.shape.contiguousStrides).reducedLoss(
        "MultiMarginLossBackward0", reduction, of: [input],
        saving: [input, operands.target, operands.weight]
      ) { ctx, grad in
        [try multiMarginGradient(grad, ctx.saved, operands.margin, operands.squared)]
      }
    }
  }

  /// Σ_{j ∈ y, i ∉ y} max(0, 1 − x[j] + x[i]) / C for each row x with the set of classes y
  /// (PyTorch: nn.MultiLabelMarginLoss).
  ///
  /// - Parameters:
  ///   - input: scores (C) or (N, C), float32 or float64.
  ///   - target: int64, of the same shape: the classes of a row up to its first −1.
  /// - Errors: `.runtime` for targets that are no classes, and for shapes and dtypes that do not
  ///   fit.
  public static func multilabelMarginLoss(
    _ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean
  ) -> Tensor {
    guarded {
      let rows = try checkRows(input)
      try checkMultilabel(input, target)
      let x = noGrad { input.reshape(rows).contiguous() }
      let labels = target.reshape(rows).contiguous()
      let losses = try Tensor(uninitialized: [rows[0]], dtype: input.dtype, device: input.device)
      try check(
        backend(for: input.device).multilabelMarginLoss(x, labels, into: losses), .runtime,
        "argument #2 'target' is out of range")
      let shape = Shape(input.shape.dropLast())
      return try losses.restrided(shape, shape.contiguousStrides).reducedLoss(
        "MultilabelMarginLossBackward0", reduction, of: [input], saving: [input, labels]
      ) { ctx, grad in
        [try multilabelGradient(grad, ctx.saved[0], ctx.saved[1])]
      }
    }
  }

  /// The shape (N, C) of `input`; a vector, or a number, is one row.
  private static func checkRows(_ input: Tensor) throws -> Shape {
    let classes = input.shape.last ?? 1
    try check(
      input.dim <= 2 && classes > 0, .runtime,
      "Expected non-empty vector or matrix with optional 0-dim batch size, but got: "
        + "\(input.shape)")
    return [input.dim < 2 ? 1 : input.size(0), classes]
  }

  private static func checkMultiMargin(
    _ input: Tensor, _ target: Tensor, _ weight: Tensor?, _ rows: Shape
  ) throws {
    let isOne = input.dim < 2 && target.dim == 0
    try check(
      isOne || target.dim == 1 && target.numel == rows[0], .runtime,
      "multi_margin_loss: target tensor should be 1-D with size equal to the number of input "
        + "samples (batch size). Expected target size [\(rows[0])], but got \(target.shape). "
        + "Input has shape \(input.shape).")
    if let weight {
      try check(
        weight.numel == rows[1], .runtime,
        "inconsistent weight size, expected \(rows[1]) but got \(weight.shape)")
    }
    try checkImplemented("multi_margin_loss_cpu_kernel", input.dtype, .wide)
    try checkType(target, .int64)
    if let weight { try checkType(weight, input.dtype) }
  }

  private static func checkMultilabel(_ input: Tensor, _ target: Tensor) throws {
    let isSingle = input.dim <= 1 && input.numel == 1 && target.numel == 1 && target.dim <= 1
    try check(
      isSingle || input.shape == target.shape, .runtime,
      "inconsistent target size: \(target.shape) for input of size: \(input.shape)")
    try checkImplemented("multilabel_margin_loss_forward_out_frame", input.dtype, .wide)
    try checkType(target, .int64)
  }

  private static func checkType(_ tensor: Tensor, _ dtype: DType) throws {
    try check(
      tensor.dtype == dtype, .runtime,
      "expected scalar type \(dtype.scalarTypeName) but found \(tensor.dtype.scalarTypeName)")
  }
}

private func multiMarginGradient(
  _ grad: Tensor, _ saved: SavedList, _ margin: Double, _ squared: Bool
) throws -> Tensor {
  let input = saved[0]
  let classes = input.shape.last ?? 1
  let target = saved[1]
  let operands = MultiMarginOperands(
    input: noGrad { input.reshape([target.numel, classes]).contiguous() }, target: target,
    weight: saved.tensors[2], margin: margin, squared: squared)
  let result = try Tensor(uninitialized: input.shape, dtype: input.dtype, device: input.device)
  let rows = noGrad { perRow(grad, target.numel) }
  backend(for: input.device).multiMarginLossBackward(
    operands, rows, into: result.restrided([target.numel, classes], [classes, 1]))
  return try record("aten::multi_margin_loss_backward", [grad, input], result, nil)
}

private func multilabelGradient(
  _ grad: Tensor, _ input: Tensor, _ labels: Tensor
) throws -> Tensor {
  let result = try Tensor(uninitialized: input.shape, dtype: input.dtype, device: input.device)
  let x = noGrad { input.reshape(labels.shape).contiguous() }
  backend(for: input.device).multilabelMarginLossBackward(
    noGrad { perRow(grad, labels.size(0)) }, x, labels,
    into: result.restrided(labels.shape, labels.shape.contiguousStrides))
  return try record("aten::multilabel_margin_loss_backward", [grad, input], result, nil)
}

/// A gradient of each row's loss from one of each or of the reduced loss.
private func perRow(_ grad: Tensor, _ rows: Int) -> Tensor {
  grad.reshape([-1]).expand([rows]).contiguous()
}
