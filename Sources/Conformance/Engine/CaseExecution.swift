import Touchstone
import TouchstoneIO

/// What an operation gave for a case.
struct CaseExecution {
  /// Leaves of the result in order, after the case's map.
  let leaves: [Value]
  /// Gradients of the tensors that require one; nil when none are checked.
  let gradients: [Tensor?]?

  /// Gradients of the gradients; nil when none are checked.
  let secondGradients: [Tensor?]?

  /// Calls `record` with `inputs`, applies the case's map and differentiates with the case's
  /// cotangents, where the case says so twice.
  init(_ fixture: FixtureCase, _ record: OperationRecord, _ inputs: CaseInputs) throws {
    let result = try Self.seeded(fixture.seed) {
      try record.run(
        positional: inputs.positional, keywords: inputs.keywords, variant: fixture.variant)
    }
    leaves = try GaugeMap.apply(fixture.process, to: Self.flatten(result), record, inputs)
    guard let roots = try Roots(fixture, leaves, inputs) else {
      (gradients, secondGradients) = (nil, nil)
      return
    }
    let isTwice = !fixture.secondGradients.isEmpty
    let first = try roots.gradients(inputs.leaves, createGraph: isTwice)
    secondGradients = isTwice ? try Self.second(fixture, first, roots, inputs) : nil
    gradients = first.map { $0?.detach() }
  }

  /// Runs `body` with a default generator of its own, where there is a seed.
  private static func seeded<R>(_ seed: Int?, _ body: () throws -> R) rethrows -> R {
    guard let seed else { return try body() }
    return try Generator.withDefault(Generator(seed: UInt64(bitPattern: Int64(seed))), body)
  }

  private static func flatten(_ values: [Value]) -> [Value] {
    values.flatMap { value in
      if case .list(let items) = value { return flatten(items) }
      return [value]
    }
  }

  /// Gradients of `first` for the fixture's cotangents, by the inputs and by `roots`' cotangents.
  private static func second(
    _ fixture: FixtureCase, _ first: [Tensor?], _ roots: Roots, _ inputs: CaseInputs
  ) throws -> [Tensor?] {
    let sources = try inputs.leaves + roots.cotangents
    var outputs: [Tensor] = []
    var cotangents: [Tensor?] = []
    for (gradient, cotangent) in zip(first, fixture.secondCotangents) {
      guard let gradient, gradient.requiresGrad, let cotangent else { continue }
      outputs.append(gradient)
      cotangents.append(try inputs.tensor(cotangent))
    }
    guard !outputs.isEmpty else { return Array(repeating: nil, count: sources.count) }
    return try checked {
      grad(outputs: outputs, inputs: sources, gradOutputs: cotangents, allowUnused: true)
    }
  }
}

/// The results that are differentiated, with their cotangents.
private struct Roots {
  private var outputs: [Tensor] = []
  private(set) var cotangents: [Tensor] = []

  /// Nil when no gradient of the case is checked.
  init?(_ fixture: FixtureCase, _ leaves: [Value], _ inputs: CaseInputs) throws {
    guard fixture.cotangents.contains(where: { $0 != nil }) else { return nil }
    for (leaf, cotangent) in zip(leaves, fixture.cotangents) {
      guard let cotangent, case .tensor(let root) = leaf else { continue }
      outputs.append(root)
      cotangents.append(try inputs.tensor(cotangent))
    }
    guard !fixture.secondGradients.isEmpty else { return }
    for cotangent in cotangents { try checked { cotangent.requiresGrad = true } }
  }

  func gradients(_ inputs: [Tensor], createGraph: Bool) throws -> [Tensor?] {
    try checked {
      grad(
        outputs: outputs, inputs: inputs, gradOutputs: cotangents, createGraph: createGraph,
        allowUnused: true)
    }
  }
}
