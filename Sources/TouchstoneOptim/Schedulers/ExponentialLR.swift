import Touchstone

/// Multiplies the rates by `gamma` in every step, `torch.optim.lr_scheduler.ExponentialLR`:
/// lrₙ = lr₀ · gammaⁿ.
public final class ExponentialLR: LRScheduler {
  public internal(set) var gamma: Double

  public init(_ optimizer: Optimizer, gamma: Double, lastEpoch: Int = -1) {
    self.gamma = gamma
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    isInitial == true ? try current() : current(times: gamma)
  }

  public override func closedFormRates() throws -> [Value]? {
    let factor = try Python.power(gamma, Double(lastEpoch))
    return baseLRs.map { $0 * factor }
  }

  public override var ownFields: [StateField] {
    [StateField("gamma", self, \ExponentialLR.gamma)]
  }
}
