import OrderedCollections
import Touchstone

/// `torch.optim.Adadelta` (Zeiler 2012): with g = ∇f + weightDecay · p (of −∇f when `maximize`),
///
///     v ← rho · v + (1 − rho) g²        Δ = √(u + eps) / √(v + eps) · g
///     u ← rho · u + (1 − rho) Δ²        p ← p − lr · Δ
public final class Adadelta: Optimizer {
  /// - Parameter capturable: for graphs of accelerators; refused by a step on the CPU.
  /// - Errors: `.value` for rates out of range.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1.0, rho: Double = 0.9,
    eps: Double = 1e-6, weightDecay: some OptionNumber = 0, foreach: Bool? = nil,
    capturable: Bool = false, maximize: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "rho": .double(rho), "eps": .double(eps),
        "weight_decay": weightDecay.optionValue, "maximize": .bool(maximize),
        "capturable": .bool(capturable), "foreach": .optional(foreach),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1.0, "rho": 0.9, "eps": 1e-6, "weight_decay": 0, "maximize": false,
      "capturable": false, "foreach": nil, "differentiable": false,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkNotNegative(options, "lr", "learning rate")
    let rho = options.number("rho")
    try check(rho >= 0 && rho <= 1, .value, "Invalid rho value: \(pythonText(options["rho"]))")
    try checkNotNegative(options, "eps", "epsilon value")
    try checkNotNegative(options, "weight_decay", "weight_decay value")
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    try Self.checkCapturable(group, withXLA: false)
    _ = state.countStep(group)
    let square = state.zeros("square_avg", like: parameter)
    let deltas = state.zeros("acc_delta", like: parameter)
    let (rho, eps) = (group.number("rho"), group.number("eps"))
    let g = descent(gradient, parameter, group)
    square.mul_(rho).addProduct_(g, g, value: 1 - rho)
    let delta = deltas.add(eps).sqrt_().div_(square.add(eps).sqrt_()).mul_(g)
    deltas.mul_(rho).addProduct_(delta, delta, value: 1 - rho)
    parameter.add_(delta, alpha: -group.lr)
  }
}
