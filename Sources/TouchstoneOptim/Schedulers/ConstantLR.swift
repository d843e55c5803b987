import Touchstone

/// Multiplies the rates by `factor` for the first `totalIters` steps,
/// `torch.optim.lr_scheduler.ConstantLR`.
public final class ConstantLR: LRScheduler {
  public internal(set) var factor: Double
  public internal(set) var totalIters: Int

  /// - Errors: `.value` for a factor outside [0, 1].
  public init(
    _ optimizer: Optimizer, factor: Double = 1.0 / 3, totalIters: Int = 5, lastEpoch: Int = -1
  ) {
    (self.factor, self.totalIters) = (factor, totalIters)
    attempt {
      try check(
        !(factor > 1 || factor < 0), .value,
        "Constant multiplicative factor expected to be between 0 and 1.")
    }
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    if lastEpoch == 0 { return current(times: factor) }
    if lastEpoch != totalIters { return try current() }
    return current(times: try Python.divide(1, factor))
  }

  public override func closedFormRates() throws -> [Value]? {
    let share = factor + (lastEpoch >= totalIters ? 1 : 0) * (1 - factor)
    return baseLRs.map { $0 * share }
  }

  public override var ownFields: [StateField] {
    [
      StateField("factor", self, \ConstantLR.factor),
      StateField("total_iters", self, \ConstantLR.totalIters),
    ]
  }
}
