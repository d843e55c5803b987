import OrderedCollections
import Touchstone

/// `torch.optim.Adagrad` (Duchi, Hazan and Singer 2011): with g = ∇f + weightDecay · p (of −∇f when
/// `maximize`) and the step's number t,
///
///     s ← s + g²        p ← p − lr / (1 + (t − 1) lrDecay) · g / (√s + eps)
///
/// s begins with `initialAccumulatorValue`, before the first step.
public final class Adagrad: Optimizer {
  /// - Parameter fused: in half types the whole step is computed in float32 and rounded once.
  /// - Errors: `.value` for negative rates.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-2, lrDecay: some OptionNumber = 0,
    weightDecay: some OptionNumber = 0, initialAccumulatorValue: some OptionNumber = 0,
    eps: Double = 1e-10, foreach: Bool? = nil, maximize: Bool = false, fused: Bool? = nil
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "lr_decay": lrDecay.optionValue, "eps": .double(eps),
        "weight_decay": weightDecay.optionValue,
        "initial_accumulator_value": initialAccumulatorValue.optionValue,
        "foreach": .optional(foreach), "maximize": .bool(maximize), "fused": .optional(fused),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-2, "lr_decay": 0, "eps": 1e-10, "weight_decay": 0, "initial_accumulator_value": 0,
      "foreach": nil, "maximize": false, "differentiable": false, "fused": nil,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkNotNegative(options, "lr", "learning rate")
    try checkNotNegative(options, "lr_decay", "lr_decay value")
    try checkNotNegative(options, "weight_decay", "weight_decay value")
    try checkNotNegative(options, "initial_accumulator_value", "initial_accumulator_value value")
    try checkNotNegative(options, "eps", "epsilon value")
    try checkSwitches(options)
  }

  /// The constructor's accumulator value holds for all groups.
  public override func prepare(_ parameter: Tensor, _ group: ParamGroup) {
    let initial = defaults["initial_accumulator_value"]?.number ?? 0
    let state = state(of: parameter)
    state.prepareStep(group)
    _ = state.tensor("sum", Tensor.fullLike(parameter, initial))
  }

  public override func checkSparse(_ group: ParamGroup) throws {
    try check(
      !group.flag("fused"), .runtime, "`fused` does not support sparse grad or complex param")
    try check(
      group.number("weight_decay") == 0, .runtime,
      "weight_decay option is not compatible with sparse gradients")
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    if state.isEmpty { prepare(parameter, group) }
    let before = state.countStep(group) - 1
    let rate = group.rate("lr") / .number(1 + before * group.number("lr_decay"))
    if gradient.isSparse { return stepSparse(parameter, gradient, state, rate, group) }
    widened([parameter, state.tensor("sum")], group.flag("fused")) { wide in
      let (p, sum) = (wide[0], wide[1])
      let g = descent(gradient.to(p.dtype), p, group)
      sum.addProduct_(g, g, value: 1)
      let root = sum.sqrt().add_(group.number("eps"))
      // The multi-tensor form rounds rate · g, which shows in half types.
      if group.flag("foreach") {
        p.addQuotient_(g.mul(-rate), root, value: 1)
      } else {
        p.addQuotient_(g, root, value: -rate.number)
      }
    }
  }

  /// Moves the places that the gradient stores, each by the sum of what is stored for it.
  private func stepSparse(
    _ p: Tensor, _ gradient: Tensor, _ state: ParamState, _ rate: Rate, _ group: ParamGroup
  ) {
    let g = (group.flag("maximize") ? gradient.neg() : gradient).coalesce()
    let sum = state.tensor("sum").add_(g.storing(g.storedValues.pow(2)))
    let root = sum.sparseMask(g).storedValues.sqrt_().add_(group.number("eps"))
    p.add_(g.storing(g.storedValues.div(root)), alpha: -rate.number)
  }

  public override func updateTogether(_ parameters: [Tensor], _ group: ParamGroup) throws -> Bool {
    let takesNumbers = group.hasOnlyNumbers("lr", "lr_decay", "weight_decay")
    guard takesNumbers, !group.flag("foreach") else { return false }
    let items = parameters.map { parameter in
      let state = state(of: parameter)
      if state.isEmpty { prepare(parameter, group) }
      let before = state.countStep(group) - 1
      let rate = group.lr / (1 + before * group.number("lr_decay"))
      return SteppedParameter(
        parameter, parameter.grad!, states: [state.tensor("sum")], numbers: (rate, 0))
    }
    let step = ParameterStep.Adagrad(
      eps: group.number("eps"), weightDecay: group.number("weight_decay"),
      maximize: group.flag("maximize"))
    ParameterStep.adagrad(step)(items, rounding: group.stepRounding)
    return true
  }
}
