import Conformance
import Testing
import Touchstone

/// Bugs of random numbers that values alone do not show: which generator is drawn from, how often.
@Suite struct PlantedRandomBugTests {
  typealias Change = @Sendable (OperationRecord, Arguments) throws -> [Value]

  /// Draws one number more than PyTorch does, after the result is there.
  @Test(arguments: ["rand", "Tensor.normal_", "dropout_noise", "random_sampler", "nn.init.normal_"])
  func aSurplusWordIsCaught(op: String) throws {
    try expectCaught(op, "*") { record, arguments in
      let values = try record.call(arguments)
      _ = Tensor.randint(2, [1])
      return values
    }
  }

  /// Draws from a fresh generator: neither state moves.
  @Test func aForeignGeneratorIsCaught() throws {
    try expectCaught("randn", "*") { record, arguments in
      try Generator.withDefault(Generator(seed: 1)) { try record.call(arguments) }
    }
  }

  /// Rounds as the other build of PyTorch does.
  @Test(arguments: ["randn", "Tensor.uniform_", "Tensor.cauchy_", "nn.init.xavier_normal_"])
  func anotherBuildIsCaught(op: String) throws {
    try expectCaught(op, "*") { record, arguments in
      let build = Generator.default.build
      Generator.default.build = build == .avx2 ? .scalar : .avx2
      return try record.call(arguments)
    }
  }

  @Test(arguments: [
    "rand", "randperm", "normal", "Tensor.random_", "multinomial", "data_loader", "worker_seeds",
    "nn.init.xavier_uniform_",
  ])
  func aGivenGeneratorThatIsIgnoredIsCaught(op: String) throws {
    try expectCaught(op, "*edge-generator-*") { record, arguments in
      let names = record.signature.filter { $0 != "generator" && arguments.has($0) }
      let values = names.map { ($0, arguments.value($0)) }
      return try record.call(
        Arguments(
          operation: record.name, signature: record.signature, positional: [],
          keywords: Dictionary(uniqueKeysWithValues: values)))
    }
  }

  private func expectCaught(_ op: String, _ cases: String, _ change: @escaping Change) throws {
    let record = try #require(Records.named(op))
    let broken = OperationRecord(
      record.name, signature: record.signature.joined(separator: ","), metric: record.metric
    ) { try change(record, $0) }
    let suite = op.hasPrefix("nn.init.") ? "init" : "rng"
    var options = ConformanceOptions()
    options.selection = Selection(patterns: ["\(suite)/\(op)/\(cases)"])
    options.verifiesHashes = false
    let corpus = CommittedFixtures.corpus
    let sound = ConformanceRun(corpus, options).run()
    let results = ConformanceRun(corpus, options) { _ in broken }.run()
    #expect(sound.passed > 0 && sound.failed == 0, "\(op) has no sound cases")
    #expect(results.failed > 0, "the bug in \(op) went unnoticed")
  }
}
