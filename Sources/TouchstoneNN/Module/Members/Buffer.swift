import Touchstone

/// Marks a property as a buffer of its module: state that moves and is saved with it but is not
/// trained, such as running statistics.
///
/// ```swift
/// @Buffer var runningMean: Tensor?                        // named running_mean
/// @Buffer(persistent: false) var mask = Tensor.ones([4])  // not in the state dictionary
/// ```
@propertyWrapper
public final class Buffer<Value: SlotValue>: TensorSlot {
  /// Whether state dictionaries have it.
  var isPersistent: Bool

  public init(wrappedValue: Value) {
    isPersistent = true
    super.init(name: nil)
    assign(wrappedValue.slotTensor)
  }

  public init(wrappedValue: Value, _ name: String? = nil, persistent: Bool = true) {
    isPersistent = persistent
    super.init(name: name)
    assign(wrappedValue.slotTensor)
  }

  /// A buffer that has no value before the initializer's end.
  public init(_ name: String? = nil, persistent: Bool = true) {
    isPersistent = persistent
    super.init(name: name)
  }

  public var wrappedValue: Value {
    @inlinable get { Value.value(of: self) }
    set { assign(newValue.slotTensor) }
  }
}

/// A buffer of any module, whatever its property's type.
protocol BufferSlot: TensorSlot {
  var isPersistent: Bool { get set }
}
extension Buffer: BufferSlot {}
