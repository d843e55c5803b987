/// Cross entropy of a linear layer's logits, piece by piece of the batch: no more logits are in
/// memory than those of one piece.
///
/// A scalar loss computes its gradients along with it, as the logits are at hand; losses of each
/// sample compute the logits again. As in PyTorch, gradients are constants to further derivatives.
struct ChunkedCrossEntropy {
  /// (N, F), (C, F) and (C), without history.
  let input: Tensor
  let linearWeight: Tensor
  let bias: Tensor?
  /// (N) classes, or (N, C) probabilities.
  let target: Tensor
  let weight: Tensor?
  let ignoreIndex: Int
  let reduction: LossReduction
  let chunkSize: Int
  let accumulator: DType

  /// Gradients of the input, the linear weight and the bias, where wanted.
  typealias Gradients = (input: Tensor?, weight: Tensor?, bias: Tensor?)

  private var batch: Int { input.size(0) }
  private var classes: Int { linearWeight.size(0) }

  /// The loss of each sample, or their sum or mean; and its gradients where `wanted`.
  func loss(_ wanted: [Bool]) throws -> (loss: Tensor, gradients: Gradients) {
    let scale = try scale()
    let (losses, gradients) = try run(wanted) { _ in scale }
    guard reduction != .none else { return (losses.to(input.dtype), gradients) }
    return (losses.sum().mul(scale).to(input.dtype), gradients)
  }

  /// Gradients for one of each sample's loss.
  func gradients(_ grad: Tensor, _ wanted: [Bool]) throws -> Gradients {
    let column = grad.to(accumulator).unsqueeze(1)
    return try run(wanted) { column.narrow(0, $0.lowerBound, $0.count) }.gradients
  }

  /// 1, or for a mean one by the total weight of the classes: of nothing, NaN.
  private func scale() throws -> Tensor {
    let one = Tensor.ones([], dtype: accumulator, device: input.device)
    guard reduction == .mean else { return one }
    guard !hasProbabilities else { return one.div(Double(batch)) }
    let total = classWeights.sum()
    return one.div(Tensor.where(total.eq(0), Double.nan, total))
  }

  private var hasProbabilities: Bool { target.dtype.isFloatingPoint }
  private var ignored: Tensor { target.eq(ignoreIndex) }
  private var classIndices: Tensor { target.maskedFill(ignored, 0) }

  /// The weight of each sample's class, 0 where it is ignored.
  private var classWeights: Tensor {
    let each = weight.map { $0.to(accumulator).indexSelect(0, classIndices) }
    let ones = Tensor.ones([batch], dtype: accumulator, device: input.device)
    return (each ?? ones).maskedFill(ignored, 0)
  }

  /// w t, the weighted target of the samples in `rows`: (n, C).
  private func weightedTarget(_ rows: Range<Int>, _ weights: Tensor?) -> Tensor {
    guard let weights else {
      let part = target.narrow(0, rows.lowerBound, rows.count).to(accumulator)
      return weight.map { part.mul($0.to(accumulator)) } ?? part
    }
    let index = classIndices.narrow(0, rows.lowerBound, rows.count).unsqueeze(1)
    let values = weights.narrow(0, rows.lowerBound, rows.count).unsqueeze(1)
    return Tensor.zeros([rows.count, classes], dtype: accumulator, device: input.device)
      .scatter(1, index, values)
  }

  /// Losses of all samples, and the gradients of those times `scale`.
  private func run(
    _ wanted: [Bool], _ scale: (Range<Int>) -> Tensor
  ) throws -> (losses: Tensor, gradients: Gradients) {
    let layer = linearWeight.to(accumulator), shift = bias?.to(accumulator)
    let weights = hasProbabilities ? nil : classWeights
    var losses: [Tensor] = [], inputs: [Tensor] = []
    var layerGrad: Tensor?, shiftGrad: Tensor?
    for start in stride(from: 0, to: batch, by: chunkSize) {
      let rows = start..<Swift.min(start + chunkSize, batch)
      let x = input.narrow(0, start, rows.count).to(accumulator)
      let logProbs = Functional.linear(x, layer, bias: shift).logSoftmax(1)
      let goal = weightedTarget(rows, weights)
      losses.append(logProbs.mul(goal).sum(1).neg())
      guard wanted.contains(true) else { continue }
      let slope = logProbs.exp_().mul_(goal.sum(1, keepdim: true)).sub_(goal).mul_(scale(rows))
      if wanted[0] { inputs.append(slope.matmul(layer)) }
      if wanted[1] { layerGrad = sum(layerGrad, slope.t().matmul(x)) }
      if wanted[2] { shiftGrad = sum(shiftGrad, slope.sum(0)) }
    }
    try throwPendingError()
    let empty = Tensor.zeros([0], dtype: accumulator, device: input.device)
    let all = losses.isEmpty ? empty : Tensor.cat(losses)
    let joined = inputs.isEmpty ? (wanted[0] ? Tensor.zerosLike(input) : nil) : Tensor.cat(inputs)
    return (
      all,
      (
        joined?.to(input.dtype),
        wanted[1] ? (layerGrad ?? Tensor.zerosLike(layer)).to(linearWeight.dtype) : nil,
        wanted[2] ? (shiftGrad ?? Tensor.zerosLike(bias!)).to(bias!.dtype) : nil
      )
    )
  }

  private func sum(_ total: Tensor?, _ term: Tensor) -> Tensor { total?.add_(term) ?? term }
}

extension Functional {
  /// The recorded loss of `plan`; `layer` are its input, linear weight and bias with their history.
  static func recordChunked(
    _ plan: ChunkedCrossEntropy, _ layer: [Tensor], retains: Bool
  ) throws -> Tensor {
    let recorded = (0..<3).map { $0 < layer.count && needsGrad(layer[$0]) }
    let isScalar = plan.reduction != .none
    let result = try noGrad { try plan.loss(isScalar ? recorded : [false, false, false]) }
    let kept = result.gradients
    var spent = false
    return try record("LinearCrossEntropyBatchChunkedBackward0", layer, result.loss) { ctx in
      let grad = ctx.grad
      guard isScalar else {
        let wanted = (0..<3).map { $0 < layer.count && ctx.needs($0) }
        let parts = try noGrad { try plan.gradients(grad.detach(), wanted) }
        return Array([parts.input, parts.weight, parts.bias].prefix(layer.count))
      }
      try check(
        !spent, .runtime,
        "linear_cross_entropy chunked backward called twice; retain_graph=True / double backward "
          + "are not supported.")
      spent = !retains
      let parts = [kept.input, kept.weight, kept.bias].prefix(layer.count)
      return parts.map { $0?.mul(grad) }
    }
  }
}
