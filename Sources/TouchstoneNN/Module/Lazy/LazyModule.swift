import Touchstone

/// A module whose state gets its shape from the first call, PyTorch's `LazyModuleMixin`.
///
/// ```swift
/// final class LazyScale: Module, LazyModule {
///   @Parameter var weight = Tensor.uninitializedParameter()
///   func initializeParameters(_ inputs: [Tensor?]) {
///     guard hasUninitializedParams, let input = inputs[0] else { return }
///     weight.materialize(input.shape)
///     Init.ones_(weight)
///   }
///   override func forward(_ input: Tensor) -> Tensor { input * weight }
/// }
/// ```
public protocol LazyModule: Module {
  /// Gives the uninitialised parameters and buffers their shape and values. Called once, before the
  /// first `forward`, with what that gets; a state that was loaded before has shapes already.
  func initializeParameters(_ inputs: [Tensor?])

  /// Name of the class that the module prints as from then on; nil: its own.
  var classToBecome: String? { get }
}

extension LazyModule {
  public var classToBecome: String? { nil }

  /// Whether any of the module's own parameters and buffers has no shape yet.
  public var hasUninitializedParams: Bool {
    let members = self.members
    return (members.parameters + members.buffers).contains { $0.stored?.isUninitialized == true }
  }

  /// Runs before the first `forward`, and never again.
  fileprivate func inferParameters(_ inputs: [Tensor?]) {
    attempt {
      initializeParameters(inputs)
      try throwPendingError()
      try check(
        !hasUninitializedParams, .runtime, "module \(name) has not been fully initialized")
      if let hook = extras?.lazyHook { extras?.hooks?.forwardPre.remove(id: hook) }
      extras?.lazyHook = nil
      extras?.becomes = classToBecome
    }
  }
}

extension Module {
  /// Prepares a lazy module for its first call.
  func awaitFirstCall() {
    guard self is any LazyModule else { return }
    writableExtras.lazyHook = writableHooks.forwardPre.insert { module, inputs in
      (module as? any LazyModule)?.inferParameters(inputs)
      return nil
    }
  }
}

extension Tensor {
  /// Size of a dimension of the first input.
  ///
  /// - Throws: `TensorError` (`.index`) when there is no such dimension.
  func inferredSize(_ dim: Int) throws -> Int {
    try check(dim < self.dim && dim >= -self.dim, .index, "tuple index out of range")
    return size(dim)
  }
}
