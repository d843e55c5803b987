import CKernels

/// What a two-operand pullback reads: the gradient, the operands it asked for, the output.
struct BinaryContext {
  let context: Pullback
  let scalarA: Scalar?
  let scalarB: Scalar?

  /// Gradient of the output.
  var g: Tensor { context.grad }
  /// The first operand; a number stands as a 0-d tensor.
  var a: Tensor { operand(0, scalarA) }
  /// The second operand.
  var b: Tensor { operand(1, scalarB) }
  /// The result.
  var y: Tensor { context.savedOutputs[0] }

  private func operand(_ index: Int, _ scalar: Scalar?) -> Tensor {
    if let scalar { return scalar.constant(like: g) }
    return context.saved[index]
  }
}

/// One operand's share of the gradient: what it reads, and the formula in tensor operations.
struct Partial: Sendable {
  struct Reads: OptionSet, Sendable {
    let rawValue: Int
    static let a = Reads(rawValue: 1)
    static let b = Reads(rawValue: 2)
    static let y = Reads(rawValue: 4)
  }
  let reads: Reads
  let formula: @Sendable (BinaryContext) throws -> Tensor

  init(_ reads: Reads = [], _ formula: @escaping @Sendable (BinaryContext) throws -> Tensor) {
    self.reads = reads
    self.formula = formula
  }

  /// Zero wherever the operand is.
  static let zero = Partial { Tensor.zerosLike($0.g) }
}

/// A family record: one element-wise operation of two operands. The family owns broadcasting,
/// promotion, dtype checks, dispatch, saving and recording; un-broadcasting the gradient is the
/// engine's.
final class Binary: Sendable {
  let name: String
  let op: ts_binary_op
  let accepts: DTypeSet
  /// Whether integers and bool compute in the default floating dtype.
  let toFloat: Bool
  /// Whether PyTorch takes a number as the second operand.
  let takesScalar: Bool
  let kernel: String
  let node: String
  let parameters: ts_params?
  let metric: MetricFamily
  let partialA: Partial?
  let partialB: Partial?

  init(
    _ name: String, _ op: ts_binary_op, accepts: DTypeSet = .all, toFloat: Bool = false,
    takesScalar: Bool = true, kernel: String? = nil, node: String? = nil,
    parameters: ts_params? = nil, metric: MetricFamily = .pointwise(ulps: 4),
    a partialA: Partial? = nil, b partialB: Partial? = nil
  ) {
    self.name = name
    self.op = op
    self.accepts = accepts
    self.toFloat = toFloat
    self.takesScalar = takesScalar
    self.kernel = kernel ?? "\(name)_cpu"
    self.node = node ?? backwardName(name)
    self.parameters = parameters
    self.metric = metric
    self.partialA = partialA
    self.partialB = partialB
  }

  func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor {
    guarded { try apply(a, b) }
  }

  func callAsFunction(_ a: TensorOrScalar, _ b: TensorOrScalar) -> Tensor {
    guarded {
      if case .tensor(let a) = a, case .tensor(let b) = b { return try apply(a, b) }
      if case .tensor(let a) = a, case .scalar(let b) = b { return try apply(a, b) }
      return try general(a, b)
    }
  }

  /// A tensor and a number; no detour when the tensor is contiguous and keeps its dtype.
  func apply(_ a: Tensor, _ b: Scalar) throws -> Tensor {
    try a.checkInitialized(method: name)
    let keeps = a.dtype.isFloatingPoint ? !a.dtype.isHalf : keepsInteger(a.dtype, b)
    guard keeps, a.isContiguous, accepts.contains(a.dtype), !a.isWrappedNumber else {
      return try general(.tensor(a), .scalar(b))
    }
    let output = try Tensor(uninitialized: a.shape, dtype: a.dtype, device: a.device)
    let done = backend(for: a.device).binary(op, intoFlat: output, a, b, parameters)
    if !done { throw TensorError(.runtime, "ZeroDivisionError") }
    if needsGrad(a) { try attachNode(.tensor(a), .scalar(b), output) }
    return output
  }

  private func keepsInteger(_ dtype: DType, _ b: Scalar) -> Bool {
    !toFloat && dtype.isInteger && !b.isFloatingPoint
  }

  /// Two tensors; the usual case (same dtype, same shape) takes no detour.
  @inline(__always)
  func apply(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    try a.checkInitialized(method: name)
    try b.checkInitialized(method: name)
    guard a.dtype == b.dtype, a.shape == b.shape, a.isContiguous, b.isContiguous,
      accepts.contains(a.dtype), !toFloat || a.dtype.isFloatingPoint, !a.isWrappedNumber,
      !b.isWrappedNumber
    else { return try general(.tensor(a), .tensor(b)) }
    let output = try Tensor(uninitialized: a.shape, dtype: a.dtype, device: a.device)
    let done = backend(for: a.device).binary(op, intoFlat: output, a, b, parameters)
    if !done { throw TensorError(.runtime, "ZeroDivisionError") }
    if needsGrad(a, b) { try attachNode(.tensor(a), .tensor(b), output) }
    return output
  }

