import Foundation
import OrderedCollections
import Touchstone

/// `torch.optim.NAdam` (Dozat 2016), Adam with Nesterov's momentum: with g = ∇f + weightDecay · p
/// (of −∇f when `maximize`; decoupled as in AdamW on request), the step's number t and
/// µₜ = β₁ (1 − ½ · 0.96^(t · momentumDecay)),
///
///     m ← m + (1 − β₁)(g − m)        v ← β₂ v + (1 − β₂) g²        d = √(v / (1 − β₂ᵗ)) + eps
///     p ← p − lr (1 − µₜ) / (1 − Πµ) · g / d − lr µₜ₊₁ / (1 − µₜ₊₁ Πµ) · m / d
///
/// The product of all µ so far stands in the state as `mu_product`.
public final class NAdam: Optimizer {
  /// - Parameter capturable: for graphs of accelerators; refused by a step on the CPU.
  /// - Errors: `.value` for rates out of range.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 2e-3,
    betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
    weightDecay: some OptionNumber = 0, momentumDecay: Double = 4e-3,
    decoupledWeightDecay: Bool = false, foreach: Bool? = nil, maximize: Bool = false,
    capturable: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "betas": .pair(betas), "eps": .double(eps),
        "weight_decay": weightDecay.optionValue, "momentum_decay": .double(momentumDecay),
        "decoupled_weight_decay": .bool(decoupledWeightDecay), "maximize": .bool(maximize),
        "foreach": .optional(foreach), "capturable": .bool(capturable),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 2e-3, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0, "momentum_decay": 4e-3,
      "decoupled_weight_decay": false, "maximize": false, "foreach": nil, "capturable": false,
      "differentiable": false,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkMomentOptions(options)
    try checkNotNegative(options, "momentum_decay", "momentum_decay value")
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    try checkDevices(group)
    let step = state.countStep(group)
    let product = state.scalar("mu_product", 1)
    let moments = state.moments(like: parameter)
    let g = descent(gradient, parameter, group)
    let (mu, next) = (momentum(step, group), momentum(step + 1, group))
    product.mul_(mu)
    moments.advance(g, group.rates("betas"))
    let (scale, soFar) = (scale(moments.square, step, group), product.item().doubleValue)
    let lr = group.stepRate
    let gradientSize = lr * .number(1 - mu) / .number(1 - soFar)
    let meanSize = lr * .number(next) / .number(1 - soFar * next)
    parameter.addQuotient_(g, scale, value: -gradientSize.number)
    parameter.addQuotient_(moments.mean, scale, value: -meanSize.number)
  }

  private func checkDevices(_ group: ParamGroup) throws {
    let comma = group.flag("foreach") ? "," : ""
    try Self.checkCapturable(group, "params, mu_products\(comma) and state_steps")
  }

  /// µ of a step.
  private func momentum(_ step: Double, _ group: ParamGroup) -> Double {
    group.pair("betas").0 * (1 - 0.5 * pow(0.96, step * group.number("momentum_decay")))
  }

  /// √(v / (1 − β₂ᵗ)) + eps; PyTorch's form for many tensors divides roots.
  private func scale(_ square: Tensor, _ step: Double, _ group: ParamGroup) -> Tensor {
    let correction = 1 - pow(group.pair("betas").1, step)
    let root = group.flag("foreach")
      ? square.sqrt().div_(pow(correction, 0.5)) : square.div(correction).sqrt_()
    return root.add_(group.number("eps"))
  }
}
