import OrderedCollections
import Touchstone

/// `torch.optim.RMSprop` (Hinton, lecture 6e 2012; centered: Graves 2013): with
/// g = ∇f + weightDecay · p (of −∇f when `maximize`),
///
///     v ← alpha · v + (1 − alpha) g²        d = √v + eps
///     p ← p − lr · g / d, with momentum b ← momentum · b + g / d and p ← p − lr · b
///
/// `centered` subtracts the square of the gradient's own average from v.
public final class RMSprop: Optimizer {
  /// - Parameter capturable: for graphs of accelerators; refused by a step on the CPU.
  /// - Errors: `.value` for negative rates.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-2, alpha: Double = 0.99,
    eps: Double = 1e-8, weightDecay: some OptionNumber = 0, momentum: some OptionNumber = 0,
    centered: Bool = false, capturable: Bool = false, foreach: Bool? = nil, maximize: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "momentum": momentum.optionValue, "alpha": .double(alpha),
        "eps": .double(eps), "centered": .bool(centered), "weight_decay": weightDecay.optionValue,
        "capturable": .bool(capturable), "foreach": .optional(foreach),
        "maximize": .bool(maximize),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-2, "momentum": 0, "alpha": 0.99, "eps": 1e-8, "centered": false, "weight_decay": 0,
      "capturable": false, "foreach": nil, "maximize": false, "differentiable": false,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkNotNegative(options, "lr", "learning rate")
    try checkNotNegative(options, "eps", "epsilon value")
    try checkNotNegative(options, "momentum", "momentum value")
    try checkNotNegative(options, "weight_decay", "weight_decay value")
    try checkNotNegative(options, "alpha", "alpha value")
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    try Self.checkCapturable(group, withXLA: true)
    _ = state.countStep(group)
    let square = state.zeros("square_avg", like: parameter)
    let momentum = group.number("momentum")
    let buffer = momentum > 0 ? state.zeros("momentum_buffer", like: parameter) : nil
    let g = descent(gradient, parameter, group)
    let scale = scale(g, square, state, group)
    if let buffer {
      buffer.mul_(momentum).addQuotient_(g, scale, value: 1)
      parameter.add_(buffer, alpha: -group.lr)
    } else {
      parameter.addQuotient_(g, scale, value: -group.lr)
    }
  }

  /// √v + eps, after v has moved.
  private func scale(
    _ g: Tensor, _ square: Tensor, _ state: ParamState, _ group: ParamGroup
  ) -> Tensor {
    let alpha = group.number("alpha")
    square.mul_(alpha).addProduct_(g, g, value: 1 - alpha)
    guard group.flag("centered") else { return square.sqrt().add_(group.number("eps")) }
    let mean = state.zeros("grad_avg", like: square).lerp_(g, 1 - alpha)
    return square.addcmul(mean, mean, value: -1).sqrt_().add_(group.number("eps"))
  }
}
