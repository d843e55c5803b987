import CKernels

// Sum, difference, product and quotient.

extension Binary {
  static let add = Binary("add", TS_BINARY_add, metric: .pointwise(ulps: 1),
    a: Partial { $0.g }, b: Partial { $0.g })
  static let sub = Binary("sub", TS_BINARY_sub, accepts: .numeric, metric: .pointwise(ulps: 1),
    a: Partial { $0.g }, b: Partial { -$0.g })
  static let mul = Binary("mul", TS_BINARY_mul, metric: .pointwise(ulps: 1),
    a: Partial(.b) { $0.g * $0.b }, b: Partial(.a) { $0.g * $0.a })
  static let div = Binary("div", TS_BINARY_div, toFloat: true, metric: .pointwise(ulps: 1),
    a: Partial(.b) { $0.g / $0.b },
    b: Partial([.a, .b]) { c in
      let quotient = c.a / c.b
      return -c.g * (quotient / c.b)
    })

  /// a + alpha · b.
  static func add(alpha: Scalar) -> Binary {
    Binary(
      "add", TS_BINARY_add_scaled,
      parameters: ts_params(
        f: (alpha.doubleValue, 0, 0, 0), i: (alpha.int64Value, 0, 0, 0)),
      a: Partial { $0.g }, b: Partial { $0.g * alpha })
  }
}

extension Tensor {
  /// self + other.
  public func add(_ other: Tensor) -> Tensor { Binary.add(self, other) }
  public func add<O: TensorOperand>(_ other: O) -> Tensor { Binary.add(operand, other.operand) }
  /// self + alpha · other.
  public func add<O: TensorOperand, S: TensorScalar>(_ other: O, alpha: S) -> Tensor {
    addScaled(other.operand, alpha.scalar, alpha.scalar)
  }
  @discardableResult public func add_<O: TensorOperand>(_ other: O) -> Tensor {
    addSparse(other.operand, 1) ?? inplace { add(other) }
  }
  @discardableResult
  public func add_<O: TensorOperand, S: TensorScalar>(_ other: O, alpha: S) -> Tensor {
    addSparse(other.operand, alpha.scalar) ?? inplace { add(other, alpha: alpha) }
  }

  /// The sum in place where only `other` is sparse and nothing is recorded; nil elsewhere.
  private func addSparse(_ other: TensorOrScalar, _ alpha: Scalar) -> Tensor? {
    guard case .tensor(let tensor) = other, tensor.isSparse, !isSparse, !needsGrad(self, tensor)
    else { return nil }
    return guarded(self) {
      try addInPlace(sparse: tensor, alpha: alpha)
      return self
    }
  }

  /// self - other.
  public func sub(_ other: Tensor) -> Tensor { sub(other.operand) }
  public func sub<O: TensorOperand>(_ other: O) -> Tensor {
    guarded {
      try checkSubtraction(dtype, other.operand.dtype)
      return Binary.sub(operand, other.operand)
    }
  }
  /// self - alpha · other.
  public func sub<O: TensorOperand, S: TensorScalar>(_ other: O, alpha: S) -> Tensor {
    guarded {
      try checkSubtraction(dtype, other.operand.dtype)
      return addScaled(other.operand, alpha.scalar, alpha.scalar.negated)
    }
  }
  @discardableResult public func sub_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { sub(other) }
  }
  @discardableResult
  public func sub_<O: TensorOperand, S: TensorScalar>(_ other: O, alpha: S) -> Tensor {
    inplace { sub(other, alpha: alpha) }
  }
  /// other - alpha · self.
  public func rsub<O: TensorOperand>(_ other: O, alpha: Scalar = 1) -> Tensor {
    guarded {
      try checkSubtraction(dtype, other.operand.dtype)
      return Tensor.addScaled(other.operand, operand, alpha, alpha.negated)
    }
  }

  /// self · other.
  public func mul(_ other: Tensor) -> Tensor { Binary.mul(self, other) }
  public func mul<O: TensorOperand>(_ other: O) -> Tensor { Binary.mul(operand, other.operand) }
  @discardableResult public func mul_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { mul(other) }
  }

  /// self / other; integers divide in the default floating dtype.
  public func div(_ other: Tensor) -> Tensor { Binary.div(self, other) }
  public func div<O: TensorOperand>(_ other: O) -> Tensor { Binary.div(operand, other.operand) }
  @discardableResult public func div_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { div(other) }
  }

  private func addScaled(_ other: TensorOrScalar, _ alpha: Scalar, _ signed: Scalar) -> Tensor {
    Tensor.addScaled(operand, other, alpha, signed)
  }

  /// a + signed · b after PyTorch's checks of `alpha`.
  private static func addScaled(
    _ a: TensorOrScalar, _ b: TensorOrScalar, _ alpha: Scalar, _ signed: Scalar
  ) -> Tensor {
    guarded {
      let dtype = resultType(a, b)
      try check(
        !alpha.isBool || dtype == .bool, .runtime,
        "Boolean alpha only supported for Boolean results.")
      try check(
        dtype.isFloatingPoint || !alpha.isFloatingPoint, .runtime,
        "For integral input tensors, argument alpha must not be a floating point number.")
      return Binary.add(alpha: signed)(a, b)
    }
  }
}

extension Scalar {
  var negated: Scalar {
    switch self {
    case .int(let value): .int(0 &- value)
    case .double(let value): .double(-value)
    case .bool(let value): .int(value ? -1 : 0)
    }
  }
}

/// Refuses bool operands of a subtraction, as PyTorch does.
private func checkSubtraction(_ a: DType, _ b: DType) throws {
  if a != .bool && b != .bool { return }
  let both = a == .bool && b == .bool
  throw TensorError(
    .notImplemented,
    both
      ? "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or "
        + "`logical_xor()` operator instead."
      : "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to "
        + "invert a mask, use the `~` or `logical_not()` operator instead.")
}
