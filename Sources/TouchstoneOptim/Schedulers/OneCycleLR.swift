import Foundation
import Touchstone

/// One cycle of the rates: up from maxLR / divFactor to `maxLR`, then down to a
/// `finalDivFactor`-th of where they began, `torch.optim.lr_scheduler.OneCycleLR` (Smith, Topin
/// 2018). Momentum moves the other way. `step` follows every batch.
public final class OneCycleLR: LRScheduler {
  public internal(set) var totalSteps: Int
  var phases: [CyclePhase]
  public internal(set) var annealStrategy: String
  public internal(set) var cycleMomentum: Bool
  private var usesBeta1: Bool

  /// - Parameters:
  ///   - totalSteps: length of the cycle; else `epochs` times `stepsPerEpoch`.
  ///   - pctStart: part of the cycle in which the rates rise.
  ///   - annealStrategy: `cos` or `linear`.
  ///   - threePhase: falls first as long as it has risen, then to the end.
  /// - Errors: `.value` for lengths that are missing or not positive, `pctStart` outside [0, 1], an
  ///   unknown strategy, lists of another length than the groups', and an optimizer without
  ///   momentum where that is to cycle; after the last step for each further one.
  public init(
    _ optimizer: Optimizer, maxLR: some GroupNumbers, totalSteps: Int? = nil, epochs: Int? = nil,
    stepsPerEpoch: Int? = nil, pctStart: Double = 0.3, annealStrategy: String = "cos",
    cycleMomentum: Bool = true, baseMomentum: some GroupNumbers = 0.85,
    maxMomentum: some GroupNumbers = 0.95, divFactor: Double = 25, finalDivFactor: Double = 1e4,
    threePhase: Bool = false, lastEpoch: Int = -1
  ) {
    (self.annealStrategy, self.cycleMomentum) = (annealStrategy, cycleMomentum)
    let length = guarded(1) { try Self.length(totalSteps, epochs, stepsPerEpoch) }
    self.totalSteps = length
    phases = CyclePhase.phases(length, pctStart, threePhase)
    usesBeta1 = optimizer.defaults["betas"] != nil
    attempt {
      try Self.checkForm(pctStart, annealStrategy)
      let rates = try maxLR.perGroup("max_lr", optimizer)
      if lastEpoch == -1 { try Self.setRates(optimizer, rates, divFactor, finalDivFactor) }
      guard cycleMomentum else { return }
      let momentums = try Momentums(optimizer)
      let high = try maxMomentum.perGroup("max_momentum", optimizer)
      let low = try baseMomentum.perGroup("base_momentum", optimizer)
      if lastEpoch == -1 { try momentums.begin(optimizer, base: low, max: high) }
    }
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  private static func length(_ total: Int?, _ epochs: Int?, _ perEpoch: Int?) throws -> Int {
    func positive(_ number: Int, _ name: String) throws -> Int {
      try check(number > 0, .value, "Expected positive integer \(name), but got \(number)")
      return number
    }
    if let total { return try positive(total, "total_steps") }
    guard let epochs, let perEpoch else {
      throw TensorError(
        .value, "You must define either total_steps OR (epochs AND steps_per_epoch)")
    }
    return try positive(epochs, "epochs") * positive(perEpoch, "steps_per_epoch")
  }

  private static func checkForm(_ pctStart: Double, _ strategy: String) throws {
    try check(
      !(pctStart < 0 || pctStart > 1), .value,
      "Expected float between 0 and 1 pct_start, but got \(pctStart)")
    try check(
      strategy == "cos" || strategy == "linear", .value,
      "anneal_strategy must be one of 'cos' or 'linear', instead got \(strategy)")
  }

  private static func setRates(
    _ optimizer: Optimizer, _ rates: [Value], _ divFactor: Double, _ finalDivFactor: Double
  ) throws {
    for (group, rate) in zip(optimizer.paramGroups, rates) {
      let initial = try rate.divided(by: divFactor)
      group["initial_lr"] = initial
      group["max_lr"] = rate
      group["min_lr"] = try initial.divided(by: finalDivFactor)
    }
  }

  public override func rates() throws -> [Value] {
    try check(
      lastEpoch <= totalSteps, .value,
      "Tried to step \(lastEpoch) times. The specified number of total steps is \(totalSteps)")
    let (phase, share) = try position()
    let momentums = Momentums(usesBeta1: usesBeta1)
    return try optimizer.paramGroups.map { group in
      let rate = try anneal(group[phase.startLR], group[phase.endLR], share)
      if cycleMomentum {
        momentums.set(
          try anneal(group[phase.startMomentum], group[phase.endMomentum], share), group)
      }
      return rate
    }
  }

  /// The phase of the step, and how much of it has passed.
  private func position() throws -> (CyclePhase, Double) {
    let step = Double(lastEpoch)
    var start = 0.0
    for phase in phases.dropLast() {
      let end = phase.endStep.number ?? .nan
      if step <= end { return (phase, try Python.divide(step - start, end - start)) }
      start = end
    }
    guard let last = phases.last else { throw TensorError(.value, "a cycle without phases") }
    return (last, try Python.divide(step - start, (last.endStep.number ?? .nan) - start))
  }

  private func anneal(_ start: Value, _ end: Value, _ share: Double) throws -> Value {
    if annealStrategy == "linear" { return (end - start) * share + start }
    return end + (try (start - end).divided(by: 2)) * (cos(.pi * share) + 1)
  }

  public override var ownFields: [StateField] {
    [
      StateField("total_steps", self, \OneCycleLR.totalSteps),
      StateField("_schedule_phases", self, \OneCycleLR.phases),
      StateField("_anneal_func_type", self, \OneCycleLR.annealStrategy),
      StateField("cycle_momentum", self, \OneCycleLR.cycleMomentum),
    ] + (cycleMomentum ? [StateField("use_beta1", self, \OneCycleLR.usesBeta1)] : [])
  }
}

/// A part of a cycle: from which options of a group to which others rate and momentum go, and when
/// it ends.
struct CyclePhase: StateConvertible {
  let endStep: Value
  let startLR: String
  let endLR: String
  let startMomentum: String
  let endMomentum: String

