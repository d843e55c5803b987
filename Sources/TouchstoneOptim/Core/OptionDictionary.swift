import OrderedCollections
import Touchstone

/// Options of a parameter group, or the state of a parameter, by PyTorch's names and in its order.
public typealias OptionDictionary = OrderedDictionary<String, Value>

/// A number that an optimizer takes as a learning rate: PyTorch allows tensors of one element too.
public protocol OptionNumber {
  var optionValue: Value { get }
}

extension Double: OptionNumber {
  public var optionValue: Value { .double(self) }
}

extension Int: OptionNumber {
  public var optionValue: Value { .int(Int64(self)) }
}

extension Tensor: OptionNumber {
  public var optionValue: Value { .tensor(self) }
}

extension Value {
  /// The number of an option; tensors give their element.
  var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    case .bool(let value): value ? 1 : 0
    case .tensor(let tensor) where tensor.numel == 1: tensor.item().doubleValue
    default: nil
    }
  }

  /// The numbers of a list.
  var numbers: [Double]? {
    guard case .list(let items) = self else { return nil }
    let found = items.compactMap(\.number)
    return found.count == items.count ? found : nil
  }

  /// The items of a list.
  var items: [Value] { if case .list(let items) = self { items } else { [] } }

  /// A switch that may be left open.
  static func optional(_ value: Bool?) -> Value { value.map(Value.bool) ?? .none }

  static func pair(_ pair: (any OptionNumber, any OptionNumber)) -> Value {
    .list([pair.0.optionValue, pair.1.optionValue])
  }
}
