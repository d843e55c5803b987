import Foundation
import Touchstone

/// Lets the rates rise from `baseLR` to `maxLR` and fall back along straight lines, again and
/// again, `torch.optim.lr_scheduler.CyclicLR` (Smith 2017). Momentum moves the other way.
///
/// The height of a cycle is scaled: not at all (`triangular`), by half from cycle to cycle
/// (`triangular2`), by gammaⁿ in step n (`exp_range`), or by `scaleFn` of the cycle's number,
/// counted from 1, or of the step's (`scaleMode` `cycle` or `iterations`).
public final class CyclicLR: LRScheduler {
  private let maxima: Bounds
  private let scaleFn: ((Double) -> Double)?
  var maxLRs: [Value] { get { maxima.rates } set { maxima.rates = newValue } }
  var totalSize: Double
  var stepRatio: Double
  public internal(set) var mode: String
  public internal(set) var gamma: Double
  public internal(set) var scaleMode: String
  public internal(set) var cycleMomentum: Bool

  /// - Errors: `.value` for lists of another length than the groups', an unknown mode without
  ///   `scaleFn`, and an optimizer without momentum where that is to cycle.
  public init(
    _ optimizer: Optimizer, baseLR: some GroupNumbers, maxLR: some GroupNumbers,
    stepSizeUp: Int = 2000, stepSizeDown: Int? = nil, mode: String = "triangular",
    gamma: Double = 1, scaleFn: ((Double) -> Double)? = nil, scaleMode: String = "cycle",
    cycleMomentum: Bool = true, baseMomentum: some GroupNumbers = 0.8,
    maxMomentum: some GroupNumbers = 0.9, lastEpoch: Int = -1
  ) {
    let (up, down) = (Double(stepSizeUp), Double(stepSizeDown ?? stepSizeUp))
    (totalSize, stepRatio) = (up + down, up / (up + down))
    (self.mode, self.gamma, self.scaleFn) = (mode, gamma, scaleFn)
    self.scaleMode = scaleFn == nil ? (mode == "exp_range" ? "iterations" : "cycle") : scaleMode
    self.cycleMomentum = cycleMomentum
    let bounds = Bounds()
    maxima = bounds
    var base: [Value] = []
    attempt {
      base = try baseLR.perGroup("base_lr", optimizer)
      if lastEpoch == -1 {
        for (group, rate) in zip(optimizer.paramGroups, base) { group.setRate("lr", rate) }
      }
      bounds.rates = try maxLR.perGroup("max_lr", optimizer)
      _ = try Python.divide(up, up + down)
      try check(
        scaleFn != nil || CyclicLR.modes.contains(mode), .value,
        "mode is invalid and scale_fn is None")
      guard cycleMomentum else { return }
      let momentums = try Momentums(optimizer)
      bounds.usesBeta1 = momentums.usesBeta1
      bounds.low = try baseMomentum.perGroup("base_momentum", optimizer)
      bounds.high = try maxMomentum.perGroup("max_momentum", optimizer)
      if lastEpoch == -1 { try momentums.begin(optimizer, base: bounds.low, max: bounds.high) }
    }
    super.init(optimizer, lastEpoch: lastEpoch)
    baseLRs = base
  }

  private static let modes = ["triangular", "triangular2", "exp_range"]

  public override func rates() throws -> [Value] {
    let position = try Python.divide(Double(lastEpoch), totalSize)
    let cycle = (1 + position).rounded(.down)
    let x = 1 + position - cycle
    let height =
      x <= stepRatio
      ? try Python.divide(x, stepRatio) : try Python.divide(x - 1, stepRatio - 1)
    let scale = try self.scale(scaleMode == "cycle" ? cycle : Double(lastEpoch))
    if cycleMomentum { try setMomentums(height, scale) }
    return try Python.zipped(baseLRs, maxLRs).map { $0 + ($1 - $0) * height * scale }
  }

  private func setMomentums(_ height: Double, _ scale: Double) throws {
    let momentums = Momentums(usesBeta1: maxima.usesBeta1 ?? false)
    let values = try Python.zipped(maxima.low, maxima.high).map { $1 - ($1 - $0) * height * scale }
    for (group, value) in try Python.zipped(optimizer.paramGroups, values) {
      momentums.set(value, group)
    }
  }

  private func scale(_ x: Double) throws -> Double {
    if let scaleFn { return scaleFn(x) }
    switch mode {
    case "triangular2": return try Python.divide(1, Python.power(2, x - 1))
    case "exp_range": return try Python.power(gamma, x)
    default: return 1
    }
  }

  public override var ownFields: [StateField] {
    [
      StateField("max_lrs", self, \CyclicLR.maxLRs),
      StateField("total_size", self, \CyclicLR.totalSize),
      StateField("step_ratio", self, \CyclicLR.stepRatio),
      StateField("mode", self, \CyclicLR.mode),
      StateField("gamma", self, \CyclicLR.gamma),
      StateField("scale_mode", self, \CyclicLR.scaleMode),
      StateField("cycle_momentum", self, \CyclicLR.cycleMomentum),
    ] + (cycleMomentum ? maxima.fields : [])
  }

  override var fields: [StateField] {
    super.fields + [StateField("_scale_fn_custom", constant: .none)]
  }

  override var requiredEntries: [String] { ["_scale_fn_custom"] }
}

/// Upper rates, and both bounds of the momentum, for each group.
private final class Bounds {
  var rates: [Value] = []
  var usesBeta1: Bool?
  var low: [Value] = []
  var high: [Value] = []

  private var isBeta1: Bool { get { usesBeta1 ?? false } set { usesBeta1 = newValue } }

  var fields: [StateField] {
    [
      StateField("use_beta1", self, \Bounds.isBeta1),
      StateField("base_momentums", self, \Bounds.low),
      StateField("max_momentums", self, \Bounds.high),
    ]
  }
}
