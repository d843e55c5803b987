import OrderedCollections
import Touchstone

/// An entry of a schedule's state dict: how it is read from the schedule and how it is put back.
public struct StateField {
  let name: String
  let get: () -> Value
  let set: (Value) throws -> Void

  /// The property `path` of `owner` under PyTorch's name.
  public init<Owner: AnyObject, T: StateConvertible>(
    _ name: String, _ owner: Owner, _ path: ReferenceWritableKeyPath<Owner, T>
  ) {
    self.name = name
    get = { owner[keyPath: path].stateValue }
    set = { value in
      guard let converted = T(stateValue: value) else {
        throw TensorError(
          .type, "the state's entry '\(name)' is \(value.pythonType), which is not \(T.self)")
      }
      owner[keyPath: path] = converted
    }
  }

  /// An entry that is written and whose loaded value does not matter.
  init(_ name: String, constant value: Value) {
    (self.name, get, set) = (name, { value }, { _ in })
  }
}

/// What can stand in a state dict.
public protocol StateConvertible {
  var stateValue: Value { get }
  /// Nil for a value of another kind.
  init?(stateValue: Value)
}

extension Value: StateConvertible {
  public var stateValue: Value { self }
  public init?(stateValue: Value) { self = stateValue }
}

extension Int: StateConvertible {
  public var stateValue: Value { .int(Int64(self)) }
  public init?(stateValue: Value) {
    guard case .int(let value) = stateValue else { return nil }
    self = Int(value)
  }
}

extension Double: StateConvertible {
  public var stateValue: Value { .double(self) }
  public init?(stateValue: Value) {
    guard let number = stateValue.number else { return nil }
    self = number
  }
}

extension Bool: StateConvertible {
  public var stateValue: Value { .bool(self) }
  public init?(stateValue: Value) {
    guard case .bool(let value) = stateValue else { return nil }
    self = value
  }
}

extension String: StateConvertible {
  public var stateValue: Value { .string(self) }
  public init?(stateValue: Value) {
    guard case .string(let value) = stateValue else { return nil }
    self = value
  }
}

extension Array: StateConvertible where Element: StateConvertible {
  public var stateValue: Value { .list(map(\.stateValue)) }
  public init?(stateValue: Value) {
    guard case .list(let items) = stateValue else { return nil }
    let found = items.compactMap(Element.init(stateValue:))
    guard found.count == items.count else { return nil }
    self = found
  }
}
