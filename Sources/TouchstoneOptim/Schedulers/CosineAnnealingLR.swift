import Foundation
import Touchstone

/// Lets the rates swing between the initial ones and `etaMin` along a cosine,
/// `torch.optim.lr_scheduler.CosineAnnealingLR` (Loshchilov, Hutter 2017):
/// lrₙ = etaMin + ½ (lr₀ − etaMin) (1 + cos(π n / tMax)).
public final class CosineAnnealingLR: LRScheduler {
  /// Steps from the top to the bottom.
  public internal(set) var tMax: Int
  public internal(set) var etaMin: Double

  public init(_ optimizer: Optimizer, tMax: Int, etaMin: Double = 0, lastEpoch: Int = -1) {
    (self.tMax, self.etaMin) = (tMax, etaMin)
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    if isInitial == true { return try current() }
    if stepCount == 1 && lastEpoch > 0 {
      return try closedForm(Python.divide(Double(lastEpoch) * .pi, Double(tMax)))
    }
    if try Python.modulo(lastEpoch - 1 - tMax, 2 * tMax) == 0 { return try firstAfterBottom() }
    let above = 1 + cos(try Python.divide(.pi * Double(lastEpoch), Double(tMax)))
    let aboveBefore = 1 + cos(try Python.divide(.pi * Double(lastEpoch - 1), Double(tMax)))
    let ratio = try Python.divide(above, aboveBefore)
    return optimizer.paramGroups.map { ($0["lr"] - etaMin) * ratio + etaMin }
  }

  /// At the bottom no ratio leads on.
  private func firstAfterBottom() throws -> [Value] {
    let rise = 1 - cos(try Python.divide(.pi, Double(tMax)))
    return try Python.zipped(baseLRs, optimizer.paramGroups).map { base, group in
      try group["lr"] + ((base - etaMin) * rise).divided(by: 2)
    }
  }

  private func closedForm(_ angle: Double) throws -> [Value] {
    try baseLRs.map { base in
      try ((base - etaMin) * (1 + cos(angle))).divided(by: 2) + etaMin
    }
  }

  public override func closedFormRates() throws -> [Value]? {
    try closedForm(Python.divide(.pi * Double(lastEpoch), Double(tMax)))
  }

  public override var ownFields: [StateField] {
    [
      StateField("T_max", self, \CosineAnnealingLR.tMax),
      StateField("eta_min", self, \CosineAnnealingLR.etaMin),
    ]
  }
}
