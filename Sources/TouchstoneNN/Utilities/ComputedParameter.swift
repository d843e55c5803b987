import Touchstone

/// A parameter that a hook computes from other state before each call, the way normalisations
/// worked before parametrisations. Its property has the value, which is no part of the state.
struct ComputedParameter {
  enum Rule: String {
    case weightNorm = "weight_norm"
    case spectralNorm = "spectral_norm"

    /// The class of PyTorch's hook.
    var hookClass: String { self == .weightNorm ? "WeightNorm" : "SpectralNorm" }
    /// How its messages call what it does.
    var title: String { self == .weightNorm ? "weight normalization" : "spectral normalization" }

    /// The refusal of a name that `module` does not have.
    func unknown(_ name: String, _ module: Module) -> TensorError {
      self == .weightNorm
        ? TensorError(.attribute, "'\(module.name)' object has no attribute '\(name)'")
        : TensorError(.key, "'\(name)'")
    }

    /// The refusal of a parameter that a layer is without.
    func absent(_ name: String) -> TensorError {
      self == .weightNorm
        ? TensorError(
          .type, "norm_except_dim(): argument 'v' (position 1) must be Tensor, not NoneType")
        : TensorError(
          .value, "`SpectralNorm` cannot be applied as parameter `\(name)` is None")
    }
  }

  let rule: Rule
  let name: String
  /// The hook before each call, and the one before a state is loaded.
  let hook: Int
  let loadHook: Int?
  /// The value, for a power iteration less.
  let value: (Module) -> Tensor
}

extension Module {
  /// The value that a parameter has for computing others.
  func state(named name: String) -> Tensor { slot(named: name)?.current ?? Tensor.poison }

  /// The parameter to be computed by `rule` from now on.
  ///
  /// - Throws: `TensorError`: `.runtime` when the rule computes it already, `.value` when it is
  ///   uninitialised, and the rule's own when there is none.
  func parameter(for rule: ComputedParameter.Rule, _ name: String) throws -> Tensor {
    let known = extras?.computed.contains { $0.rule == rule && $0.name == name } ?? false
    try check(
      !known, .runtime,
      "Cannot register two \(rule.rawValue) hooks on the same parameter \(name)")
    let slot = members.parameters.first { $0.name == name }
    guard let slot else { throw rule.unknown(name, self) }
    guard let parameter = slot.stored else { throw rule.absent(name) }
    try check(
      !parameter.isUninitialized, .value,
      "The module passed to `\(rule.hookClass)` can't have uninitialized parameters. Make sure to "
        + "run the dummy forward before applying \(rule.title)")
    return parameter
  }

  /// Takes parameter `name` out of the state, from `first` on; `value` computes it before each call.
  ///
  /// - Parameters:
  ///   - afterwards: gives the value that stays when the rule is removed.
  ///   - loading: runs before a state is loaded.
  func compute(
    _ name: String, by rule: ComputedParameter.Rule, first: Tensor,
    afterwards: @escaping (Module) -> Tensor, loading: LoadStateDictPreHook? = nil,
    _ value: @escaping (Module) -> Tensor
  ) {
    guard let slot = slot(named: name) else { return }
    (slot.isRegistered, slot.stored) = (false, first)
    let hook = writableHooks.forwardPre.insert { module, _ in
      module.slot(named: name)?.stored = value(module)
      return nil
    }
    writableExtras.computed.append(
      ComputedParameter(
        rule: rule, name: name, hook: hook,
        loadHook: loading.map { writableHooks.loading.insert($0) }, value: afterwards))
  }

  /// Makes `name` a parameter again, of its present value.
  ///
  /// - Throws: `TensorError` (`.value`) when `rule` does not compute it.
  func settle(_ name: String, by rule: ComputedParameter.Rule, removing suffixes: [String]) throws {
    let index = extras?.computed.firstIndex { $0.rule == rule && $0.name == name }
    guard let extras, let index, let slot = slot(named: name) else {
      throw TensorError(.value, "\(rule.rawValue) of '\(name)' not found in \(self)")
    }
    let computed = extras.computed.remove(at: index)
    let value = noGrad { computed.value(self) }
    try throwPendingError()
    extras.hooks?.forwardPre.remove(id: computed.hook)
    if let hook = computed.loadHook { extras.hooks?.loading.remove(id: hook) }
    for suffix in suffixes { forget(name + suffix) }
    (slot.isRegistered, slot.stored) = (true, value.asParameter())
    extras.late.removeAll { $0 == name }
    extras.late.append(name)
  }
}
