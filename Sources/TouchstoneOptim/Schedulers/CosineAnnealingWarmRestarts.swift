import Foundation
import Touchstone

/// Lets the rates fall from the initial ones to `etaMin` along half a cosine, again and again,
/// `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts` (Loshchilov, Hutter 2017: SGDR). The
/// first fall takes `t0` steps, each later one `tMult` times as many as the one before.
public final class CosineAnnealingWarmRestarts: LRScheduler {
  public internal(set) var t0: Int
  public internal(set) var tMult: Int
  public internal(set) var etaMin: Double
  /// Steps of the fall under way.
  public internal(set) var tI: Int
  /// Steps since it began; whole numbers unless `step(epoch:)` was given another.
  var tCur: Value

  /// - Errors: `.value` unless `t0` and `tMult` are positive.
  public init(
    _ optimizer: Optimizer, t0: Int, tMult: Int = 1, etaMin: Double = 0, lastEpoch: Int = -1
  ) {
    (self.t0, self.tMult, self.etaMin) = (t0, tMult, etaMin)
    (tI, tCur) = (t0, .int(Int64(lastEpoch)))
    attempt {
      try check(t0 > 0, .value, "Expected positive integer T_0, but got \(t0)")
      try check(tMult >= 1, .value, "Expected integer T_mult >= 1, but got \(tMult)")
    }
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    let angle = try Python.divide(.pi * (tCur.number ?? .nan), Double(tI))
    return try baseLRs.map { base in
      try ((base - etaMin) * (1 + cos(angle))).divided(by: 2) + etaMin
    }
  }

  override func advance(_ epoch: Int?) throws {
    if let epoch { return try go(to: .int(Int64(epoch))) }
    if lastEpoch < 0 { return try go(to: .int(0)) }
    tCur = tCur.successor
    if (tCur.number ?? 0) >= Double(tI) {
      tCur = try tCur.modulo(tI)
      tI *= tMult
    }
    try finish(lastEpoch + 1)
  }

  /// Goes to `epoch`, which may lie between two steps: `epoch + batch / batches`.
  ///
  /// - Errors: `.value` for a negative one.
  public func step(epoch: Double) { attempt { try go(to: .double(epoch)) } }

  private func go(to epoch: Value) throws {
    let position = epoch.number ?? .nan
    try check(
      position >= 0, .value, "Expected non-negative epoch, but got \(Optimizer.pythonText(epoch))")
    if position < Double(t0) {
      (tI, tCur) = (t0, epoch)
    } else if tMult == 1 {
      tCur = try epoch.modulo(t0)
    } else {
      find(position)
    }
    try finish(Int(position.rounded(.down)))
  }

  /// The fall that `position` lies in, of falls that grow: a geometric series.
  private func find(_ position: Double) {
    let growth = Double(tMult)
    let passed = Int(log(position / Double(t0) * (growth - 1) + 1) / log(growth))
    let length = (0..<passed).reduce(1) { length, _ in length * tMult }
    tCur = .double(position - Double(t0 * (length - 1)) / Double(tMult - 1))
    tI = t0 * length
  }

  private func finish(_ epoch: Int) throws {
    lastEpoch = epoch
    try setRates(try computing { try rates() })
  }

  public override var ownFields: [StateField] {
    [
      StateField("T_0", self, \CosineAnnealingWarmRestarts.t0),
      StateField("T_i", self, \CosineAnnealingWarmRestarts.tI),
      StateField("T_mult", self, \CosineAnnealingWarmRestarts.tMult),
      StateField("eta_min", self, \CosineAnnealingWarmRestarts.etaMin),
      StateField("T_cur", self, \CosineAnnealingWarmRestarts.tCur),
    ]
  }
}

extension Value {
  /// The number plus 1, an integer if it was one.
  fileprivate var successor: Value {
    if case .int(let number) = self { return .int(number + 1) }
    return .double((number ?? .nan) + 1)
  }

  /// The remainder by a positive number, an integer if it was one.
  fileprivate func modulo(_ divisor: Int) throws -> Value {
    if case .int(let number) = self { return .int(Int64(try Python.modulo(Int(number), divisor))) }
    return .double(fmod(number ?? .nan, Double(divisor)))
  }
}
