/// Tensors that are parameters of a model.
extension Tensor {
  /// Whether this is a parameter: a leaf that a module owns and an optimizer changes. It stays one
  /// when it is frozen by `requiresGrad = false`.
  public var isParameter: Bool { autograd?.isParameter ?? false }

  /// A parameter over the same elements, `torch.nn.Parameter(data, requires_grad)`.
  ///
  /// - Errors: `.runtime` for an integer tensor that is to require a gradient.
  public func asParameter(requiresGrad: Bool = true) -> Tensor {
    guarded {
      let parameter = alias()
      try parameter.becomeParameter(requiresGrad: requiresGrad)
      return parameter
    }
  }

  /// Turns this leaf, the same object, into a parameter; one that is a parameter stays as it is.
  package func becomeParameter(requiresGrad: Bool) throws {
    if isParameter { return }
    try check(
      dtype.isFloatingPoint || !requiresGrad, .runtime,
      "Only Tensors of floating point and complex dtype can require gradients")
    self.requiresGrad = requiresGrad
    try throwPendingError()
    autogradState.isParameter = true
  }
}
