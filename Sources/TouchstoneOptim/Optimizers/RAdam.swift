import Foundation
import OrderedCollections
import Touchstone

/// `torch.optim.RAdam` (Liu and others 2020), Adam whose first steps, where v is not yet known, are
/// rectified: with g = ∇f + weightDecay · p (of −∇f when `maximize`; decoupled as in AdamW on
/// request), the step's number t, ρ∞ = 2 / (1 − β₂) − 1 and ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ),
///
///     m ← m + (1 − β₁)(g − m)        v ← β₂ v + (1 − β₂) g²        m̂ = m / (1 − β₁ᵗ)
///     p ← p − lr · m̂ · r · √(1 − β₂ᵗ) / (√v + eps) where ρ > 5, p − lr · m̂ otherwise
///     r = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))
public final class RAdam: Optimizer {
  /// - Parameter capturable: for graphs of accelerators; refused by a step on the CPU.
  /// - Errors: `.value` for rates out of range.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-3,
    betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
    weightDecay: some OptionNumber = 0, decoupledWeightDecay: Bool = false, foreach: Bool? = nil,
    maximize: Bool = false, capturable: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "betas": .pair(betas), "eps": .double(eps),
        "weight_decay": weightDecay.optionValue, "maximize": .bool(maximize),
        "foreach": .optional(foreach), "capturable": .bool(capturable),
        "decoupled_weight_decay": .bool(decoupledWeightDecay),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-3, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0, "maximize": false,
      "foreach": nil, "capturable": false, "decoupled_weight_decay": false,
      "differentiable": false,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkMomentOptions(options)
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    try Self.checkCapturable(group)
    let step = state.countStep(group)
    let moments = state.moments(like: parameter)
    moments.advance(descent(gradient, parameter, group), group.rates("betas"))
    let (beta1, beta2) = group.pair("betas")
    let corrections = (1 - pow(beta1, step), 1 - pow(beta2, step))
    let rectification = rectification(beta2, step, corrections.1)
    let root = moments.square.sqrt().add_(group.number("eps"))
    group.flag("foreach")
      ? stepTogether(parameter, moments.mean, root, corrections, rectification, group.rate("lr"))
      : stepAlone(parameter, moments.mean, root, corrections, rectification, group.rate("lr"))
  }

  /// r, or nil where ρ ≤ 5.
  private func rectification(_ beta2: Double, _ step: Double, _ correction: Double) -> Double? {
    let limit = 2 / (1 - beta2) - 1
    let length = limit - 2 * step * pow(beta2, step) / correction
    guard length > 5 else { return nil }
    return pow(
      (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length), 0.5)
  }

  /// In the order of PyTorch's form for one tensor.
  private func stepAlone(
    _ p: Tensor, _ mean: Tensor, _ root: Tensor, _ corrections: (Double, Double),
    _ rectification: Double?, _ lr: Rate
  ) {
    let step = mean.div(corrections.0).mul(lr)
    if let rectification {
      step.mul_(root.reciprocal_().mul_(pow(corrections.1, 0.5))).mul_(rectification)
    }
    p.add_(step, alpha: -1)
  }

  /// In the order of PyTorch's form for many tensors: where ρ ≤ 5 the root is divided by −0.
  private func stepTogether(
    _ p: Tensor, _ mean: Tensor, _ root: Tensor, _ corrections: (Double, Double),
    _ rectification: Double?, _ lr: Rate
  ) {
    let correction = Rate.number(corrections.0)
    let plain = -(lr * (rectification == nil ? 1.0 : 0.0) / correction)
    let rectified = lr * .number(rectification ?? 0) / correction
    let adaptive = -(.number(pow(corrections.1, 0.5)) * rectified)
    root.div_(adaptive).reciprocal_().add_(plain)
    p.addcmul_(mean, root, value: 1)
  }
}
