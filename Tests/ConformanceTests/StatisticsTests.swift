import Testing
import Touchstone

@testable import Conformance

/// Tail probabilities and statistics beside scipy's (chi2.sf, kstwobign, kstest, chisquare).
@Suite struct TailTests {
  private func isClose(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= 1e-9 * b.magnitude
  }

  @Test func chiSquare() {
    let known: [(x: Double, freedom: Int, tail: Double)] = [
      (0.5, 1, 0.47950012218695337), (3.84, 1, 0.05004352124870519),
      (25, 1, 5.733031437583875e-07), (50, 49, 0.43343669725576084),
      (120, 49, 6.876961427062773e-08), (400, 255, 1.6600025244123397e-08),
      (1e-3, 3, 0.9999915920809419),
    ]
    for (x, freedom, tail) in known {
      #expect(isClose(Tail.chiSquare(x, freedom: freedom), tail), "\(x), \(freedom)")
    }
    #expect(Tail.chiSquare(0, freedom: 3) == 1)
    #expect(Tail.chiSquare(.infinity, freedom: 3) == 0)
  }

  @Test func kolmogorov() {
    let known: [(t: Double, above: Double, below: Double)] = [
      (0.3, 0.9999906941986655, 9.305801334566636e-06),
      (0.5, 0.9639452436648751, 0.036054756335124914),
      (0.8, 0.5441424115741981, 0.45585758842580193),
      (1.17, 0.12939004218561884, 0.8706099578143811),
      (1.19, 0.11774229287977166, 0.8822577071202283),
      (1.5, 0.022217962616525127, 0.9777820373834749),
      (2.7, 9.311431431566156e-07, 0.9999990688568569),
      (3.2, 2.5508152590520792e-09, 0.9999999974491848),
    ]
    for (t, above, below) in known {
      let tails = Tail.kolmogorov(t)
      #expect(isClose(tails.above, above) && isClose(tails.below, below), "\(t)")
    }
  }

  @Test func statistics() {
    let values = [0.02, 0.11, 0.35, 0.36, 0.5, 0.73, 0.74, 0.81, 0.99]
    let distance = 0.1744444444444444
    let fit = Fit.kolmogorovSmirnov(values, .uniform(0, 1))
    #expect(isClose(fit.statistic, distance * (3 + 0.12 + 0.11 / 3)))
    let counts = Fit.chiSquare([18, 25, 30, 27], [0.25, 0.25, 0.25, 0.25])
    #expect(isClose(counts.statistic, 3.12) && isClose(counts.probability, 0.37349103176769155))
  }

  /// Uniform numbers in bfloat16: what rounds to 1 becomes 0.
  @Test func cellsOfRoundedNumbers() {
    let cells = Law.uniform(0, 1).cells(4, .bfloat16)
    #expect(cells.edges == [0.25, 0.5, 0.75])
    #expect(cells.probabilities.reduce(0, +) == 1)
    #expect(cells.probabilities[0] == 0.25 - 0x1p-11 + 0x1p-9)
    #expect(cells.probabilities[3] == 0.25 + 0x1p-9 - 0x1p-9)
    #expect([0, 0.24, 0.25, 0.9].map(cells.index) == [0, 0, 1, 3])
    // A bound between two numbers counts as the nearer one, 1 here.
    let between = Law.uniform(0, 1 - 0x1p-10).cells(4, .bfloat16)
    let wrapped = 1 - (1 - 0x1p-9) / (1 - 0x1p-10)
    let first = (0.25 - 0x1p-11) / (1 - 0x1p-10)
    #expect((between.probabilities[0] - first - wrapped).magnitude < 1e-12)
  }
}

/// The library's random numbers follow their distributions, and numbers that do not are noticed.
@Suite struct StatisticsTests {
  private static let parts = 8

  @Test(arguments: 0..<parts) func everyCheckHolds(part: Int) {
    var options = ConformanceOptions()
    options.selection.shard = Shard(index: part, count: Self.parts)
    let outcomes = PrecisionRun(count: 10_000, options).run()
    #expect(!outcomes.isEmpty)
    for outcome in outcomes where outcome.result.status != .passed {
      Issue.record("\(CaseText.outcome(outcome.result))")
    }
  }

