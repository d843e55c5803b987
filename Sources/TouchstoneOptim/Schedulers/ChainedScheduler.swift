import Touchstone

/// Several schedules that all step in every step, `torch.optim.lr_scheduler.ChainedScheduler`.
public final class ChainedScheduler: SchedulerGroup {
  /// - Parameter optimizer: the schedules' own when nil.
  /// - Errors: those of `SchedulerGroup`.
  public init(_ schedulers: [LRScheduler], optimizer: Optimizer? = nil) {
    let empty = "scheduler to be chained, but got no scheduler."
    attempt {
      try check(
        !schedulers.isEmpty, .value, "ChainedScheduler expects at least one \(empty)")
    }
    super.init(
      optimizer ?? schedulers.first?.optimizer ?? Optimizer([], [:]), schedulers, lastEpoch: 0,
      whenEmpty: empty)
    attempt { try remember() }
  }

  private func remember() throws {
    if let last = schedulers.last { lastLR = try last.optimizer.values("lr") }
  }

  override func advance(_ epoch: Int?) throws {
    if epoch != nil { throw SchedulerGroup.noEpoch(self) }
    for scheduler in schedulers { try scheduler.advance(nil) }
    try remember()
  }

  override var fields: [StateField] {
    [StateField("_last_lr", self, \ChainedScheduler.lastLR)] + stepFields + [schedulersField]
  }
}
