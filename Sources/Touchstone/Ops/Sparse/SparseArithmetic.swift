import CKernels

extension TensorOrScalar {
  var isSparse: Bool { tensorOrNil?.isSparse ?? false }
}

/// Two-operand operations of which one operand at least is sparse.
extension Binary {
  /// The result, recorded as that of strided operands is; zeros once the operation is refused.
  func sparse(_ a: TensorOrScalar, _ b: TensorOrScalar) throws -> Tensor {
    guard let output = try noGrad({ try sparseResult(a, b) }) else {
      requireAllStrided([a, b], name)
      return Tensor.zeros(try broadcastShapes(a.shape, b.shape), dtype: resultType(a, b))
    }
    try throwPendingError()
    if needsGrad(a, b) { try attachNode(a, b, output) }
    return output
  }

  /// nil when there is no such operation.
  private func sparseResult(_ a: TensorOrScalar, _ b: TensorOrScalar) throws -> Tensor? {
    switch op {
    case TS_BINARY_add: return try SparseSum(a, b, alpha: 1).result()
    case TS_BINARY_sub: return try SparseSum(a, b, alpha: -1).result()
    case TS_BINARY_add_scaled: return try SparseSum(a, b, alpha: factor(resultType(a, b))).result()
    case TS_BINARY_mul: return try a.isSparse ? a.product(b) : b.product(a)
    case TS_BINARY_div: return try a.isSparse ? a.quotient(b) : nil
    case TS_BINARY_pow: return try a.isSparse ? a.power(b) : nil
    default: return nil
    }
  }

  private func factor(_ dtype: DType) -> Scalar {
    let parameters = parameters ?? ts_params()
    return dtype.isFloatingPoint ? .double(parameters.f.0) : .int(parameters.i.0)
  }
}

extension TensorOrScalar {
  /// This sparse tensor, places kept, with `body` applied to its elements.
  fileprivate func mapped(_ body: (Tensor) throws -> Tensor) throws -> Tensor? {
    guard case .tensor(let tensor) = self, let parts = tensor.sparse else { return nil }
    return try Tensor(sparse: parts.with(try body(parts.values)), shape: tensor.shape)
  }

  /// Whether this is a number, or a strided tensor that stands for one.
  private var isNumber: Bool {
    guard case .tensor(let tensor) = self else { return true }
    return !tensor.isSparse && tensor.dim == 0
  }

  /// Sparse times number, or times a strided tensor that broadcasts to the sparse one.
  fileprivate func product(_ other: TensorOrScalar) throws -> Tensor? {
    if other.isNumber { return try mapped { $0.mul(other) } }
    guard case .tensor(let dense) = other, !dense.isSparse, let parts = tensorOrNil?.sparse,
      isExpandable(dense.shape, to: shape)
    else { return nil }
    let factors = try dense.expand(shape).gathered(at: parts.indices)
    return try mapped { $0.mul(factors) }
  }

  fileprivate func quotient(_ other: TensorOrScalar) throws -> Tensor? {
    try check(
      other.isNumber, .runtime,
      "Sparse division requires a scalar or zero-dim dense tensor divisor (got shape "
        + "\(other.shape) for divisor)")
    return try mapped { $0.div(other) }
  }

  fileprivate func power(_ exponent: TensorOrScalar) throws -> Tensor? {
    guard case .scalar(let scalar) = exponent, let tensor = tensorOrNil else { return nil }
    try check(
      scalar.doubleValue != 0, .runtime,
      "pow: cannot raise to zeroth power on sparse tensor; it would make the result tensor dense")
    return try TensorOrScalar.tensor(tensor.coalesce()).mapped { $0.pow(scalar) }
  }
}

/// One-operand operations of sparse tensors.
extension Unary {
  /// Those that map 0 to 0 and act on what is stored, by PyTorch's names.
  private static let zeroPreserving: Set = [
    "abs", "asin", "asinh", "atan", "atanh", "ceil", "deg2rad", "erf", "erfinv", "expm1", "floor",
    "frac", "log1p", "nan_to_num", "pow", "rad2deg", "relu", "round", "sgn", "sign", "sin", "sinh",
    "sqrt", "square", "tan", "tanh", "trunc",
  ]

  /// The operation on the elements of a sparse tensor. All but the negative add elements of one
  /// place first.
  func applySparse(_ input: Tensor) throws -> Tensor {
    guard name == "neg" || Unary.zeroPreserving.contains(name) else {
      return input.refusedResult(name)
    }
    let output = try noGrad {
      let source = name == "neg" ? input.detach() : input.detach().coalesce()
      try throwPendingError()
      let parts = source.sparse!
      return try Tensor(sparse: parts.with(try apply(parts.values)), shape: input.shape)
    }
    if needsGrad(input) { try attachNode(input, output) }
    return output
  }
}

extension Tensor {
  /// The norm of all elements of this sparse tensor, as a number.
  func sparseNorm(_ ord: Double, _ dims: [Int]?, keepdim: Bool) throws -> Tensor {
    try check(
      (dims ?? []).isEmpty || dims!.count == dim, .runtime,
      "norm_sparse currently only supports full reductions, so 'dim' must either be empty or "
        + "contain all dimensions of the input")
    try check(!keepdim, .runtime, "norm_sparse currently does not support keepdim=True")
    let out = noGrad { coalesce().storedValues.norm(ord) }
    return try record("NormBackward1", [self], out, nil)
  }
}
