import CKernels

/// A family record: an element-wise test of two operands, with a bool result and no derivative.
final class Comparison: Sendable {
  let name: String
  let op: ts_comparison_op
  let takesScalar: Bool

  init(_ name: String, _ op: ts_comparison_op, takesScalar: Bool = true) {
    self.name = name
    self.op = op
    self.takesScalar = takesScalar
  }

  func callAsFunction(
    _ a: TensorOrScalar, _ b: TensorOrScalar, _ parameters: ts_params = ts_params()
  ) -> Tensor {
    guarded {
      requireAllStrided([a, b], name)
      let dtype = resultType(a, b)
      let output = try emptyResult(a, b, .bool)
      backend(for: output.device).compare(
        op, into: output, try a.rawCast(dtype), try b.rawCast(dtype), dtype: dtype, parameters)
      return output
    }
  }

  var record: OperationRecord {
    OperationRecord(name, signature: "input, other", metric: .exact) { [self] a in
      let other = takesScalar ? try a.tensorOrScalar("other") : .tensor(try a.tensor("other"))
      return [.tensor(self(try a.tensor("input").operand, other))]
    }
  }
}

extension Comparison {
  static let eq = Comparison("eq", TS_COMPARE_eq)
  static let ne = Comparison("ne", TS_COMPARE_ne)
  static let lt = Comparison("lt", TS_COMPARE_lt)
  static let le = Comparison("le", TS_COMPARE_le)
  static let gt = Comparison("gt", TS_COMPARE_gt)
  static let ge = Comparison("ge", TS_COMPARE_ge)
  static let logicalAnd = Comparison("logical_and", TS_COMPARE_logical_and, takesScalar: false)
  static let logicalOr = Comparison("logical_or", TS_COMPARE_logical_or, takesScalar: false)
  static let logicalXor = Comparison("logical_xor", TS_COMPARE_logical_xor, takesScalar: false)
  static let isclose = Comparison("isclose", TS_COMPARE_isclose, takesScalar: false)

  static let all = [eq, ne, lt, le, gt, ge, logicalAnd, logicalOr, logicalXor]
}

extension Predicate {
  static let isfinite = Predicate("isfinite", TS_PREDICATE_isfinite)
  static let isinf = Predicate("isinf", TS_PREDICATE_isinf)
  static let isnan = Predicate("isnan", TS_PREDICATE_isnan)
  static let isneginf = Predicate("isneginf", TS_PREDICATE_isneginf)
  static let isposinf = Predicate("isposinf", TS_PREDICATE_isposinf)
  static let signbit = Predicate("signbit", TS_PREDICATE_signbit)
  static let logicalNot = Predicate("logical_not", TS_PREDICATE_logical_not)

  static let all = [isfinite, isinf, isnan, isneginf, isposinf, signbit, logicalNot]
}

extension Tensor {
  /// self = other, element by element; NaN equals nothing.
  public func eq<O: TensorOperand>(_ other: O) -> Tensor { Comparison.eq(operand, other.operand) }
  @discardableResult public func eq_<O: TensorOperand>(_ other: O) -> Tensor {
    assignTest { eq(other) }
  }
  /// self ≠ other.
  public func ne<O: TensorOperand>(_ other: O) -> Tensor { Comparison.ne(operand, other.operand) }
  @discardableResult public func ne_<O: TensorOperand>(_ other: O) -> Tensor {
    assignTest { ne(other) }
  }
  /// self < other.
  public func lt<O: TensorOperand>(_ other: O) -> Tensor { Comparison.lt(operand, other.operand) }
  @discardableResult public func lt_<O: TensorOperand>(_ other: O) -> Tensor {
    assignTest { lt(other) }
  }
  /// self ≤ other.
  public func le<O: TensorOperand>(_ other: O) -> Tensor { Comparison.le(operand, other.operand) }
  @discardableResult public func le_<O: TensorOperand>(_ other: O) -> Tensor {
    assignTest { le(other) }
  }
  /// self > other.
  public func gt<O: TensorOperand>(_ other: O) -> Tensor { Comparison.gt(operand, other.operand) }
  @discardableResult public func gt_<O: TensorOperand>(_ other: O) -> Tensor {
    assignTest { gt(other) }
  }
  /// self ≥ other.
  public func ge<O: TensorOperand>(_ other: O) -> Tensor { Comparison.ge(operand, other.operand) }
  @discardableResult public func ge_<O: TensorOperand>(_ other: O) -> Tensor {
    assignTest { ge(other) }
  }

  /// Both are nonzero.
  public func logicalAnd(_ other: Tensor) -> Tensor {
    Comparison.logicalAnd(operand, other.operand)
  }
  @discardableResult public func logicalAnd_(_ other: Tensor) -> Tensor {
    assignTest { logicalAnd(other) }
  }
  /// One of them is nonzero.
  public func logicalOr(_ other: Tensor) -> Tensor { Comparison.logicalOr(operand, other.operand) }
  @discardableResult public func logicalOr_(_ other: Tensor) -> Tensor {
    assignTest { logicalOr(other) }
  }
  /// Exactly one is nonzero.
  public func logicalXor(_ other: Tensor) -> Tensor {
    Comparison.logicalXor(operand, other.operand)
  }
  @discardableResult public func logicalXor_(_ other: Tensor) -> Tensor {
    assignTest { logicalXor(other) }
  }
  /// The element is zero.
  public func logicalNot() -> Tensor { Predicate.logicalNot(self) }
  @discardableResult public func logicalNot_() -> Tensor { assignTest { logicalNot() } }

  /// Neither infinite nor NaN.
  public func isfinite() -> Tensor { Predicate.isfinite(self) }
  /// Infinite, of either sign.
  public func isinf() -> Tensor { Predicate.isinf(self) }
  /// Not a number.
  public func isnan() -> Tensor { Predicate.isnan(self) }
  /// -∞.
  public func isneginf() -> Tensor { Predicate.isneginf(self) }
  /// +∞.
  public func isposinf() -> Tensor { Predicate.isposinf(self) }
  /// The sign bit is set (so for -0.0 too).
  public func signbit() -> Tensor { Predicate.signbit(self) }
  /// True everywhere: every dtype is real.
  public func isreal() -> Tensor { guarded { Tensor.fullLike(self, true, dtype: .bool) } }

  /// |self - other| ≤ atol + rtol · |other|; infinities are close when equal.
  public func isclose(
    _ other: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false
  ) -> Tensor {
    guarded {
      try check(
        dtype == other.dtype, .runtime,
        "\(dtype.scalarTypeName) did not match \(other.dtype.scalarTypeName)")
      try check(rtol >= 0, .runtime, "rtol must be greater than or equal to zero, but got \(rtol)")
      try check(atol >= 0, .runtime, "atol must be greater than or equal to zero, but got \(atol)")
      let parameters = ts_params(f: (rtol, atol, 0, 0), i: (equalNaN ? 1 : 0, 0, 0, 0))
      return Comparison.isclose(operand, other.operand, parameters)
    }
  }

  /// In-place tests write 0 and 1 in this tensor's dtype.
  private func assignTest(_ body: () -> Tensor) -> Tensor { inplace { body().to(dtype) } }

  /// This tensor where `keep` holds, 0 elsewhere.
  func masked(_ keep: Tensor) -> Tensor { Tensor.where(keep, self, 0) }

  /// 0 where `drop` holds, this tensor elsewhere.
  func zeroed(where drop: Tensor) -> Tensor { Tensor.where(drop, 0, self) }
}
