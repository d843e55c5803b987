import Touchstone

/// Ready-made parametrisations, `torch.nn.utils.parametrizations`.
public enum Parametrizations {
  /// Splits parameter `name` into length (`original0`) and direction (`original1`),
  /// `torch.nn.utils.parametrizations.weight_norm`.
  ///
  /// States of the older form, with `weight_g` and `weight_v`, can be loaded too.
  /// - Parameter dim: the dimension whose entries have a length each; nil: one for the tensor.
  @discardableResult
  public static func weightNorm<M: Module>(
    _ module: M, _ name: String = "weight", dim: Int? = 0
  ) -> M {
    Parametrize.registerParametrization(module, name, WeightNorm(dim: dim), unsafe: true)
    module.registerLoadStateDictPreHook { _, context, prefix in
      let old = ["\(prefix)\(name)_g", "\(prefix)\(name)_v"]
      guard let g = context.state[old[0]], let v = context.state[old[1]] else { return }
      for key in old { context.state[key] = nil }
      context.state["\(prefix)parametrizations.\(name).original0"] = g
      context.state["\(prefix)parametrizations.\(name).original1"] = v
    }
    return module
  }
}

/// g · v / ‖v‖.
private final class WeightNorm: Module, MultiTensorParametrization {
  private let dim: Int

  init(dim: Int?) {
    self.dim = dim ?? -1
    super.init()
  }

  func forward(_ originals: [Tensor]) -> Tensor {
    Tensor.weightNorm(originals[1], originals[0], dim: dim)
  }

  func rightInverse(_ value: Tensor) -> [Tensor] {
    [Tensor.normExceptDim(value, dim: dim), value]
  }

  override var name: String { "_WeightNorm" }
}
