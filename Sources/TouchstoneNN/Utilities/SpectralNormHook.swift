import Touchstone

/// Divides parameter `name` by its largest singular value before each call,
/// `torch.nn.utils.spectral_norm`. Miyato et al., "Spectral normalization for generative adversarial
/// networks", 2018.
///
/// The state has the parameter itself as `<name>_orig`, and its singular vectors as buffers
/// `<name>_u` and `<name>_v`, which each call in training improves by `nPowerIterations` steps of
/// the power method. This is the older form; `Parametrizations.spectralNorm` computes the value
/// whenever it is read.
/// - Parameter dim: the dimension of the outputs: 0, or 1 for transposed convolutions, unless given.
/// - Errors: `.value` for less than one iteration, an absent or an uninitialised parameter;
///   `.runtime` when it is done already; `.key` when there is no such parameter.
@discardableResult
public func spectralNorm<M: Module>(
  _ module: M, _ name: String = "weight", nPowerIterations: Int = 1, eps: Double = 1e-12,
  dim: Int? = nil
) -> M {
  attempt {
    try check(
      nPowerIterations > 0, .value,
      "Expected n_power_iterations to be positive, but got n_power_iterations=\(nPowerIterations)")
    let weight = try module.parameter(for: .spectralNorm, name)
    let power = PowerMethod(
      name: name, steps: nPowerIterations, dim: dim ?? (module.hasOutputsSecond ? 1 : 0), eps: eps)
    let (u, v) = noGrad { power.start(weight) }
    try throwPendingError()
    module.registerParameter("\(name)_orig", weight)
    module.compute(
      name, by: .spectralNorm, first: weight.data,
      afterwards: { power.value(in: $0, improving: false) },
      loading: { _, context, prefix in power.update(context, prefix) },
      { power.value(in: $0, improving: $0.training) })
    module.registerBuffer("\(name)_u", u)
    module.registerBuffer("\(name)_v", v)
  }
  return module
}

/// Makes a parameter that `spectralNorm` computes an ordinary one,
/// `torch.nn.utils.remove_spectral_norm`.
///
/// - Errors: `.value` when it is none.
@discardableResult
public func removeSpectralNorm<M: Module>(_ module: M, _ name: String = "weight") -> M {
  attempt { try module.settle(name, by: .spectralNorm, removing: ["_orig", "_u", "_v"]) }
  return module
}

/// The power method on a weight with its outputs in rows.
private struct PowerMethod {
  let name: String
  let steps, dim: Int
  let eps: Double

  func unit(_ vector: Tensor) -> Tensor { F.normalize(vector, dim: 0, eps: eps) }

  func matrix(_ weight: Tensor) -> Tensor {
    (dim == 0 ? weight : weight.movedim(dim, 0)).reshape([weight.size(dim), -1])
  }

  /// Random unit vectors.
  func start(_ weight: Tensor) -> (u: Tensor, v: Tensor) {
    let matrix = matrix(weight)
    func random(_ size: Int) -> Tensor {
      unit(Tensor.empty([size], dtype: weight.dtype, device: weight.device).normal_())
    }
    return (random(matrix.size(0)), random(matrix.size(1)))
  }

  /// W / σ with σ = uᵀ W v.
  func value(in module: Module, improving: Bool) -> Tensor {
    let weight = module.state(named: "\(name)_orig")
    let matrix = matrix(weight)
    var (u, v) = (module.state(named: "\(name)_u"), module.state(named: "\(name)_v"))
    if improving {
      noGrad {
        for _ in 0..<steps {
          v.copy_(unit(matrix.t().mv(u)))
          u.copy_(unit(matrix.mv(v)))
        }
        // Copies: the graph of this call must outlive the next improvement.
        (u, v) = (u.clone(), v.clone())
      }
    }
    return weight.div(u.dot(matrix.mv(v)))
  }

  /// States of the oldest layout have the computed weight and no `v`, which follows from W v = σ u.
  func update(_ context: LoadContext, _ prefix: String) {
    let key = prefix + name
    guard let weight = context.state[key] else { return }
    let missing = ["_orig", "_u"].map { key + $0 }.filter { context.state[$0] == nil }
    context.keys.missingKeys += missing
    guard missing.isEmpty, let original = context.state["\(key)_orig"],
      let u = context.state["\(key)_u"]
    else { return }
    context.state[key] = nil
    noGrad {
      let (sigma, matrix) = (original.div(weight).mean(), matrix(original))
      let v = matrix.t().mm(matrix).pinverse().mm(matrix.t()).mv(u)
      context.state["\(key)_v"] = v.mul(sigma.div(u.dot(matrix.mv(v))))
    }
  }
}