  func general(_ a: TensorOrScalar, _ b: TensorOrScalar) throws -> Tensor {
    if a.isSparse || b.isSparse { return try sparse(a, b) }
    var dtype = resultType(a, b)
    try checkImplemented(kernel, dtype, accepts)
    if toFloat && !dtype.isFloatingPoint { dtype = Tensor.defaultDType }
    let output = try emptyResult(a, b, dtype)
    let done = backend(for: output.device).binary(
      op, into: output, try a.rawCast(dtype), try b.rawCast(dtype), parameters ?? ts_params())
    if !done { throw TensorError(.runtime, "ZeroDivisionError") }
    if needsGrad(a, b) { try attachNode(a, b, output) }
    return output
  }

  func attachNode(_ a: TensorOrScalar, _ b: TensorOrScalar, _ output: Tensor) throws {
    let tensorA = a.tensorOrNil, tensorB = b.tensorOrNil
    let needsA = tensorA?.requiresGrad ?? false, needsB = tensorB?.requiresGrad ?? false
    var reads = Partial.Reads()
    if needsA, let partialA { reads.formUnion(partialA.reads) }
    if needsB, let partialB { reads.formUnion(partialB.reads) }
    let pullback = pullback(a, b, needsA, needsB)
    guard output.dtype.isFloatingPoint else { return }
    let node = Node(
      name: node, edges: edges(tensorA, tensorB), outputs: [output.outputInfo],
      saved: try saved(reads, tensorA, tensorB), pullback: pullback)
    output.setHistory(node, output: 0)
    if reads.contains(.y) { node.savedOutputs = [try SavedTensor(output: output, index: 0)] }
  }

  private func edges(_ a: Tensor?, _ b: Tensor?) -> [Edge] {
    guard let a else { return [Edge(to: b!)] }
    guard let b else { return [Edge(to: a)] }
    return [Edge(to: a), Edge(to: b)]
  }

  private func saved(
    _ reads: Partial.Reads, _ a: Tensor?, _ b: Tensor?
  ) throws -> [SavedTensor?] {
    if reads.isDisjoint(with: [.a, .b]) { return [] }
    func keep(_ part: Partial.Reads, _ tensor: Tensor?) throws -> SavedTensor? {
      guard let tensor, reads.contains(part) else { return nil }
      return try SavedTensor(input: tensor)
    }
    return [try keep(.a, a), try keep(.b, b)]
  }

  private func pullback(
    _ a: TensorOrScalar, _ b: TensorOrScalar, _ needsA: Bool, _ needsB: Bool
  ) -> Node.PullbackFunction? {
    if (needsA && partialA == nil) || (needsB && partialB == nil) { return nil }
    let scalarA = a.scalarOrNil, scalarB = b.scalarOrNil
    return { [self] context in
      let call = BinaryContext(context: context, scalarA: scalarA, scalarB: scalarB)
      if scalarA != nil { return [try partialB!.formula(call)] }
      let first = context.needs(0) ? try partialA!.formula(call) : nil
      if scalarB != nil { return [first] }
      return [first, context.needs(1) ? try partialB!.formula(call) : nil]
    }
  }

  /// The catalogue's view of the operation.
  var record: OperationRecord {
    OperationRecord(name, signature: "input, other", metric: metric) { [self] a in
      let input = try a.tensor("input").operand
      let other = takesScalar ? try a.tensorOrScalar("other") : .tensor(try a.tensor("other"))
      return [.tensor(self(input, other))]
    }
  }
}

/// An uninitialised result of the operands' broadcast shape; keeps the memory order of the first
/// dense operand of that shape.
func emptyResult(_ a: TensorOrScalar, _ b: TensorOrScalar, _ dtype: DType) throws -> Tensor {
  let shape = try broadcastShapes(a.shape, b.shape)
  let device = a.tensorOrNil?.device ?? b.tensorOrNil?.device ?? .cpu
  for case .tensor(let tensor) in [a, b]
  where tensor.shape == shape && !tensor.isContiguous && tensor.isNonOverlappingAndDense {
    return Tensor.emptyLike(tensor, dtype: dtype)
  }
  return try Tensor.uninitialized(shape, dtype, device)
}

/// Whether an operation on the operands is to be recorded.
func needsGrad(_ a: TensorOrScalar, _ b: TensorOrScalar) -> Bool {
  guard isGradEnabled else { return false }
  return a.tensorOrNil?.requiresGrad == true || b.tensorOrNil?.requiresGrad == true
}

extension TensorOrScalar {
  var scalarOrNil: Scalar? {
    if case .scalar(let scalar) = self { return scalar }
    return nil
  }
}