  static func phases(_ total: Int, _ pctStart: Double, _ threePhase: Bool) -> [CyclePhase] {
    let top = pctStart * Double(total) - 1
    let end = Value.int(Int64(total - 1))
    let rise = CyclePhase(.double(top), "initial_lr", "max_lr", "max_momentum", "base_momentum")
    guard threePhase else {
      return [rise, CyclePhase(end, "max_lr", "min_lr", "base_momentum", "max_momentum")]
    }
    let back = 2 * pctStart * Double(total) - 2
    return [
      rise, CyclePhase(.double(back), "max_lr", "initial_lr", "base_momentum", "max_momentum"),
      CyclePhase(end, "initial_lr", "min_lr", "max_momentum", "max_momentum"),
    ]
  }

  private init(
    _ endStep: Value, _ startLR: String, _ endLR: String, _ startMomentum: String,
    _ endMomentum: String
  ) {
    (self.endStep, self.startLR, self.endLR) = (endStep, startLR, endLR)
    (self.startMomentum, self.endMomentum) = (startMomentum, endMomentum)
  }

  var stateValue: Value {
    .entries([
      "end_step": endStep, "start_lr": .string(startLR), "end_lr": .string(endLR),
      "start_momentum": .string(startMomentum), "end_momentum": .string(endMomentum),
    ])
  }

  init?(stateValue: Value) {
    guard let entries = stateValue.entries, let endStep = entries["end_step"],
      let names = Self.names(entries)
    else { return nil }
    self.init(endStep, names[0], names[1], names[2], names[3])
  }

  private static func names(_ entries: OptionDictionary) -> [String]? {
    let found = ["start_lr", "end_lr", "start_momentum", "end_momentum"].compactMap { key in
      if case .string(let name) = entries[key] { name } else { String?.none }
    }
    return found.count == 4 ? found : nil
  }
}
