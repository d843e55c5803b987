import Touchstone
import TouchstoneIO

/// The default generator of one case of random numbers: it starts in the state that PyTorch's had
/// and must end in the state that PyTorch's had afterwards. Cases on other threads do not meet it.
struct GeneratorScope {
  private let generator: Generator
  private let expected: [UInt8]?

  /// Nil when the case has no states.
  init?(_ fixture: FixtureCase, in file: FixtureFile) throws {
    guard let before = fixture.stateBefore else { return nil }
    generator = Generator()
    expected = try fixture.stateAfter.map { try Array(file.span(fixture.tensors[$0])) }
    let state = try Array(file.span(fixture.tensors[before]))
    try checked { [generator] in generator.setState(Tensor(copying: state)) }
  }

  /// Runs `body` with this generator as the default one.
  func run<R>(_ body: () throws -> R) rethrows -> R {
    try Generator.withDefault(generator, body)
  }

  /// How the state now differs from PyTorch's; nil when it does not.
  var problem: String? {
    guard let expected else { return nil }
    let ours = generator.getState().toArray(UInt8.self)
    if ours == expected { return nil }
    let (a, b) = (GeneratorStateText(ours), GeneratorStateText(expected))
    if let difference = a.difference(from: b) {
      return "the generator's state differs: \(difference)"
    }
    let first = zip(ours, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
    return "the generator's state differs from PyTorch's, first in byte \(first) of "
      + "\(expected.count)"
  }
}

extension CaseExecution {
  /// Calls `record` as the case asks; second, what is wrong with the generator afterwards.
  static func make(
    _ fixture: FixtureCase, _ record: OperationRecord, _ inputs: CaseInputs, in file: FixtureFile
  ) throws -> (CaseExecution, String?) {
    guard let scope = try GeneratorScope(fixture, in: file) else {
      return (try CaseExecution(fixture, record, inputs), nil)
    }
    let execution = try scope.run { try CaseExecution(fixture, record, inputs) }
    return (execution, scope.problem)
  }
}

/// The fields of a saved state that say how many words were drawn.
struct GeneratorStateText {
  let seed: UInt64
  let left: UInt32
  let words: ArraySlice<UInt8>
  let normal: UInt64
  let hasNormal: Bool

  /// The layout is PyTorch's: seed, left, seeded, next, 624 words, numbers kept.
  init(_ state: [UInt8]) {
    seed = Self.number(state, 0, 8)
    left = UInt32(truncatingIfNeeded: Self.number(state, 8, 4))
    words = state.dropFirst(24).prefix(624 * 8)
    normal = Self.number(state, 24 + 624 * 8 + 8, 8)
    hasNormal = Self.number(state, 24 + 624 * 8 + 24, 4) != 0
  }

  private static func number(_ state: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
    state.dropFirst(start).prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The most telling difference, in words.
  func difference(from other: GeneratorStateText) -> String? {
    if seed != other.seed { return "seed \(seed), PyTorch's \(other.seed)" }
    if !words.elementsEqual(other.words) { return "another block of words than PyTorch's" }
    if left != other.left {
      return "\(left) words left in the block, PyTorch's has \(other.left)"
    }
    if hasNormal != other.hasNormal {
      return hasNormal ? "keeps a normal number, PyTorch's keeps none"
        : "keeps no normal number, PyTorch's keeps one"
    }
    if normal != other.normal {
      return "keeps the normal number \(Double(bitPattern: normal)), PyTorch's "
        + "\(Double(bitPattern: other.normal))"
    }
    return nil
  }
}
