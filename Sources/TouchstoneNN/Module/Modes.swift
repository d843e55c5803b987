import Touchstone

/// Switches for a whole model. All return the module, for chaining.
extension Module {
  /// Sets training mode here and below, `torch.nn.Module.train`.
  @discardableResult
  public func train(_ mode: Bool = true) -> Self {
    setTraining(mode)
    return self
  }

  private func setTraining(_ mode: Bool) {
    training = mode
    for child in children() { child.setTraining(mode) }
  }

  /// Sets evaluation mode here and below.
  @discardableResult
  public func eval() -> Self { train(false) }

  /// Whether all parameters require a gradient: false freezes them.
  @discardableResult
  public func requiresGrad_(_ requiresGrad: Bool = true) -> Self {
    for parameter in parameters() { parameter.requiresGrad = requiresGrad }
    return self
  }

  /// Takes the gradients of all parameters away, or sets them to zero.
  public func zeroGrad(setToNone: Bool = true) {
    for parameter in parameters() {
      guard let gradient = parameter.grad else { continue }
      if setToNone {
        parameter.grad = nil
      } else {
        parameter.grad = gradient.detach()
        noGrad { _ = parameter.grad?.zero_() }
      }
    }
  }

  /// Calls `body` with every module, children first, `torch.nn.Module.apply`.
  @discardableResult
  public func apply(_ body: (Module) -> Void) -> Self {
    for child in children() { child.apply(body) }
    body(self)
    return self
  }
}
