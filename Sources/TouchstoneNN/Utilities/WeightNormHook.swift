import Touchstone

/// Splits parameter `name` into its length, parameter `<name>_g`, and its direction, `<name>_v`, and
/// computes it from them before each call, `torch.nn.utils.weight_norm`. Salimans and Kingma,
/// "Weight normalization", 2016.
///
/// This is the older form; `Parametrizations.weightNorm` computes the value whenever it is read.
/// - Parameter dim: the dimension whose entries have a length each; nil: one for the tensor.
/// - Errors: `.runtime` when it is done already; `.attribute`, or `.type` for an absent bias, when
///   there is no such parameter; `.value` for an uninitialised one.
@discardableResult
public func weightNorm<M: Module>(_ module: M, _ name: String = "weight", dim: Int? = 0) -> M {
  attempt {
    let weight = try module.parameter(for: .weightNorm, name)
    let dim = dim ?? -1
    module.registerParameter("\(name)_g", Tensor.normExceptDim(weight.detach(), dim: dim))
    module.registerParameter("\(name)_v", weight.data)
    try throwPendingError()
    let value = { (module: Module) in
      let length = module.state(named: "\(name)_g")
      return Tensor.weightNorm(module.state(named: "\(name)_v"), length, dim: dim)
    }
    module.compute(name, by: .weightNorm, first: value(module), afterwards: value, value)
  }
  return module
}

/// Makes a parameter that `weightNorm` computes an ordinary one,
/// `torch.nn.utils.remove_weight_norm`.
///
/// - Errors: `.value` when it is none.
@discardableResult
public func removeWeightNorm<M: Module>(_ module: M, _ name: String = "weight") -> M {
  attempt { try module.settle(name, by: .weightNorm, removing: ["_g", "_v"]) }
  return module
}
