import Touchstone
import TouchstoneIO

/// The generators of one case of random numbers: the default one, and those among the arguments.
/// Each starts in the state that PyTorch's had and must end in the state that PyTorch's had
/// afterwards. Cases on other threads do not meet them.
struct GeneratorScope {
  private let generator: Generator
  private let expected: [(name: String, generator: Generator, state: [UInt8])]

  /// Nil when the case has no states.
  init?(_ fixture: FixtureCase, _ inputs: CaseInputs, in file: FixtureFile) throws {
    guard let before = fixture.stateBefore else { return nil }
    generator = try Generator(fixture.tensors[before], in: file)
    let all = [("the default generator", generator)] + inputs.generators.map { ("the generator", $0) }
    let states = [fixture.stateAfter] + fixture.generatorStates
    expected = try zip(all, states).compactMap { named, state in
      guard let state else { return nil }
      return (named.0, named.1, try Array(file.span(fixture.tensors[state])))
    }
  }

  /// Runs `body` with this generator as the default one.
  func run<R>(_ body: () throws -> R) rethrows -> R {
    try Generator.withDefault(generator, body)
  }

  /// How a state now differs from PyTorch's; nil when none does.
  var problem: String? {
    for (name, generator, theirs) in expected {
      let ours = generator.getState().toArray(UInt8.self)
      if ours != theirs { return "the state of \(name) differs: \(difference(ours, theirs))" }
    }
    return nil
  }

  private func difference(_ ours: [UInt8], _ theirs: [UInt8]) -> String {
    let (a, b) = (GeneratorStateText(ours), GeneratorStateText(theirs))
    if let difference = a.difference(from: b) { return difference }
    let first = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
    return "first in byte \(first) of \(theirs.count)"
  }
}

extension FixtureFile {
  /// The build of PyTorch that drew the file's random numbers.
  var build: Generator.Build { capability == "DEFAULT" ? .scalar : .avx2 }
}

extension Generator {
  /// A generator in a state of a fixture.
  convenience init(_ entry: FixtureTensor, in file: FixtureFile) throws {
    self.init()
    let state = try Array(file.span(entry))
    try checked { setState(Tensor(copying: state)) }
  }
}

extension CaseExecution {
  /// Calls `record` as the case asks; second, what is wrong with the generator afterwards.
  static func make(
    _ fixture: FixtureCase, _ record: OperationRecord, _ inputs: CaseInputs, in file: FixtureFile
  ) throws -> (CaseExecution, String?) {
    guard let scope = try GeneratorScope(fixture, inputs, in: file) else {
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
