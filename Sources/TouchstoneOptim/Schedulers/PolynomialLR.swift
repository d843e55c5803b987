import Touchstone

/// Lets the rates fall to zero as a power, `torch.optim.lr_scheduler.PolynomialLR`:
/// lrₙ = lr₀ · (1 − n / totalIters)^power, and 0 from then on.
public final class PolynomialLR: LRScheduler {
  public internal(set) var totalIters: Int
  public internal(set) var power: Double

  public init(
    _ optimizer: Optimizer, totalIters: Int = 5, power: Double = 1, lastEpoch: Int = -1
  ) {
    (self.totalIters, self.power) = (totalIters, power)
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    if isInitial == true || lastEpoch > totalIters { return try current() }
    let now = 1 - (try Python.divide(lastEpoch, totalIters))
    let before = 1 - (try Python.divide(lastEpoch - 1, totalIters))
    return current(times: try Python.power(Python.divide(now, before), power))
  }

  public override func closedFormRates() throws -> [Value]? {
    let rest = 1 - (try Python.divide(min(totalIters, lastEpoch), totalIters))
    let factor = try Python.power(rest, power)
    return baseLRs.map { $0 * factor }
  }

  public override var ownFields: [StateField] {
    [
      StateField("total_iters", self, \PolynomialLR.totalIters),
      StateField("power", self, \PolynomialLR.power),
    ]
  }
}
