import Foundation
import OrderedCollections
import Touchstone

/// `torch.optim.Adafactor` (Shazeer and Stern 2018): with g = ∇f (−∇f when `maximize`), the step's
/// number t and w = t^beta2Decay, averages of g² are kept, for two and more dimensions only those
/// over the last dimension (R) and over the one before (C):
///
///     R ← R + w (mean g² − R), C likewise, V = R C / max(mean R, eps₁)    or V ← V + w (g² − V)
///     U = g / √max(V, eps₁²)        U ← U / max(1, rms(U) / d)
///     p ← p − min(lr, 1/√t) · max(eps₂, rms(p)) · U
///
/// after p ← (1 − lr · weightDecay) p. eps₁ is the roundoff of the first parameter's dtype where
/// it is not given.
public final class Adafactor: Optimizer {
  /// - Errors: `.value` for rates out of range.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-2, beta2Decay: Double = -0.8,
    eps: (Double?, Double) = (nil, 1e-3), d: Double = 1.0, weightDecay: Double = 0.0,
    foreach: Bool? = nil, maximize: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "beta2_decay": .double(beta2Decay),
        "eps": .list([eps.0.map(Value.double) ?? .none, .double(eps.1)]), "d": .double(d),
        "weight_decay": .double(weightDecay), "foreach": .optional(foreach),
        "maximize": .bool(maximize),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-2, "beta2_decay": -0.8, "eps": [nil, 1e-3], "d": 1.0, "weight_decay": 0.0,
      "foreach": nil, "maximize": false,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    let eps = options["eps"].items
    try checkRange(options["lr"], "Learning rate should be >= 0") { $0 >= 0 }
    try checkRange(options["beta2_decay"], "beta2_decay should be <= 0") { $0 <= 0 }
    if let first = eps.first, first.number != nil {
      try checkRange(first, "epsilon1 should be >= 0") { $0 >= 0 }
    }
    try checkRange(eps.last ?? 0, "epsilon2 should be >= 0") { $0 >= 0 }
    try checkRange(options["d"], "Clipping threshold d should be >= 1") { $0 >= 1 }
    try checkRange(options["weight_decay"], "weight_decay should be >= 0") { $0 >= 0 }
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    let g = group.flag("maximize") ? gradient.neg() : gradient
    let step = state.countStep(group)
    let weight = pow(step, group.number("beta2_decay"))
    let size = size(parameter, step, group)
    let decay = group.number("weight_decay")
    if decay != 0 { parameter.mul_(1.0 - group.rate("lr") * .number(decay)) }
    let least = leastScale(group)
    let variance = g.dim > 1
      ? factoredVariance(g, state, weight, least) : variance(g, state, weight)
    let update = variance.clamp_(min: .double(least * least)).rsqrt_().mul_(g)
    let clip = larger(1, rootMeanSquare(update) / group.number("d"))
    if group.flag("foreach") {
      parameter.add_(update.mul_(-size / .number(clip)))
    } else {
      parameter.add_(update, alpha: (-size / .number(clip)).number)
    }
  }

  /// min(lr, 1/√t) · max(eps₂, rms(p)).
  private func size(_ p: Tensor, _ step: Double, _ group: ParamGroup) -> Rate {
    let limit = Rate.number(1 / pow(step, 0.5))
    let lr = group.rate("lr")
    let least = group["eps"].items.last?.number ?? 0
    return .number(larger(least, rootMeanSquare(p))) * (limit < lr ? limit : lr)
  }

  /// eps₁; PyTorch takes the one of the group's first gradient for all.
  private func leastScale(_ group: ParamGroup) -> Double {
    let first = group.params.first { $0.grad != nil }
    return group["eps"].items.first?.number ?? first?.dtype.roundoff ?? 0
  }

  private func rootMeanSquare(_ x: Tensor) -> Double {
    x.norm(2).item().doubleValue / pow(Double(x.numel), 0.5)
  }

  /// The second where it is larger; the first where that is NaN, as Python's `max` has it.
  private func larger(_ a: Double, _ b: Double) -> Double { b > a ? b : a }

  private func variance(_ g: Tensor, _ state: ParamState, _ weight: Double) -> Tensor {
    state.zeros("variance", like: g).lerp_(g.mul(g), weight).clone()
  }

  private func factoredVariance(
    _ g: Tensor, _ state: ParamState, _ weight: Double, _ least: Double
  ) -> Tensor {
    let rows = average("row_var", g, -1, state, weight)
    let columns = average("col_var", g, -2, state, weight)
    return rows.matmul(columns)
      .div_(rows.mean(-2, keepdim: true).clamp_(min: .double(least)))
  }

  /// Moves an average towards the mean of g² over `dim`.
  private func average(
    _ name: String, _ g: Tensor, _ dim: Int, _ state: ParamState, _ weight: Double
  ) -> Tensor {
    let norm = g.norm(2, dim: [dim], keepdim: true)
    return state.tensor(name, Tensor.zeros(norm.shape, dtype: g.dtype))
      .lerp_(norm.square_().div_(g.size(dim)), weight)
  }
}
