import OrderedCollections
import Touchstone

/// Stochastic gradient descent with momentum, `torch.optim.SGD`:
///
/// g ← ∇f + weightDecay · p (of −∇f when `maximize`), b ← momentum · b + (1 − dampening) · g
/// (the first b is g), p ← p − lr · b, or p − lr · (g + momentum · b) with Nesterov's momentum
/// (Sutskever et al. 2013).
public final class SGD: Optimizer {
  /// - Errors: `.value` for negative rates, and for `nesterov` without momentum or with dampening.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-3,
    momentum: some OptionNumber = 0, dampening: some OptionNumber = 0,
    weightDecay: some OptionNumber = 0, nesterov: Bool = false, maximize: Bool = false,
    foreach: Bool? = nil, fused: Bool? = nil
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "momentum": momentum.optionValue,
        "dampening": dampening.optionValue, "weight_decay": weightDecay.optionValue,
        "nesterov": .bool(nesterov), "maximize": .bool(maximize), "foreach": .optional(foreach),
        "fused": .optional(fused),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-3, "momentum": 0, "dampening": 0, "weight_decay": 0, "nesterov": false,
      "maximize": false, "foreach": nil, "differentiable": false, "fused": nil,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkNotNegative(options, "lr", "learning rate")
    try checkNotNegative(options, "momentum", "momentum value")
    try checkNotNegative(options, "weight_decay", "weight_decay value")
    let (momentum, dampening) = (options.number("momentum"), options.number("dampening"))
    try check(
      !options.flag("nesterov") || (momentum > 0 && dampening == 0), .value,
      "Nesterov momentum requires a momentum and zero dampening")
    try checkSwitches(options)
  }

  public override func checkSparse(_ group: ParamGroup) throws {
    try check(
      !group.flag("fused"), .runtime, "`_fused_sgd` does not support sparse gradients")
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    var g = group.flag("maximize") ? gradient.neg() : gradient
    let (decay, momentum) = (group.number("weight_decay"), group.number("momentum"))
    if decay != 0 { g = g.add(parameter, alpha: decay) }
    if momentum != 0 {
      let buffer: Tensor
      if case .tensor(let known) = state["momentum_buffer"] {
        buffer = known.mul_(momentum).add_(g, alpha: 1 - group.number("dampening"))
      } else {
        buffer = state.tensor("momentum_buffer", g.detach().clone())
      }
      g = group.flag("nesterov") ? g.add(buffer, alpha: momentum) : buffer
    }
    parameter.add_(g, alpha: -group.lr)
  }

  public override func updateTogether(_ parameters: [Tensor], _ group: ParamGroup) throws -> Bool {
    let momentum = group.number("momentum")
    let items = parameters.map { parameter in
      guard momentum != 0 else { return SteppedParameter(parameter, parameter.grad!) }
      let state = state(of: parameter)
      let isFirst = state["momentum_buffer"].tensors.isEmpty
      let buffer = state.tensor("momentum_buffer", Tensor.emptyLike(parameter))
      return SteppedParameter(parameter, parameter.grad!, states: [buffer], isFirst: isFirst)
    }
    let step = ParameterStep.SGD(
      lr: group.lr, momentum: momentum, dampening: group.number("dampening"),
      weightDecay: group.number("weight_decay"), nesterov: group.flag("nesterov"),
      maximize: group.flag("maximize"))
    ParameterStep.sgd(step)(items, rounding: group.stepRounding)
    return true
  }
}
