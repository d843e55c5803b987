import Touchstone

/// Maps that make results unique which are left open, such as the signs of singular vectors.
///
/// The generator applies the map of the same name to PyTorch's results; both sides are compared,
/// and differentiated, after it.
enum GaugeMap {
  /// Maps `leaves` with the map called `name`; the empty name leaves them alone.
  static func apply(
    _ name: String, to leaves: [Value], _ record: OperationRecord, _ inputs: CaseInputs
  ) throws -> [Value] {
    guard !name.isEmpty else { return leaves }
    let tensors = leaves.flatMap(\.tensors)
    return try checked { try map(name, tensors, record, inputs) }.map(Value.tensor)
  }

  private static func map(
    _ name: String, _ tensors: [Tensor], _ record: OperationRecord, _ inputs: CaseInputs
  ) throws -> [Tensor] {
    switch name {
    case "zero": return tensors.map { Tensor.zerosLike($0) }
    case "gather": return try gather(tensors, record, inputs)
    default:
      guard let process = record.process else {
        throw TensorError(.notImplemented, "\(record.name) has no map called '\(name)'")
      }
      return try process(name, tensors)
    }
  }

  /// Indices become the input's elements at them: which of several equal elements is named is left
  /// open. `msort` names none, but its gradient would.
  private static func gather(
    _ tensors: [Tensor], _ record: OperationRecord, _ inputs: CaseInputs
  ) throws -> [Tensor] {
    guard let named = tensors.last, record.name != "msort" else { return tensors }
    let arguments = try Arguments(
      operation: record.name, signature: record.signature, positional: inputs.positional,
      keywords: inputs.keywords)
    let input = try arguments.tensor("input")
    let dim = try arguments.int("dim", default: -1)
    let indices = named.dim < input.dim ? named.unsqueeze(dim) : named
    return tensors.dropLast() + [input.detach().gather(dim, indices)]
  }
}
