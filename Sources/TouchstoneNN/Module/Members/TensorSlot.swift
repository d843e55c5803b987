import Touchstone

/// The place of one parameter or buffer in a module: a box that several readers share, so that
/// state can be found by reflection and replaced.
public class TensorSlot {
  /// The name given by hand, instead of the property's.
  let explicitName: String?
  /// Name in the module, without the path; set when the module is initialised.
  final var name: String
  @usableFromInline @exclusivity(unchecked) final var stored: Tensor?
  /// What computes the value of a parametrised slot, which is then no longer in the module's own
  /// state.
  @usableFromInline @exclusivity(unchecked) final var parametrization: ParametrizationList?

  /// Whether the value belongs to the module's state; an older form of normalisation takes it out
  /// and computes it before each call.
  final var isRegistered = true

  init(name: String?) {
    explicitName = name
    self.name = name ?? ""
  }

  /// The value: the tensor kept here, or what the parametrisation makes of its own.
  @inlinable
  final var current: Tensor? {
    if let parametrization { return parametrization.value }
    return stored
  }

  /// Keeps `value`, or gives it to the parametrisation's inverse.
  @usableFromInline
  final func assign(_ value: Tensor?) {
    attempt {
      if let parametrization, let value { return try parametrization.assign(value) }
      if let value { try admit(value) } else { stored = nil }
    }
  }

  /// Takes `value` in as the kind of state this slot holds.
  func admit(_ value: Tensor) throws { stored = value }
}

/// What a marked property may be: a tensor, or one that may be absent.
public protocol SlotValue {
  /// The property's value for what the slot keeps.
  static func value(of slot: TensorSlot) -> Self
  /// What the slot is to keep.
  var slotTensor: Tensor? { get }
}

extension Tensor: SlotValue {
  @inlinable
  public static func value(of slot: TensorSlot) -> Tensor { slot.current ?? absent(slot) }

  /// - Errors: `.attribute`, since the property says that there is always a tensor.
  @usableFromInline
  static func absent(_ slot: TensorSlot) -> Tensor {
    guarded { throw TensorError(.attribute, "'\(slot.name)' has no value") }
  }

  @inlinable public var slotTensor: Tensor? { self }
}

extension Tensor?: SlotValue {
  @inlinable
  public static func value(of slot: TensorSlot) -> Tensor? { slot.current }

  @inlinable public var slotTensor: Tensor? { self }
}
