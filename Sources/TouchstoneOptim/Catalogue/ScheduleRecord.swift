import Touchstone

/// One learning-rate schedule of the catalogue.
public struct ScheduleRecord: Sendable {
  /// PyTorch's name, such as `CosineAnnealingLR`.
  public let name: String
  /// Makes one for an optimizer, from options by PyTorch's names.
  public let make: @Sendable (Optimizer, ScheduleOptions) throws -> LRScheduler

  init(
    _ name: String, _ make: @escaping @Sendable (Optimizer, ScheduleOptions) throws -> LRScheduler
  ) {
    (self.name, self.make) = (name, make)
  }
}

/// Options of a schedule by PyTorch's names.
public struct ScheduleOptions {
  /// What an option may be.
  public enum Option {
    case value(Value)
    case functions([(Double) -> Double], isOne: Bool)
    case schedules([LRScheduler])
  }

  private let options: [String: Option]

  public init(_ options: [String: Option]) { self.options = options }

  func value(_ name: String) -> Value? {
    if case .value(let value) = options[name] { value } else { nil }
  }

  func given<T: StateConvertible>(_ name: String, _ type: T.Type = T.self) throws -> T? {
    guard let value = value(name) else { return nil }
    if case .none = value { return nil }
    guard let converted = T(stateValue: value) else {
      throw TensorError(.type, "the option \(name) is \(value.pythonType)")
    }
    return converted
  }

  func required<T: StateConvertible>(_ name: String) throws -> T {
    guard let value: T = try given(name) else {
      throw TensorError(.type, "missing a required argument: '\(name)'")
    }
    return value
  }

  func functions(_ name: String) throws -> (all: [(Double) -> Double], isOne: Bool) {
    guard case .functions(let functions, let isOne) = options[name] else {
      throw TensorError(.type, "the option \(name) is no function")
    }
    return (functions, isOne)
  }

  func function(_ name: String) throws -> ((Double) -> Double)? {
    options[name] == nil ? nil : try functions(name).all.first
  }

  var schedules: [LRScheduler] {
    if case .schedules(let schedules) = options["schedulers"] { schedules } else { [] }
  }

  func lastEpoch() throws -> Int { try given("last_epoch") ?? -1 }
}
