import Touchstone
import TouchstoneIO

/// What an operation gave for a case.
struct CaseExecution {
  /// Leaves of the result in order, after the case's map.
  let leaves: [Value]
  /// Gradients of the tensors that require one; nil when none are checked.
  let gradients: [Tensor?]?

  /// Calls `record` with `inputs`, applies the case's map and differentiates with the case's
  /// cotangents.
  init(_ fixture: FixtureCase, _ record: OperationRecord, _ inputs: CaseInputs) throws {
    let result = try record.run(
      positional: inputs.positional, keywords: inputs.keywords, variant: fixture.variant)
    leaves = try GaugeMap.apply(fixture.process, to: Self.flatten(result), record, inputs)
    gradients = try Self.gradients(fixture, leaves, inputs)
  }

  private static func flatten(_ values: [Value]) -> [Value] {
    values.flatMap { value in
      if case .list(let items) = value { return flatten(items) }
      return [value]
    }
  }

  private static func gradients(
    _ fixture: FixtureCase, _ leaves: [Value], _ inputs: CaseInputs
  ) throws -> [Tensor?]? {
    guard fixture.cotangents.contains(where: { $0 != nil }) else { return nil }
    var roots: [Tensor] = []
    var cotangents: [Tensor?] = []
    for (leaf, cotangent) in zip(leaves, fixture.cotangents) {
      guard let cotangent, case .tensor(let root) = leaf else { continue }
      roots.append(root)
      cotangents.append(try inputs.tensor(cotangent))
    }
    let targets = try inputs.leaves
    return try checked {
      grad(outputs: roots, inputs: targets, gradOutputs: cotangents, allowUnused: true)
    }
  }
}
