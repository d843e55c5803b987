/// What every random in-place operation shares.
extension Tensor {
  /// Overwrites this tensor by `draw` under PyTorch's in-place rules: history ends here, earlier
  /// values (and `parameters`, such as probabilities) receive zero gradients.
  @discardableResult
  func filled(
    _ name: String, _ generator: Generator?, parameters: Tensor? = nil,
    _ draw: (any Backend, Generator) -> Void
  ) throws -> Tensor {
    let records = isGradEnabled && (requiresGrad || parameters?.requiresGrad == true)
    if numel > 0 { draw(backend(for: device), generator ?? .default) }
    storage.version += 1
    if records { try endHistory(name, parameters) }
    return self
  }

  private func endHistory(_ name: String, _ parameters: Tensor?) throws {
    let source = noGrad { detach().clone() }
    if let parameters {
      try record("BernoulliBackward1", [parameters], source) { [shape = parameters.shape] ctx in
        [Tensor.zeros(shape, dtype: ctx.grad.dtype, device: ctx.grad.device)]
      }
    }
    try writeTracked(source, as: name)
  }

  /// Adds a number that is first rounded to this tensor's dtype, as PyTorch's sums with a number
  /// do in the half types.
  @discardableResult
  package func addRounded_(_ value: Double) -> Tensor {
    add_(Tensor.full([], value, dtype: dtype, device: device))
  }

  /// Throws PyTorch's error for a dtype that a kernel does not know.
  func requireFloating(_ kernel: String) throws {
    try check(
      dtype.isFloatingPoint, .notImplemented,
      "\"\(kernel)\" not implemented for '\(dtype.scalarTypeName)'")
  }
}

/// A number as C++ streams print it: six significant digits, such as `-1`, `0.5` or `3e+38`.
func streamText(_ value: Double) -> String { formatted(value, "%.*g", 6) }
