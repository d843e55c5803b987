import OrderedCollections
import Touchstone

/// Multiplies the rates by `gamma` at each milestone, as often as it is named,
/// `torch.optim.lr_scheduler.MultiStepLR`.
public final class MultiStepLR: LRScheduler {
  /// How often each step is named, in the order given.
  var milestones: StepCounts
  public internal(set) var gamma: Double

  public init(
    _ optimizer: Optimizer, milestones: [Int], gamma: Double = 0.1, lastEpoch: Int = -1
  ) {
    (self.milestones, self.gamma) = (StepCounts(milestones), gamma)
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    guard let times = milestones.counts[lastEpoch] else { return try current() }
    return current(times: try Python.power(gamma, Double(times)))
  }

  public override func closedFormRates() throws -> [Value]? {
    let passed = Python.bisectRight(milestones.sorted, lastEpoch)
    let factor = try Python.power(gamma, Double(passed))
    return baseLRs.map { $0 * factor }
  }

  public override var ownFields: [StateField] {
    [
      StateField("milestones", self, \MultiStepLR.milestones),
      StateField("gamma", self, \MultiStepLR.gamma),
    ]
  }
}

/// Numbers and how often each occurs, Python's `Counter`.
struct StepCounts: StateConvertible {
  private(set) var counts: OrderedDictionary<Int, Int> = [:]

  init(_ numbers: [Int]) {
    for number in numbers { counts[number, default: 0] += 1 }
  }

  /// Every number as often as it occurs, ascending.
  var sorted: [Int] {
    counts.flatMap { Array(repeating: $0.key, count: max($0.value, 0)) }.sorted()
  }

  var stateValue: Value {
    .dictionary(
      OrderedDictionary(
        uniqueKeysWithValues: counts.map { (.int(Int64($0.key)), .int(Int64($0.value))) }))
  }

  init?(stateValue: Value) {
    guard case .dictionary(let entries) = stateValue else { return nil }
    for (key, value) in entries {
      guard case .int(let number) = key, case .int(let count) = value else { return nil }
      counts[Int(number)] = Int(count)
    }
  }
}
