import Foundation
import Touchstone

/// Brings the rates to `swaLR` within `annealEpochs` steps and keeps them there,
/// `torch.optim.swa_utils.SWALR` (Izmailov et al. 2018), for averaging weights meanwhile.
public final class SWALR: LRScheduler {
  public internal(set) var annealStrategy: String
  public internal(set) var annealEpochs: Int

  /// - Parameter annealStrategy: `cos` or `linear`.
  /// - Errors: `.value` for an unknown strategy, a negative number of steps, and a list of another
  ///   length than the groups'.
  public init(
    _ optimizer: Optimizer, swaLR: some GroupNumbers, annealEpochs: Int = 10,
    annealStrategy: String = "cos", lastEpoch: Int = -1
  ) {
    (self.annealStrategy, self.annealEpochs) = (annealStrategy, annealEpochs)
    attempt {
      let rates = try swaLR.perGroup("swa_lr", optimizer)
      for (group, rate) in zip(optimizer.paramGroups, rates) { group["swa_lr"] = rate }
      try check(
        annealStrategy == "cos" || annealStrategy == "linear", .value,
        "anneal_strategy must be one of 'cos' or 'linear', instead got \(annealStrategy)")
      try check(
        annealEpochs >= 0, .value,
        "anneal_epochs must be equal or greater than 0, got \(annealEpochs)")
    }
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    var step = (stepCount ?? 0) - 1
    if annealEpochs == 0 { step = max(1, step) }
    let (before, now) = (share(step - 1), share(step))
    return try optimizer.paramGroups.map { group in
      let start = try Self.start(group["lr"], group["swa_lr"], before)
      return group["swa_lr"] * now + start * (1 - now)
    }
  }

  /// How much of the way is done after `step` steps.
  private func share(_ step: Int) -> Double {
    let t = max(0, min(1, Double(step) / Double(max(1, annealEpochs))))
    return annealStrategy == "cos" ? (1 - cos(.pi * t)) / 2 : t
  }

  /// The rate at which the way began.
  private static func start(_ lr: Value, _ target: Value, _ share: Double) throws -> Value {
    share == 1 ? target : try (lr - target * share).divided(by: 1 - share)
  }

  public override var ownFields: [StateField] {
    [
      StateField("_anneal_strategy", self, \SWALR.annealStrategy),
      StateField("anneal_epochs", self, \SWALR.annealEpochs),
    ]
  }
}
