import Touchstone

/// Base of all modules, `torch.nn.Module`.
open class Module {
  /// Whether layers that behave differently in training (dropout, batch normalisation) do so.
  public internal(set) var training = true

  public init() {}

  /// What the module computes; subclasses override it and callers use `module(input)`.
  open func forward(_ input: Tensor) -> Tensor {
    guarded {
      throw TensorError(
        .notImplemented,
        "Module [\(Self.self)] is missing the required \"forward\" function")
    }
  }

  public final func callAsFunction(_ input: Tensor) -> Tensor { forward(input) }
}
