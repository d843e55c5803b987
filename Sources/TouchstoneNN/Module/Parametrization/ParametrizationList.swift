import Touchstone

/// Modules that compute a parameter from other tensors.
public final class ParametrizationList: Module {
  @usableFromInline var value: Tensor? { nil }
  func assign(_ value: Tensor) throws {}
}
