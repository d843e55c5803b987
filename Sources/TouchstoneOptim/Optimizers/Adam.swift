import Foundation
import OrderedCollections
import Touchstone

/// `torch.optim.Adam` (Kingma and Ba 2015): with g = ∇f + weightDecay · p (of −∇f when `maximize`)
/// and the step's number t,
///
///     m ← m + (1 − β₁)(g − m)        v ← β₂ v + (1 − β₂) g²
///     p ← p − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + eps)
///
/// `amsgrad` divides by the largest v so far (Reddi et al. 2018). `decoupledWeightDecay` shrinks p
/// by 1 − lr · weightDecay instead of changing g (AdamW).
public class Adam: Optimizer {
  /// - Parameter fused: in half types the whole step is computed in float32 and rounded once.
  /// - Parameter capturable: for graphs of accelerators; refused by a step on the CPU.
  /// - Errors: `.value` for rates out of range, and for tensors as rates with `foreach`.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-3,
    betas: (any OptionNumber, any OptionNumber) = (0.9, 0.999), eps: Double = 1e-8,
    weightDecay: some OptionNumber = 0, amsgrad: Bool = false, foreach: Bool? = nil,
    maximize: Bool = false, capturable: Bool = false, fused: Bool? = nil, decoupledWeightDecay: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "betas": .pair(betas), "eps": .double(eps),
        "weight_decay": weightDecay.optionValue, "amsgrad": .bool(amsgrad),
        "maximize": .bool(maximize), "foreach": .optional(foreach),
        "capturable": .bool(capturable), "fused": .optional(fused),
        "decoupled_weight_decay": .bool(decoupledWeightDecay),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-3, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0, "amsgrad": false,
      "maximize": false, "foreach": nil, "capturable": false, "differentiable": false,
      "fused": nil, "decoupled_weight_decay": false,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkTensorRate(options)
    try checkMomentOptions(options)
    try checkSwitches(options)
  }

  public override func checkSparse(_ group: ParamGroup) throws {
    throw TensorError(
      .runtime, "Adam does not support sparse gradients, please consider SparseAdam instead")
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    try Self.checkCapturable(group)
    let step = state.countStep(group)
    let moments = moments(state, parameter, group)
    widened([parameter] + moments, group.flag("fused")) { wide in
      let moments = Moments(mean: wide[1], square: wide[2])
      advance(wide[0], gradient.to(wide[0].dtype), moments, wide.dropFirst(3).first, step, group)
    }
  }

  public override func updateTogether(_ parameters: [Tensor], _ group: ParamGroup) throws -> Bool {
    guard group.hasOnlyNumbers("lr", "betas", "weight_decay") else { return false }
    try Self.checkCapturable(group)
    let lr = group.lr, betas = group.numbers("betas")
    let items = parameters.map { parameter in
      let state = state(of: parameter)
      let step = state.countStep(group)
      return SteppedParameter(
        parameter, parameter.grad!, states: moments(state, parameter, group),
        numbers: (lr / (1 - pow(betas[0], step)), pow(1 - pow(betas[1], step), 0.5)))
    }
    let step = ParameterStep.Adam(
      lr: lr, betas: (betas[0], betas[1]), eps: group.number("eps"),
      weightDecay: group.number("weight_decay"), amsgrad: group.flag("amsgrad"),
      maximize: group.flag("maximize"), decoupledWeightDecay: group.flag("decoupled_weight_decay"))
    ParameterStep.adam(step)(items, rounding: group.stepRounding)
    return true
  }

  /// Running averages of gradients and their squares, and with `amsgrad` the largest of these.
  private func moments(_ state: ParamState, _ parameter: Tensor, _ group: ParamGroup) -> [Tensor] {
    let names = ["exp_avg", "exp_avg_sq"] + (group.flag("amsgrad") ? ["max_exp_avg_sq"] : [])
    return names.map { state.zeros($0, like: parameter) }
  }

  private func advance(
    _ p: Tensor, _ gradient: Tensor, _ moments: Moments, _ largest: Tensor?, _ step: Double,
    _ group: ParamGroup
  ) {
    let (lr, betas) = (group.rate("lr"), group.rates("betas"))
    moments.advance(descent(gradient, p, group), betas)
    var square = moments.square
    if let largest { square = largest.copy_(largest.maximum(square)) }
    let scale = (1.0 - betas.1.power(step)).squareRoot
    let denominator = square.sqrt().div(scale).add_(group.number("eps"))
    let size = lr / (1.0 - betas.0.power(step))
    p.addQuotient_(moments.mean, denominator, value: -size.number)
  }
}
