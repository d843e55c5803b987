import OrderedCollections
import Touchstone

/// `torch.optim.AdamW` (Loshchilov and Hutter 2019): Adam whose weight decay is decoupled from the
/// gradient, p ← (1 − lr · weightDecay) p before each step.
public final class AdamW: Adam {
  /// - Errors: those of `Adam`.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-3,
    betas: (any OptionNumber, any OptionNumber) = (0.9, 0.999), eps: Double = 1e-8,
    weightDecay: Double = 1e-2, amsgrad: Bool = false, maximize: Bool = false,
    foreach: Bool? = nil, capturable: Bool = false, fused: Bool? = nil
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "betas": .pair(betas), "eps": .double(eps),
        "weight_decay": .double(weightDecay), "amsgrad": .bool(amsgrad),
        "maximize": .bool(maximize), "foreach": .optional(foreach),
        "capturable": .bool(capturable), "fused": .optional(fused),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    super.defaultOptions.merging(["weight_decay": 1e-2, "decoupled_weight_decay": true]) { $1 }
  }

  /// Whatever was loaded, the decay stays decoupled.
  public override class func restored(_ options: OptionDictionary) -> OptionDictionary {
    options.merging(["decoupled_weight_decay": true]) { $1 }
  }
}
