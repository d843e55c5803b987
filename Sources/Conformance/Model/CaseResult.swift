import TouchstoneIO

/// How a case ended. Skipped is never passed.
public enum CaseStatus: String, Sendable {
  case passed, failed, skipped
}

/// The outcome of one case.
public struct CaseResult: Sendable {
  public let id: String
  public let op: String
  public let variant: String
  public let dtype: String
  public let kind: FixtureCase.Kind
  public var status: CaseStatus
  /// The rule that judged the worst tensor, with its reason.
  public var metric: String
  /// Largest error and what was allowed there, in `unit`.
  public var worst: Double
  public var budget: Double
  public var unit: String
  /// Our largest error as a multiple of PyTorch's; nil where nothing was measured.
  public var referenceMultiple: Double?
  /// Why the case failed or was skipped; empty when it passed.
  public var reason: String
  /// Whether gradients were compared.
  public var checkedGradient: Bool
  /// For error cases: whether PyTorch's pattern matches our message, and our message.
  public var messageMatches: Bool?
  public var message: String
  /// Cases of random numbers: how many representable numbers lie between a result and PyTorch's, at
  /// most; 0 for equal bits.
  public var distance: Double?
  /// Zeros with another sign, in families that do not judge it.
  public var zeroSigns: Int
  /// The curves of a training run.
  public var trajectory: Trajectory?

  init(_ fixture: FixtureCase, _ status: CaseStatus = .passed, reason: String = "") {
    self.init(
      id: fixture.id, op: fixture.op, variant: fixture.variant, dtype: fixture.dtype,
      kind: fixture.kind, status, reason: reason)
  }

  /// The outcome of a case without a fixture.
  init(
    id: String, op: String, variant: String = "", dtype: String,
    kind: FixtureCase.Kind = .sample, _ status: CaseStatus = .passed, reason: String = ""
  ) {
    (self.id, self.op, self.variant, self.dtype) = (id, op, variant, dtype)
    self.kind = kind
    self.status = status
    self.reason = reason
    (metric, unit, message) = ("", "", "")
    (worst, budget, zeroSigns) = (0, 0, 0)
    checkedGradient = false
  }

  /// The first part of the id: `ops`, `rng`, …
  public var suite: String { String(id.prefix { $0 != "/" }) }

  /// `worst` as a part of `budget`: above 1 the case fails.
  public var strain: Double {
    if worst == 0 { return 0 }
    return budget > 0 ? worst / budget : .infinity
  }
}
