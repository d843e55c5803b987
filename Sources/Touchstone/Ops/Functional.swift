/// `torch.nn.functional`: what layers compute, as functions of tensors.
///
/// Functions that PyTorch offers as methods of tensors too (`relu`, `softmax`, …) are methods here
/// and forwarded from here.
public enum Functional {}

/// PyTorch's usual name for `torch.nn.functional`.
public typealias F = Functional

/// How a loss of many elements becomes a result, PyTorch's `reduction`.
public enum LossReduction: String, Sendable, CaseIterable {
  /// One loss for each element.
  case none
  /// Their mean; a weighted one where the loss has weights.
  case mean
  case sum

  /// - Throws: `TensorError` (`.value`) unless `name` is one of the three.
  public init(name: String) throws {
    guard let reduction = LossReduction(rawValue: name) else {
      throw TensorError(.value, "\(name) is not a valid value for reduction")
    }
    self = reduction
  }
}
