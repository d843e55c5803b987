import Touchstone

/// Multiplies the rates by `gamma` every `stepSize` steps, `torch.optim.lr_scheduler.StepLR`:
/// lrₙ = lr₀ · gamma^⌊n / stepSize⌋.
public final class StepLR: LRScheduler {
  public internal(set) var stepSize: Int
  public internal(set) var gamma: Double

  public init(_ optimizer: Optimizer, stepSize: Int, gamma: Double = 0.1, lastEpoch: Int = -1) {
    (self.stepSize, self.gamma) = (stepSize, gamma)
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    let isDue = try lastEpoch != 0 && Python.modulo(lastEpoch, stepSize) == 0
    return isDue ? current(times: gamma) : try current()
  }

  public override func closedFormRates() throws -> [Value]? {
    let times = try Python.floorDivide(lastEpoch, stepSize)
    let factor = try Python.power(gamma, Double(times))
    return baseLRs.map { $0 * factor }
  }

  public override var ownFields: [StateField] {
    [StateField("step_size", self, \StepLR.stepSize), StateField("gamma", self, \StepLR.gamma)]
  }
}
