import Touchstone

/// What schedules that are made of others share.
public class SchedulerGroup: LRScheduler {
  public internal(set) var schedulers: [LRScheduler]

  /// - Errors: `.value` for no schedules, for `ReduceLROnPlateau`, which needs a number in every
  ///   step, and for schedules of another optimizer.
  init(_ optimizer: Optimizer, _ schedulers: [LRScheduler], lastEpoch: Int, whenEmpty: String) {
    self.schedulers = schedulers
    super.init(still: optimizer, lastEpoch: lastEpoch)
    attempt {
      try check(!schedulers.isEmpty, .value, "\(className) expects at least one \(whenEmpty)")
      for (index, scheduler) in schedulers.enumerated() { try admit(scheduler, index) }
    }
  }

  private func admit(_ scheduler: LRScheduler, _ index: Int) throws {
    try check(
      !(scheduler is ReduceLROnPlateau), .value,
      "\(className) does not support `ReduceLROnPlateau` scheduler as it requires additional "
        + "kwargs to be specified when calling `step`, but got one at index \(index) in the given "
        + "schedulers sequence.")
    try check(
      scheduler.optimizer === optimizer, .value,
      "\(className) expects all schedulers to belong to the same optimizer, but got scheduler "
        + "\(type(of: scheduler)) at index \(index) has \(scheduler.optimizer), which is different "
        + "from \(type(of: optimizer)).")
  }

  private var className: String { "\(type(of: self))" }

  /// The states of the schedules, in PyTorch's place: last.
  var schedulersField: StateField { StateField("_schedulers", self, \SchedulerGroup.states) }

  private var states: [Value] {
    get { schedulers.map { .entries($0.stateDict()) } }
    set {
      for (scheduler, state) in zip(schedulers, newValue) {
        scheduler.loadStateDict(state.entries ?? [:])
      }
    }
  }

  override var requiredEntries: [String] { ["_schedulers"] }
}
