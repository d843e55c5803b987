import OrderedCollections
import Touchstone

/// `torch.optim.ASGD`, averaged stochastic gradient descent (Polyak and Juditsky 1992): with
/// g = ∇f + weightDecay · p (of −∇f when `maximize`) and the step's number t,
///
///     p ← (1 − lambd · η) p − η g        a ← a + µ (p − a)
///     η ← lr / (1 + lambd · lr · t)^alpha        µ ← 1 / max(1, t − t0)
///
/// The average a stands in the state as `ax`; η begins with lr, µ with 1.
public final class ASGD: Optimizer {
  /// - Parameter capturable: for graphs of accelerators; refused by a step on the CPU.
  /// - Errors: `.value` for negative rates.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-2, lambd: Double = 1e-4,
    alpha: Double = 0.75, t0: Double = 1e6, weightDecay: some OptionNumber = 0,
    foreach: Bool? = nil, maximize: Bool = false, capturable: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "lambd": .double(lambd), "alpha": .double(alpha), "t0": .double(t0),
        "weight_decay": weightDecay.optionValue, "foreach": .optional(foreach),
        "maximize": .bool(maximize), "capturable": .bool(capturable),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-2, "lambd": 1e-4, "alpha": 0.75, "t0": 1e6, "weight_decay": 0, "foreach": nil,
      "maximize": false, "differentiable": false, "capturable": false,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkNotNegative(options, "lr", "learning rate")
    try checkNotNegative(options, "lambd", "lambd value")
    try checkNotNegative(options, "alpha", "alpha value")
    try checkNotNegative(options, "weight_decay", "weight_decay value")
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    try Self.checkCapturable(group, "params, mus, etas, and state_steps")
    let step = state.countStep(group)
    let eta = state.scalar("eta", group.lr)
    let mu = state.scalar("mu", 1)
    let average = state.zeros("ax", like: parameter)
    let g = descent(gradient, parameter, group)
    if group.flag("foreach") {
      stepTogether(parameter, g, average, eta, mu, group)
      decay(eta, .tensor(state.tensor("step")), group)
    } else {
      stepAlone(parameter, g, average, eta, mu, group)
      decay(eta, .number(step), group)
    }
    mu.copy_(Tensor.full([], 1 / max(1, step - group.number("t0"))))
  }

  /// In the order of PyTorch's form for one tensor.
  private func stepAlone(
    _ p: Tensor, _ g: Tensor, _ average: Tensor, _ eta: Tensor, _ mu: Tensor, _ group: ParamGroup
  ) {
    let size = eta.item().doubleValue
    p.mul_(1 - group.number("lambd") * size).add_(g, alpha: -size)
    if mu.item().doubleValue == 1 {
      average.copy_(p)
    } else {
      average.add_(p.sub(average).mul_(mu))
    }
  }

  /// In the order of PyTorch's form for many tensors, which decays through the gradient.
  private func stepTogether(
    _ p: Tensor, _ g: Tensor, _ average: Tensor, _ eta: Tensor, _ mu: Tensor, _ group: ParamGroup
  ) {
    p.addcmul_(g.add(p, alpha: group.number("lambd")), eta, value: -1)
    average.addcmul_(p.sub(average), mu, value: 1)
  }

  private func decay(_ eta: Tensor, _ step: Rate, _ group: ParamGroup) {
    let (lr, lambd) = (group.rate("lr"), Rate.number(group.number("lambd")))
    let size = lr / (1.0 + lambd * lr * step).power(group.number("alpha"))
    switch size {
    case .number(let value): eta.copy_(Tensor.full([], value))
    case .tensor(let value): eta.copy_(value)
    }
  }
}
