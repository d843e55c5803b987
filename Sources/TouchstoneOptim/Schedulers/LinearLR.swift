import Touchstone

/// Multiplies the rates by a factor that goes from `startFactor` to `endFactor` in equal steps,
/// `torch.optim.lr_scheduler.LinearLR`.
public final class LinearLR: LRScheduler {
  public internal(set) var startFactor: Double
  public internal(set) var endFactor: Double
  public internal(set) var totalIters: Int

  /// - Errors: `.value` for a start outside (0, 1] or an end outside [0, 1].
  public init(
    _ optimizer: Optimizer, startFactor: Double = 1.0 / 3, endFactor: Double = 1,
    totalIters: Int = 5, lastEpoch: Int = -1
  ) {
    (self.startFactor, self.endFactor) = (startFactor, endFactor)
    self.totalIters = totalIters
    attempt {
      try check(
        !(startFactor > 1 || startFactor <= 0), .value,
        "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.")
      try check(
        !(endFactor > 1 || endFactor < 0), .value,
        "Ending multiplicative factor expected to be between 0 and 1.")
    }
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    if lastEpoch == 0 { return current(times: startFactor) }
    if isInitial == true || lastEpoch > totalIters { return try current() }
    let slope = endFactor - startFactor
    let before = Double(totalIters) * startFactor + Double(lastEpoch - 1) * slope
    return current(times: 1 + (try Python.divide(slope, before)))
  }

  public override func closedFormRates() throws -> [Value]? {
    let rise = (endFactor - startFactor) * Double(min(totalIters, lastEpoch))
    let factor = startFactor + (try Python.divide(rise, Double(totalIters)))
    return baseLRs.map { $0 * factor }
  }

  public override var ownFields: [StateField] {
    [
      StateField("start_factor", self, \LinearLR.startFactor),
      StateField("end_factor", self, \LinearLR.endFactor),
      StateField("total_iters", self, \LinearLR.totalIters),
    ]
  }
}
