import Touchstone

/// Several schedules one after the other, each until its milestone,
/// `torch.optim.lr_scheduler.SequentialLR`.
///
/// ```swift
/// let warmUp = LinearLR(optimizer, startFactor: 0.1, totalIters: 5)
/// let decay = CosineAnnealingLR(optimizer, tMax: 95)
/// let schedule = SequentialLR(optimizer, schedulers: [warmUp, decay], milestones: [5])
/// ```
public final class SequentialLR: SchedulerGroup {
  /// The steps at which the next schedule begins.
  public internal(set) var milestones: [Int]

  /// - Errors: those of `SchedulerGroup`; `.value` unless there is one milestone less than
  ///   schedules.
  public init(
    _ optimizer: Optimizer, schedulers: [LRScheduler], milestones: [Int], lastEpoch: Int = -1
  ) {
    self.milestones = milestones
    super.init(
      optimizer, schedulers, lastEpoch: lastEpoch + 1,
      whenEmpty: "scheduler, but got no scheduler.")
    attempt {
      try check(
        milestones.count == schedulers.count - 1, .value,
        "Sequential Schedulers expects number of schedulers provided to be one more than the "
          + "number of milestone points, but got number of schedulers \(schedulers.count) and the number "
          + "of milestones to be equal to \(milestones.count)")
      let initial = try optimizer.values("initial_lr")
      for (group, rate) in zip(optimizer.paramGroups, initial) { group.setRate("lr", rate) }
      Self.undo(self)
      let first = schedulers[Python.bisectRight(milestones, 0)]
      try first.initialStep()
      lastLR = first.lastLR
    }
  }

  /// Takes back the steps that the schedules made when they were made.
  private static func undo(_ scheduler: LRScheduler) {
    if let group = scheduler as? SchedulerGroup {
      group.schedulers.forEach(undo)
    } else {
      scheduler.lastEpoch -= 1
    }
  }

  override func advance(_ epoch: Int?) throws {
    if epoch != nil { throw SchedulerGroup.noEpoch(self) }
    lastEpoch += 1
    let index = Python.bisectRight(milestones, lastEpoch)
    let scheduler = schedulers[index]
    if index > 0 && milestones[index - 1] == lastEpoch {
      try scheduler.update(0)
    } else {
      try scheduler.advance(nil)
    }
    lastLR = scheduler.lastLR
  }

  override var fields: [StateField] {
    [
      StateField("_milestones", self, \SequentialLR.milestones),
      StateField("last_epoch", self, \SequentialLR.lastEpoch),
      StateField("_last_lr", self, \SequentialLR.lastLR),
    ] + stepFields + [schedulersField]
  }
}

extension SchedulerGroup {
  static func noEpoch(_ scheduler: SchedulerGroup) -> TensorError {
    TensorError(
      .type, "\(type(of: scheduler)).step() takes 1 positional argument but 2 were given")
  }
}
