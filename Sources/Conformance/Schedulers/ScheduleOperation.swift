import Foundation
import OrderedCollections
import Touchstone
import TouchstoneOptim

/// A learning-rate schedule as an operation: options in; the curve and the state dict out.
///
/// The parameters and results are those of `Fixtures/touchstone_fixtures/scheduler_call.py`.
extension ScheduleRecord {
  var operation: OperationRecord {
    OperationRecord(
      name, signature: "optimizer, rates, settings, options, steps, restored_at", metric: .exact
    ) { arguments in
      try Warnings.handled(by: { _ in }) { try ScheduleCase(self, arguments).run() }
    }
  }
}

/// The steps of one schedule.
private struct ScheduleCase {
  private let record: ScheduleRecord
  private let optimizerName: String
  private let rates: [Value]
  private let settings: OptionDictionary
  private let options: Value
  private let steps: [Value]
  private let restoredAt: Int?

  init(_ record: ScheduleRecord, _ arguments: Arguments) throws {
    self.record = record
    optimizerName = try arguments.string("optimizer")
    rates = arguments.value("rates").items
    settings = try arguments.value("settings").pairs()
    options = arguments.value("options")
    steps = arguments.value("steps").items
    restoredAt = try arguments.intOrNil("restored_at")
  }

  func run() throws -> [Value] {
    var (optimizer, schedule) = try made()
    var curve = try observed(optimizer, schedule)
    for (number, step) in steps.enumerated() {
      if number == restoredAt { (optimizer, schedule) = try restored(optimizer, schedule) }
      for step in try expanded(step) {
        optimizer.step()
        try advance(schedule, step)
        try throwPendingError()
      }
      curve += try observed(optimizer, schedule)
    }
    return curve + FlatState(.entries(schedule.stateDict())).leaves
  }

  private func made() throws -> (Optimizer, LRScheduler) {
    guard let maker = OptimizerCatalogue.record(optimizerName) else {
      throw TensorError(.notImplemented, "no optimizer \(optimizerName)")
    }
    let groups = rates.map { rate in
      ParamGroup([Tensor.zeros([1]).requiresGrad_()], ["lr": copy(rate)])
    }
    let optimizer = maker.make(groups, settings)
    let schedule = try built(record, optimizer, options)
    try throwPendingError()
    return (optimizer, schedule)
  }

  private func copy(_ rate: Value) -> Value {
    if case .tensor(let tensor) = rate { .tensor(tensor.clone()) } else { rate }
  }

  private func restored(
    _ optimizer: Optimizer, _ schedule: LRScheduler
  ) throws -> (Optimizer, LRScheduler) {
    let (fresh, successor) = try made()
    fresh.loadStateDict(optimizer.stateDict())
    successor.loadStateDict(schedule.stateDict())
    try throwPendingError()
    return (fresh, successor)
  }

  private func built(
    _ record: ScheduleRecord, _ optimizer: Optimizer, _ options: Value
  ) throws -> LRScheduler {
    let revived = try options.pairs().mapValues { try self.revived($0, optimizer) }
    let schedule = try record.make(
      optimizer, ScheduleOptions(Dictionary(uniqueKeysWithValues: revived.map { ($0, $1) })))
    try throwPendingError()
    return schedule
  }

  /// `["function", name]` and `["schedule", class, options]`, alone or in a list.
  private func revived(_ value: Value, _ optimizer: Optimizer) throws -> ScheduleOptions.Option {
    if let name = value.tagged("function")?[0].text {
      return .functions([try ScheduleFunctions.named(name)], isOne: true)
    }
    let functions = value.items.compactMap { $0.tagged("function")?[0].text }
    if !functions.isEmpty {
      return .functions(try functions.map(ScheduleFunctions.named), isOne: false)
    }
    let schedules = try value.items.compactMap { item in
      try item.tagged("schedule").map { parts in try schedule(parts, optimizer) }
    }
    return schedules.isEmpty ? .value(value) : .schedules(schedules)
  }

  private func schedule(_ parts: [Value], _ optimizer: Optimizer) throws -> LRScheduler {
    let name = parts[0].text ?? ""
    guard let record = ScheduleCatalogue.record(name) else {
      throw TensorError(.notImplemented, "no schedule \(name)")
    }
    return try built(record, optimizer, parts[1])
  }

  /// `["many", n]` stands for n steps that are observed once.
  private func expanded(_ step: Value) throws -> [Value] {
    guard let parts = step.tagged("many"), case .int(let count) = parts[0] else { return [step] }
    return Array(repeating: .none, count: Int(count))
  }

  private func advance(_ schedule: LRScheduler, _ step: Value) throws {
    if let parts = step.tagged("epoch") { return try go(schedule, to: parts[0]) }
    switch (step, schedule) {
    case (.double(let metric), let plateau as ReduceLROnPlateau): plateau.step(metric)
    case (.tensor(let metric), let plateau as ReduceLROnPlateau): plateau.step(metric)
    default: schedule.step()
    }
  }

  private func go(_ schedule: LRScheduler, to epoch: Value) throws {
    switch (epoch, schedule) {
    case (.int(let number), _): schedule.step(epoch: Int(number))
    case (.double(let number), let restarts as CosineAnnealingWarmRestarts):
      restarts.step(epoch: number)
    default: throw TensorError(.notImplemented, "steps between two epochs")
    }
  }

  private func observed(_ optimizer: Optimizer, _ schedule: LRScheduler) throws -> [Value] {
    let groups = optimizer.paramGroups.flatMap { group in
      [group.lr] + (momentum(group).map { [$0] } ?? [])
    }
    return (groups + schedule.getLastLR()).map(Value.double)
  }

  private func momentum(_ group: ParamGroup) -> Double? {
    if case .double(let momentum) = group["momentum"], momentum != 0 { return momentum }
    if case .double(let beta) = group["betas"].items.first { return beta }
    return nil
  }
}

/// The functions that the generator names.
private enum ScheduleFunctions {
  static func named(_ name: String) throws -> (Double) -> Double {
    guard let function = all[name] else {
      throw TensorError(.notImplemented, "no function \(name)")
    }
    return function
  }

  private static let all: [String: @Sendable (Double) -> Double] = [
    "0.95^n": { pow(0.95, $0) },
    "1/(1+n)": { 1 / (1 + $0) },
    "n//3": { pow(0.5, ($0 / 3).rounded(.down)) },
    "0.9": { _ in 0.9 },
    "sawtooth": { 1 / pow(5, $0 * 0.0001) },
    "square": { $0 * $0 / 4 },
  ]
}

extension Value {
  fileprivate var items: [Value] {
    if case .list(let items) = self { items } else { [] }
  }

  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// What follows `tag` in a list that begins with it.
  fileprivate func tagged(_ tag: String) -> [Value]? {
    items.first?.text == tag ? Array(items.dropFirst()) : nil
  }

  /// `[[name, value], …]`.
  fileprivate func pairs() throws -> OptionDictionary {
    var options: OptionDictionary = [:]
    for item in items {
      guard item.items.count == 2, let name = item.items[0].text else {
        throw TensorError(.type, "options hold something that is no pair of name and value")
      }
      options[name] = item.items[1]
    }
    return options
  }
}
