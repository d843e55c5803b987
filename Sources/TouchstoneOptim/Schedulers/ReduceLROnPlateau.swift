import Touchstone

/// Multiplies the rates by `factor` when a number has not improved for more than `patience` steps,
/// `torch.optim.lr_scheduler.ReduceLROnPlateau`.
///
/// ```swift
/// schedule.step(validationLoss)
/// ```
public final class ReduceLROnPlateau: LRScheduler {
  public internal(set) var mode: String
  public internal(set) var factor: Double
  public internal(set) var patience: Int
  public internal(set) var threshold: Double
  public internal(set) var thresholdMode: String
  public internal(set) var cooldown: Int
  public internal(set) var eps: Double
  /// The best number so far.
  public internal(set) var best: Double
  public internal(set) var numBadEpochs = 0
  public internal(set) var cooldownCounter = 0
  /// What every number improves on.
  private var modeWorse: Double
  private var defaultMinLR: Value
  private var minLRs: [Value] = []

  /// - Parameters:
  ///   - mode: `min` or `max`: which numbers are better.
  ///   - threshold, thresholdMode: by how much a number must improve: a part of the best (`rel`) or
  ///     an amount (`abs`).
  ///   - cooldown: steps after a reduction in which none counts as bad.
  ///   - minLR: no rate falls below it; a number, or one for each group.
  ///   - eps: reductions by no more than this are left out.
  /// - Errors: `.value` for a factor of 1 or more, unknown modes, and a list of another length.
  public init(
    _ optimizer: Optimizer, mode: String = "min", factor: Double = 0.1, patience: Int = 10,
    threshold: Double = 1e-4, thresholdMode: String = "rel", cooldown: Int = 0,
    minLR: some GroupNumbers = 0, eps: Double = 1e-8
  ) {
    (self.mode, self.factor, self.patience) = (mode, factor, patience)
    (self.threshold, self.thresholdMode) = (threshold, thresholdMode)
    (self.cooldown, self.eps) = (cooldown, eps)
    modeWorse = mode == "min" ? .infinity : -.infinity
    best = modeWorse
    defaultMinLR = minLR.groupValue
    if case .list(let items) = minLR.groupValue { (defaultMinLR, minLRs) = (.none, items) }
    super.init(still: optimizer, lastEpoch: 0)
    attempt {
      try check(!(factor >= 1), .value, "Factor should be < 1.0.")
      try adoptMinimum()
      lastLR = try optimizer.values("lr")
      try checkModes()
    }
  }

  private func adoptMinimum() throws {
    let groups = optimizer.paramGroups
    if case .none = defaultMinLR {
      try check(
        minLRs.count == groups.count, .value,
        "expected \(groups.count) min_lrs, got \(minLRs.count)")
    } else {
      minLRs = groups.map { _ in defaultMinLR }
    }
  }

  private func checkModes() throws {
    try check(["min", "max"].contains(mode), .value, "mode \(mode) is unknown!")
    try check(
      ["rel", "abs"].contains(thresholdMode), .value, "threshold mode \(thresholdMode) is unknown!")
    modeWorse = mode == "min" ? .infinity : -.infinity
  }

  /// One step after an epoch whose number is `metric`: a number, or a tensor of one element.
  public func step(_ metric: some OptionNumber) { attempt { try record(metric.optionValue, nil) } }

  /// The same, setting the number of the step. PyTorch has deprecated it.
  public func step(_ metric: some OptionNumber, epoch: Int) {
    attempt { try record(metric.optionValue, epoch) }
  }

  override func advance(_ epoch: Int?) throws {
    throw TensorError(
      .type, "ReduceLROnPlateau.step() missing 1 required positional argument: 'metrics'")
  }

  private func record(_ metric: Value, _ epoch: Int?) throws {
    guard let current = metric.number else {
      throw TensorError(.runtime, "a metric must be a number or a tensor of one element")
    }
    if epoch != nil { Warnings.warn(LRScheduler.epochWarning) }
    lastEpoch = epoch ?? lastEpoch + 1
    if isBetter(current) {
      (best, numBadEpochs) = (current, 0)
    } else {
      numBadEpochs += 1
    }
    if inCooldown {
      cooldownCounter -= 1
      numBadEpochs = 0
    }
    if numBadEpochs > patience {
      try reduce()
      (cooldownCounter, numBadEpochs) = (cooldown, 0)
    }
    lastLR = try optimizer.values("lr")
  }

  /// Whether a reduction was so recent that no number counts as bad.
  public var inCooldown: Bool { cooldownCounter > 0 }

  private func isBetter(_ number: Double) -> Bool {
    switch (mode, thresholdMode) {
    case ("min", "rel"): number < best * (1 - threshold)
    case ("min", "abs"): number < best - threshold
    case ("max", "rel"): number > best * (threshold + 1)
    default: number > best + threshold
    }
  }

  private func reduce() throws {
    try fitMinimum()
    for (group, minimum) in zip(optimizer.paramGroups, minLRs) {
      let old = group.lr
      let reduced = old * factor
      let isLeast = (minimum.number ?? .nan) > reduced
      let new = isLeast ? minimum : .double(reduced)
      if old - (new.number ?? .nan) > eps { group.setRate("lr", new) }
    }
  }

  /// Groups may have been added.
  private func fitMinimum() throws {
    let (count, known) = (optimizer.paramGroups.count, minLRs.count)
    guard count != known else { return }
    if case .none = defaultMinLR {
      throw TensorError(
        .runtime,
        "The number of param groups in the `optimizer` (\(count)) differs from when "
          + "`ReduceLROnPlateau` was initialized (\(known)), usually due to a new param group "
          + "being added to the optimizer. Please modify the `min_lrs` field to match the length "
          + "of the `optimizer` param groups.")
    }
    minLRs = (0..<count).map { _ in defaultMinLR }
  }

  override var fields: [StateField] {
    typealias Own = ReduceLROnPlateau
    return [
      StateField("factor", self, \Own.factor),
      StateField("default_min_lr", self, \Own.defaultMinLR),
      StateField("min_lrs", self, \Own.minLRs), StateField("patience", self, \Own.patience),
      StateField("cooldown", self, \Own.cooldown), StateField("eps", self, \Own.eps),
      StateField("last_epoch", self, \Own.lastEpoch), StateField("_last_lr", self, \Own.lastLR),
      StateField("mode_worse", self, \Own.modeWorse), StateField("mode", self, \Own.mode),
      StateField("threshold", self, \Own.threshold),
      StateField("threshold_mode", self, \Own.thresholdMode), StateField("best", self, \Own.best),
      StateField("cooldown_counter", self, \Own.cooldownCounter),
      StateField("num_bad_epochs", self, \Own.numBadEpochs),
    ]
  }

  override func finishLoading() throws { try checkModes() }
}
