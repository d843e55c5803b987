import OrderedCollections
import Touchstone

/// `torch.optim.Adamax` (Kingma and Ba 2015): Adam with an infinity norm. With
/// g = ∇f + weightDecay · p (of −∇f when `maximize`) and the step's number t,
///
///     m ← m + (1 − β₁)(g − m)        u ← max(β₂ u, |g| + eps)
///     p ← p − lr / (1 − β₁ᵗ) · m / u
public final class Adamax: Optimizer {
  /// - Parameter capturable: for graphs of accelerators; refused by a step on the CPU.
  /// - Errors: `.value` for rates out of range.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 2e-3,
    betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
    weightDecay: some OptionNumber = 0, foreach: Bool? = nil, maximize: Bool = false,
    capturable: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "betas": .pair(betas), "eps": .double(eps),
        "weight_decay": weightDecay.optionValue, "foreach": .optional(foreach),
        "maximize": .bool(maximize), "capturable": .bool(capturable),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 2e-3, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0, "foreach": nil,
      "maximize": false, "differentiable": false, "capturable": false,
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
    let mean = state.zeros("exp_avg", like: parameter)
    let norm = state.zeros("exp_inf", like: parameter)
    let (beta1, beta2) = group.pair("betas")
    let g = descent(gradient, parameter, group)
    mean.lerp_(g, 1 - beta1)
    norm.copy_(norm.mul_(beta2).maximum(g.abs().add_(group.number("eps"))))
    let size = group.stepRate / (1.0 - Rate.number(beta1).power(step))
    parameter.addQuotient_(mean, norm, value: -size.number)
  }
}
