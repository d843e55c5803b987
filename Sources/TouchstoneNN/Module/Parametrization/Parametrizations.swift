import Touchstone

/// A parametrisation of one tensor that can be turned around, so that a value can be assigned to
/// the parametrised property. Any module from one tensor to one is a parametrisation; only those
/// with a `rightInverse` need this.
public protocol RightInvertible: Module {
  /// The original whose parametrised value is `value`; nil when there is no way to tell.
  func rightInverse(_ value: Tensor) -> Tensor?
}

/// A parametrisation by several tensors, such as length and direction.
///
/// The originals are called `original0`, `original1`, … in the state.
public protocol MultiTensorParametrization: Module {
  func forward(_ originals: [Tensor]) -> Tensor
  /// The originals whose parametrised value is `value`.
  func rightInverse(_ value: Tensor) -> [Tensor]
}

extension MultiTensorParametrization {
  /// Runs `forward` with the hooks around it.
  func call(_ originals: [Tensor]) -> Tensor {
    invoke(originals, outputs: 1) { [self] in [forward($0.map { $0 ?? Tensor.poison })] }[0]
      ?? Tensor.poison
  }
}

extension Module {
  /// The lists of parametrisations of this module's tensors.
  var parametrizations: ModuleDict? {
    extras?.children["parametrizations"] as? ModuleDict
  }

  /// Whether any of the module's own tensors is parametrised.
  var isParametrized: Bool { parametrizations.map { !$0.isEmpty } ?? false }

  func parametrizationList(_ name: String) -> ParametrizationList? {
    guard let dict = parametrizations, dict.contains(name) else { return nil }
    return dict[name] as? ParametrizationList
  }
}
