import Touchstone

/// Marks a property as a parameter of its module: a leaf that requires a gradient.
///
/// ```swift
/// @Parameter var weight: Tensor                 // named weight
/// @Parameter var biasK: Tensor?                 // named bias_k; nil is not part of the state
/// @Parameter("in_proj.w") …                     // an error: names have no dots
/// @Parameter("A_log") var logA = Tensor.zeros([16])
/// @Parameter(requiresGrad: false) var scale = Tensor.ones([1])
/// ```
///
/// The tensor assigned becomes the parameter, the same object, so that a parameter of another
/// module stays tied to it. A parameter that was frozen before stays frozen; a view is detached.
///
/// - Errors: `.value` for a tensor with a history, `.runtime` for one that cannot require a
///   gradient.
@propertyWrapper
public final class Parameter<Value: SlotValue>: TensorSlot {
  private let requiresGrad: Bool

  public init(wrappedValue: Value) {
    requiresGrad = true
    super.init(name: nil)
    assign(wrappedValue.slotTensor)
  }

  public init(wrappedValue: Value, _ name: String? = nil, requiresGrad: Bool = true) {
    self.requiresGrad = requiresGrad
    super.init(name: name)
    assign(wrappedValue.slotTensor)
  }

  /// A parameter that has no value before the initializer's end.
  public init(_ name: String? = nil, requiresGrad: Bool = true) {
    self.requiresGrad = requiresGrad
    super.init(name: name)
  }

  public var wrappedValue: Value {
    @inlinable get { Value.value(of: self) }
    set { assign(newValue.slotTensor) }
  }

  override func admit(_ value: Tensor) throws {
    try check(
      value.isLeaf, .value,
      "Cannot assign non-leaf Tensor to parameter '\(name)'. Model parameters must be created "
        + "explicitly. To express '\(name)' as a function of another Tensor, compute the value in "
        + "the forward() method.")
    let parameter = value.isView && !value.isParameter ? value.data : value
    try parameter.becomeParameter(requiresGrad: requiresGrad)
    stored = parameter
  }
}

/// A parameter of any module, whatever its property's type.
protocol ParameterSlot: TensorSlot {}
extension Parameter: ParameterSlot {}
