import CKernels

/// A family record: one element-wise operation of one operand. It states what is unique to the
/// operation; the family does the rest (dtypes, allocation, dispatch, recording).
final class Unary: Sendable {
  /// What the pullback reads beside the gradient.
  enum Saves { case nothing, input, output }
  /// What happens to integers and bool: computed as they are, in the default floating dtype, or
  /// returned unchanged (rounding).
  enum Integers { case native, toFloat, unchanged }

  /// dL/dx from dL/dy and the saved tensor (the gradient again when nothing is saved).
  typealias Derivative = @Sendable (_ gradient: Tensor, _ saved: Tensor) -> Tensor

  let name: String
  let op: ts_unary_op
  let accepts: DTypeSet
  let integers: Integers
  let kernel: String
  let node: String
  let saves: Saves
  let parameters: ts_params?
  let metric: MetricFamily
  let derivative: Derivative?

  init(
    _ name: String, _ op: ts_unary_op, accepts: DTypeSet = .all, integers: Integers = .toFloat,
    kernel: String? = nil, node: String? = nil, saves: Saves = .input,
    parameters: ts_params? = nil, metric: MetricFamily = .pointwise(ulps: 4),
    _ derivative: Derivative?
  ) {
    self.name = name
    self.op = op
    self.accepts = accepts
    self.integers = integers
    self.kernel = kernel ?? "\(name)_cpu"
    self.node = node ?? backwardName(name)
    self.saves = saves
    self.parameters = parameters
    self.metric = metric
    self.derivative = derivative
  }

  /// The operation on `input`, recorded when it requires a gradient.
  func callAsFunction(_ input: Tensor) -> Tensor {
    guarded { try apply(input) }
  }

  func apply(_ input: Tensor) throws -> Tensor {
    try input.checkInitialized(method: name)
    try checkImplemented(kernel, input.dtype, accepts)
    if input.isSparse { return try applySparse(input) }
    var source = input
    if !input.dtype.isFloatingPoint {
      if integers == .unchanged { return input.clone() }
      if integers == .toFloat { source = try input.rawCast(Tensor.defaultDType) }
    }
    let output: Tensor
    if source.isContiguous {
      output = try Tensor(uninitialized: source.shape, dtype: source.dtype, device: source.device)
      backend(for: input.device).unary(op, intoFlat: output, source, parameters)
    } else {
      output = Tensor.emptyLike(source)
      try throwPendingError()
      backend(for: input.device).unary(op, into: output, source, parameters ?? ts_params())
    }
    if needsGrad(input) { try attachNode(input, output) }
    return output
  }

  func attachNode(_ input: Tensor, _ output: Tensor) throws {
    try attach(
      node, [input], [output], saving: saves == .input ? [input] : [],
      savingOutputs: saves == .output ? [0] : [], differentiable: nil, pullback())
  }

  private func pullback() -> Node.PullbackFunction? {
    guard let derivative else { return nil }
    switch saves {
    case .nothing: return { [derivative($0.grad, $0.grad)] }
    case .input: return { [derivative($0.grad, $0.saved[0])] }
    case .output: return { [derivative($0.grad, $0.savedOutputs[0])] }
    }
  }

  /// The catalogue's view of the operation.
  var record: OperationRecord {
    OperationRecord(name, signature: "input", metric: metric) { [self] a in
      [.tensor(self(try a.tensor("input")))]
    }
  }
}

/// PyTorch's node name of an operation: `logical_not` gives `LogicalNotBackward0`.
func backwardName(_ name: String) -> String {
  name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    + "Backward0"
}

/// A unary operation with a bool result and no derivative.
final class Predicate: Sendable {
  let name: String
  let op: ts_predicate_op

  init(_ name: String, _ op: ts_predicate_op) {
    self.name = name
    self.op = op
  }

  func callAsFunction(_ input: Tensor) -> Tensor {
    guarded {
      input.requireStrided(name)
      let output = Tensor.emptyLike(input, dtype: .bool)
      try throwPendingError()
      backend(for: input.device).predicate(op, into: output, input)
      return output
    }
  }

  var record: OperationRecord {
    OperationRecord(name, signature: "input", metric: .exact) { [self] a in
      [.tensor(self(try a.tensor("input")))]
    }
  }
}
