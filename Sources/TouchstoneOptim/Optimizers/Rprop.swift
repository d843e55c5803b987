import OrderedCollections
import Touchstone

/// `torch.optim.Rprop`, resilient backpropagation (Riedmiller and Braun 1993): only signs of
/// gradients count. Where g (−∇f when `maximize`) keeps the sign it had, the step size grows by
/// η₊ = etas.1, where it changes, it shrinks by η₋ = etas.0 and g counts as 0; it stays within
/// `stepSizes` and begins with lr. p ← p − sign(g) · size.
public final class Rprop: Optimizer {
  /// - Parameter capturable: for graphs of accelerators; refused by a step on the CPU.
  /// - Errors: `.value` for a negative rate, and for etas that are not 0 < η₋ < 1 < η₊.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-2,
    etas: (any OptionNumber, any OptionNumber) = (0.5, 1.2),
    stepSizes: (any OptionNumber, any OptionNumber) = (1e-6, 50), capturable: Bool = false,
    foreach: Bool? = nil, maximize: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "etas": .pair(etas), "step_sizes": .pair(stepSizes),
        "foreach": .optional(foreach), "maximize": .bool(maximize),
        "capturable": .bool(capturable),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-2, "etas": [0.5, 1.2], "step_sizes": [1e-6, 50], "foreach": nil, "maximize": false,
      "differentiable": false, "capturable": false,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkNotNegative(options, "lr", "learning rate")
    let (shrink, grow) = options.pair("etas")
    try check(
      shrink > 0 && shrink < 1 && grow > 1, .value,
      "Invalid eta values: "
        + options["etas"].items.map(pythonText).joined(separator: ", "))
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    try Self.checkCapturable(group, withXLA: true)
    _ = state.countStep(group)
    let previous = state.zeros("prev", like: parameter)
    let sizes = state.tensor("step_size", Tensor.fullLike(gradient, group.lr))
    let ((shrink, grow), (least, most)) = (group.pair("etas"), group.pair("step_sizes"))
    var g = descent(gradient, parameter, group)
    let factor = g.mul(previous).sign()
    factor.maskedFill_(factor.gt(0), grow)
    factor.maskedFill_(factor.lt(0), shrink)
    factor.maskedFill_(factor.eq(0), 1)
    sizes.mul_(factor).clamp_(min: .double(least), max: .double(most))
    g = g.maskedFill(factor.eq(shrink), 0)
    parameter.addcmul_(g.sign(), sizes, value: -1)
    previous.copy_(g)
  }
}
