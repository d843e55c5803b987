import CKernels

// Bits, shifts and number theory: integers (and bool where it makes sense), no derivatives.

extension Binary {
  private static func bitwise(
    _ name: String, _ op: ts_binary_op, bool: Bool = false, takesScalar: Bool = true,
    kernel: String? = nil
  ) -> Binary {
    Binary(
      name, op, accepts: bool ? [.integer, .bool] : .integer, takesScalar: takesScalar,
      kernel: kernel, metric: .exact)
  }
  static let bitwiseAnd = bitwise("bitwise_and", TS_BINARY_bitwise_and, bool: true)
  static let bitwiseOr = bitwise("bitwise_or", TS_BINARY_bitwise_or, bool: true)
  static let bitwiseXor = bitwise("bitwise_xor", TS_BINARY_bitwise_xor, bool: true)
  static let leftShift = bitwise("bitwise_left_shift", TS_BINARY_left_shift, kernel: "lshift_cpu")
  static let rightShift = bitwise(
    "bitwise_right_shift", TS_BINARY_right_shift, kernel: "rshift_cpu")
  static let gcd = bitwise("gcd", TS_BINARY_gcd, takesScalar: false)
  static let lcm = bitwise("lcm", TS_BINARY_lcm, takesScalar: false)

  static let integral = [bitwiseAnd, bitwiseOr, bitwiseXor, leftShift, rightShift, gcd, lcm]
}

extension Tensor {
  /// Bits set in both.
  public func bitwiseAnd<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.bitwiseAnd(operand, other.operand)
  }
  @discardableResult public func bitwiseAnd_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { bitwiseAnd(other) }
  }
  /// Bits set in one of them.
  public func bitwiseOr<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.bitwiseOr(operand, other.operand)
  }
  @discardableResult public func bitwiseOr_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { bitwiseOr(other) }
  }
  /// Bits set in exactly one.
  public func bitwiseXor<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.bitwiseXor(operand, other.operand)
  }
  @discardableResult public func bitwiseXor_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { bitwiseXor(other) }
  }
  /// self · 2^other; 0 when the count is negative or not below the width.
  public func bitwiseLeftShift<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.leftShift(operand, other.operand)
  }
  @discardableResult public func bitwiseLeftShift_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { bitwiseLeftShift(other) }
  }
  /// ⌊self / 2^other⌋; the sign alone when the count is negative or not below the width.
  public func bitwiseRightShift<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.rightShift(operand, other.operand)
  }
  @discardableResult public func bitwiseRightShift_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { bitwiseRightShift(other) }
  }
  /// Greatest common divisor, not negative.
  public func gcd(_ other: Tensor) -> Tensor { Binary.gcd(self, other) }
  @discardableResult public func gcd_(_ other: Tensor) -> Tensor { inplace { gcd(other) } }
  /// Least common multiple, not negative.
  public func lcm(_ other: Tensor) -> Tensor { Binary.lcm(self, other) }
  @discardableResult public func lcm_(_ other: Tensor) -> Tensor { inplace { lcm(other) } }
}