  /// Chi-square over each distribution; ids are stable and unique.
  @Test func everyFunctionOfChanceIsChecked() {
    let checks = StatisticalChecks.all
    #expect(Set(checks.map(\.id)).count == checks.count)
    let checked = Set(checks.map(\.op))
    let drawing = CommittedFixtures.corpus.files.filter { ["rng", "init"].contains($0.suite) }
    let certain: Set<String> = [
      "manual_seed", "initial_seed", "get_rng_state", "set_rng_state", "nn.init.calculate_gain",
      "nn.init.constant_", "nn.init.ones_", "nn.init.zeros_", "nn.init.eye_", "nn.init.dirac_",
      // Made of functions that are checked.
      "fork_rng", "random_split", "weighted_random_sampler", "batch_sampler", "data_loader",
      "worker_seeds", "nn.functional.alpha_dropout", "nn.functional.dropout",
      "nn.functional.dropout1d", "nn.functional.dropout2d", "nn.functional.dropout3d",
      "nn.functional.feature_alpha_dropout",
      // The same engine, read as Python reads it.
      "random.getrandbits", "random.random", "random.shuffle",
    ]
    // Arguments of transforms and parts of complex numbers are those functions' results.
    let composed = ["transforms.", "view_as_real."]
    let names = drawing.map { CommittedFixtures.function(of: $0.op) }.filter { name in
      !composed.contains(where: name.hasPrefix)
    }
    #expect(names.filter { !checked.contains($0) && !certain.contains($0) } == [])
  }

  @Test(arguments: WrongNumbers.all) func isCaught(wrong: WrongNumbers) throws {
    var options = ConformanceOptions()
    options.selection = Selection(patterns: ["statistics/\(wrong.op)/\(wrong.pattern)"])
    let sound = PrecisionRun(count: wrong.count, options).run()
    let broken = PrecisionRun(count: wrong.count, options) { name in
      Records.named(name).map { name == wrong.op ? wrong.planted(in: $0) : $0 }
    }.run()
    #expect(sound.contains { $0.result.status == .passed })
    #expect(sound.allSatisfy { $0.result.status == .passed })
    #expect(broken.allSatisfy { $0.result.status == .failed }, "\(wrong.name) went unnoticed")
  }
}

/// A function that draws from another distribution than it should.
struct WrongNumbers: Sendable, CustomTestStringConvertible {
  let name: String
  let op: String
  /// The checks that must notice.
  let pattern: String
  /// Numbers that are needed to notice.
  let count: Int
  let change: @Sendable (Tensor) -> Tensor

  var testDescription: String { name }

  init(
    _ name: String, _ op: String, _ pattern: String, count: Int = 60_000,
    _ change: @escaping @Sendable (Tensor) -> Tensor
  ) {
    (self.name, self.op, self.pattern, self.count) = (name, op, pattern, count)
    self.change = change
  }

  func planted(in record: OperationRecord) -> OperationRecord {
    OperationRecord(record.name, signature: record.signature.joined(separator: ","), metric: .movement)
    { arguments in
      try record.call(arguments).map { value in
        if case .tensor(let tensor) = value { return .tensor(change(tensor)) }
        return value
      }
    }
  }

  static let all: [WrongNumbers] = [
    .init("a deviation 8 % too large", "randn", "float32/[ck]*") { $0 * 1.08 },
    .init("a mean of 0.04", "Tensor.normal_", "float64/chi-square") { $0 + 0.04 },
    .init("no numbers below 0.03", "rand", "float32/chi-square") { $0.clamp(min: 0.03) },
    .init("numbers used twice", "rand", "float32/pairs") { numbers in
      numbers.reshape([-1, 2]).select(1, 0).repeatInterleave(2)
    },
    .init("numbers spread evenly", "rand", "float64/kolmogorov*") { numbers in
      (Tensor.arange(numbers.numel, dtype: .float64) + 0.5) / Double(numbers.numel)
    },
    .init("bfloat16 that rounds to 1", "rand", "bfloat16/chi*", count: 400_000) { numbers in
      Tensor.rand(numbers.shape, dtype: .float32).to(.bfloat16)
    },
    .init("never the last integer", "randint", "int64/chi-square") { $0.clamp(max: 98) },
    .init("a coin of 0.32", "Tensor.bernoulli_", "float32/chi-square") {
      $0.logicalOr(Tensor.rand($0.shape).lt(0.03)).to($0.dtype)
    },
    .init("failures instead of trials", "Tensor.geometric_", "int64/*") { $0 - 1 },
    .init("rates twice as large", "Tensor.exponential_", "float32/*") { $0 / 2 },
    .init("orders that never begin with 0", "randperm", "int64/*") {
      $0[0].item().int64Value == 0 ? $0.flip([0]) : $0
    },
    .init("Q without R's signs", "nn.init.orthogonal_", "float64/determinant*") {
      Tensor.randn($0.shape, dtype: .float64).qr().Q
    },
    .init("columns a little too long", "nn.init.orthogonal_", "float32/orthogonality") {
      $0 * (1 + 0x1p-20)
    },
  ]
}
