import TouchstoneIO

/// How one function agrees with PyTorch in one dtype.
struct Agreement {
  let op: String
  /// Empty for functions without a dtype.
  let dtype: String
  private(set) var cases = 0
  private(set) var failed = 0
  /// The largest distance from PyTorch, in representable numbers.
  private(set) var distance = 0.0
  /// For results with a tolerance: the largest error as a part of it.
  private(set) var strain: Double?
  /// Cases beyond that tolerance whose numbers are nearly dependent.
  private(set) var dependent = 0
  /// Statistical checks.
  private(set) var checks: [StatisticalOutcome] = []

  init(op: String, dtype: String) { (self.op, self.dtype) = (op, dtype) }

  /// What `results` and `outcomes` say, by function and dtype, in order of first mention.
  static func all(
    _ results: ConformanceResults, _ outcomes: [StatisticalOutcome]
  ) -> [Agreement] {
    var found: [Agreement] = []
    var places: [ErrorKey: Int] = [:]
    func place(_ result: CaseResult) -> Int {
      let name = result.variant.isEmpty ? result.op : "\(result.op).\(result.variant)"
      let key = ErrorKey(op: name, dtype: result.dtype)
      if places[key] == nil {
        places[key] = found.count
        found.append(Agreement(op: key.op, dtype: key.dtype))
      }
      return places[key]!
    }
    for result in results.cases where result.kind != .error && result.status != .skipped {
      found[place(result)].add(result)
    }
    for outcome in outcomes { found[place(outcome.result)].checks.append(outcome) }
    return found.sorted { ($0.op, $0.order) < ($1.op, $1.order) }
  }

  private var order: Int { CoverageGrid.dtypes.firstIndex(of: dtype) ?? -1 }

  private mutating func add(_ result: CaseResult) {
    cases += 1
    failed += result.status == .failed ? 1 : 0
    distance = max(distance, result.distance ?? .infinity)
    if result.metric == ToleranceRule.reason { strain = max(strain ?? 0, result.strain) }
    if result.metric == ToleranceRule.dependentReason { dependent += 1 }
  }

  enum Kind: String, CaseIterable {
    case failing = "failing"
    case bitExact = "bit-exact"
    case withinUlps = "within n ulps"
    case withinTolerance = "within a tolerance"
    case statistical = "statistical only"
  }

  var kind: Kind {
    if failed > 0 || failedChecks > 0 { return .failing }
    if cases == 0 { return .statistical }
    if distance == 0 { return .bitExact }
    return strain == nil && dependent == 0 ? .withinUlps : .withinTolerance
  }

  var failedChecks: Int { checks.count { $0.result.status == .failed } }

  /// The agreement in words.
  var text: String {
    switch kind {
    case .failing: "✗ \(failed) of \(cases) cases, \(failedChecks) of \(checks.count) checks"
    case .bitExact: "bit-exact"
    case .withinUlps: "within \(shortText(distance)) ulp\(distance == 1 ? "" : "s")"
    case .withinTolerance:
      "within \(shortText(tolerance)) · max, worst \(shortText(worst))"
        + (dependent == 0 ? "" : "; beyond, from nearly dependent numbers: \(dependent)")
    case .statistical: "statistical"
    }
  }

  private var tolerance: Double {
    FloatFormat(.init(name: dtype) ?? .float32).map(ToleranceRule.tolerance) ?? 0
  }

  private var worst: Double { (strain ?? 0) * tolerance }

  /// The least probability among the tests of fit.
  var leastProbability: Double? { checks.compactMap(\.probability).min() }
}
