import Touchstone

/// Clipping of gradients by their norm, `torch.nn.utils.clip_grad_norm_` (Pascanu, Mikolov, Bengio
/// 2013).
///
/// All functions run without recording. `foreach` asks PyTorch for another loop over the same
/// numbers; it is accepted and changes nothing.

/// The norm of all `tensors` as if they were one vector, `torch.nn.utils.get_total_norm`: the norm
/// of their norms. 0 for no tensors.
///
/// - Parameters:
///   - normType: p of the p-norm; ±infinity for the largest or smallest magnitude.
///   - errorIfNonfinite: refuses a norm that is NaN or infinite.
/// - Errors: `.runtime` for such a norm.
public func getTotalNorm(
  _ tensors: [Tensor], normType: Double = 2, errorIfNonfinite: Bool = false, foreach: Bool? = nil
) -> Tensor {
  guarded {
    if tensors.isEmpty { return Tensor.full([], 0.0) }
    return try noGrad {
      let norms = byDType(tensors).map { $0.linalgVectorNorm(ord: normType) }
      let total = Tensor.stack(norms).linalgVectorNorm(ord: normType)
      try throwPendingError()
      let isFinite = !errorIfNonfinite || total.item().doubleValue.isFinite
      try check(
        isFinite, .runtime,
        "The total norm of order \(normType) for gradients from `parameters` is non-finite, so it "
          + "cannot be clipped. To disable this error and scale the gradients by the non-finite "
          + "norm anyway, set `error_if_nonfinite=False`")
      return total
    }
  }
}

/// The tensors of one dtype after those of another, in the order in which dtypes are met.
private func byDType(_ tensors: [Tensor]) -> [Tensor] {
  var dtypes: [DType] = []
  for tensor in tensors where !dtypes.contains(tensor.dtype) { dtypes.append(tensor.dtype) }
  return dtypes.flatMap { dtype in tensors.filter { $0.dtype == dtype } }
}

/// Scales the gradients so that a total norm of `totalNorm` becomes at most `maxNorm`,
/// `torch.nn.utils.clip_grads_with_norm_`: g ← g · min(1, maxNorm / (totalNorm + 10⁻⁶)).
public func clipGradsWithNorm_(
  _ parameters: [Tensor], maxNorm: Double, totalNorm: Tensor, foreach: Bool? = nil
) {
  if hasPendingError { return }
  noGrad {
    let factor = totalNorm.add(1e-6).reciprocal().mul(maxNorm).clamp(max: 1.0)
    for gradient in parameters.compactMap(\.grad) { gradient.mul_(factor) }
  }
}

/// Scales the gradients of `parameters` together so that their norm is at most `maxNorm`, in place.
///
/// ```swift
/// loss.backward()
/// clipGradNorm_(model.parameters(), maxNorm: 1)
/// optimizer.step()
/// ```
///
/// - Returns: the norm before; parameters without a gradient do not count.
/// - Errors: `.runtime` for a norm that is not finite where `errorIfNonfinite`; then no gradient
///   has changed.
@discardableResult
public func clipGradNorm_(
  _ parameters: [Tensor], maxNorm: Double, normType: Double = 2, errorIfNonfinite: Bool = false,
  foreach: Bool? = nil
) -> Tensor {
  guarded {
    let total = getTotalNorm(
      parameters.compactMap(\.grad), normType: normType, errorIfNonfinite: errorIfNonfinite)
    try throwPendingError()
    clipGradsWithNorm_(parameters, maxNorm: maxNorm, totalNorm: total)
    return total
  }
}

/// The same for one parameter.
@discardableResult
public func clipGradNorm_(
  _ parameter: Tensor, maxNorm: Double, normType: Double = 2, errorIfNonfinite: Bool = false,
  foreach: Bool? = nil
) -> Tensor {
  clipGradNorm_(
    [parameter], maxNorm: maxNorm, normType: normType, errorIfNonfinite: errorIfNonfinite)
}

/// Clamps every element of the gradients to [−clipValue, clipValue], in place,
/// `torch.nn.utils.clip_grad_value_`.
public func clipGradValue_(_ parameters: [Tensor], clipValue: Double, foreach: Bool? = nil) {
  if hasPendingError { return }
  noGrad {
    for gradient in parameters.compactMap(\.grad) {
      gradient.clamp_(min: .double(-clipValue), max: .double(clipValue))
    }
  }
}

/// The same for one parameter.
public func clipGradValue_(_ parameter: Tensor, clipValue: Double, foreach: Bool? = nil) {
  clipGradValue_([parameter], clipValue: clipValue)
}
