import CKernels

// Rounded division, remainders and powers.

extension Binary {
  static let floorDivide = Binary("floor_divide", TS_BINARY_div_floor, accepts: .numeric,
    kernel: "div_floor_cpu", metric: .pointwise(ulps: 1))
  static let divFloor = Binary("div", TS_BINARY_div_floor, accepts: .numeric,
    kernel: "div_floor_cpu", node: "DivBackward2", a: .zero, b: .zero)
  static let divTrunc = Binary("div", TS_BINARY_div_trunc, accepts: .numeric,
    kernel: "div_trunc_cpu", node: "DivBackward2", a: .zero, b: .zero)
  static let remainder = Binary("remainder", TS_BINARY_remainder, accepts: .numeric,
    node: "RemainderBackward1", metric: .pointwise(ulps: 1),
    a: Partial { $0.g },
    b: Partial([.a, .b]) { -$0.g * $0.a.div($0.b, roundingMode: "floor") })
  static let fmod = Binary("fmod", TS_BINARY_fmod, accepts: .numeric,
    node: "FmodBackward1", metric: .pointwise(ulps: 0),
    a: Partial { $0.g },
    b: Partial([.a, .b]) { -$0.g * $0.a.div($0.b, roundingMode: "trunc") })

  static let pow = Binary("pow", TS_BINARY_pow, accepts: .numeric, kernel: "pow",
    node: "PowBackward1",
    a: Partial([.a, .b]) { c in
      let slope = c.b * c.a.pow(c.b - 1)
      return (c.g * slope).zeroed(where: c.b.eq(0))
    },
    b: Partial([.a, .b, .y]) { c in
      let flat = c.a.eq(0).logicalAnd(c.b.ge(0))
      return c.g * (c.y * c.a.log()).zeroed(where: flat)
    })
}

extension Unary {
  /// x^exponent for exponents that need no power function.
  static func power(_ op: ts_unary_op, _ exponent: Scalar) -> Unary {
    Unary("pow", op, accepts: .numeric, integers: .native, kernel: "pow", node: "PowBackward0") {
      g, x in x.powerSlope(g, exponent)
    }
  }
  static let square = Unary("square", TS_UNARY_square, accepts: .numeric, integers: .native,
    kernel: "pow", node: "PowBackward0", metric: .pointwise(ulps: 1)) { g, x in g * (x * 2) }
}

extension Tensor {
  /// Quotient, rounded when `roundingMode` is "trunc" (towards zero) or "floor".
  public func div<O: TensorOperand>(_ other: O, roundingMode: String?) -> Tensor {
    switch roundingMode {
    case nil: return div(other)
    case "trunc": return Binary.divTrunc(operand, other.operand)
    case "floor": return Binary.divFloor(operand, other.operand)
    case let mode?:
      return guarded {
        throw TensorError(
          .runtime,
          "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '\(mode)'")
      }
    }
  }
  @discardableResult
  public func div_<O: TensorOperand>(_ other: O, roundingMode: String?) -> Tensor {
    inplace { div(other, roundingMode: roundingMode) }
  }
  /// ⌊self / other⌋.
  public func floorDivide<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.floorDivide(operand, other.operand)
  }
  @discardableResult public func floorDivide_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { floorDivide(other) }
  }
  /// self - other · ⌊self / other⌋: the remainder with the divisor's sign.
  public func remainder<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.remainder(operand, other.operand)
  }
  @discardableResult public func remainder_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { remainder(other) }
  }
  /// The remainder with the dividend's sign.
  public func fmod<O: TensorOperand>(_ other: O) -> Tensor { Binary.fmod(operand, other.operand) }
  @discardableResult public func fmod_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { fmod(other) }
  }

  /// x².
  public func square() -> Tensor {
    dtype == .bool ? guarded { to(.int64) } : Unary.square(self)
  }
  @discardableResult public func square_() -> Tensor { inplace { square() } }
  /// self^exponent.
  public func pow<O: TensorOperand>(_ exponent: O) -> Tensor {
    guarded {
      guard case .scalar(let scalar) = exponent.operand else {
        return Binary.pow(operand, exponent.operand)
      }
      return try power(scalar)
    }
  }
  @discardableResult public func pow_<O: TensorOperand>(_ exponent: O) -> Tensor {
    inplace { pow(exponent) }
  }
  /// base^exponent.
  public static func pow<S: TensorScalar>(_ base: S, _ exponent: Tensor) -> Tensor {
    Binary.pow(.scalar(base.scalar), exponent.operand)
  }
  /// self^exponent in float64.
  public func floatPower<O: TensorOperand>(_ exponent: O) -> Tensor {
    guarded {
      switch exponent.operand {
      case .tensor(let tensor): return to(.float64).pow(tensor.to(.float64))
      case .scalar(let scalar): return to(.float64).pow(Scalar.double(scalar.doubleValue))
      }
    }
  }
  @discardableResult public func floatPower_<O: TensorOperand>(_ exponent: O) -> Tensor {
    inplace { floatPower(exponent) }
  }

  private func power(_ exponent: Scalar) throws -> Tensor {
    if !dtype.isFloatingPoint, !exponent.isFloatingPoint {
      try check(
        dtype == .bool || exponent.int64Value >= 0, .runtime,
        "Integers to negative integer powers are not allowed.")
    }
    if dtype.isFloatingPoint || resultType(operand, .scalar(exponent)) == dtype {
      if exponent.doubleValue == 2 { return Unary.power(TS_UNARY_square, exponent)(self) }
      if exponent.doubleValue == 0.5, dtype.isFloatingPoint {
        return Unary.power(TS_UNARY_sqrt, exponent)(self)
      }
    }
    return Binary.power(exponent)(operand, .scalar(exponent))
  }

  /// g · exponent · self^(exponent - 1).
  fileprivate func powerSlope(_ g: Tensor, _ exponent: Scalar) -> Tensor {
    if exponent.doubleValue == 0 { return Tensor.zerosLike(g) }
    return g * (pow(Scalar.double(exponent.doubleValue - 1)) * exponent)
  }
}

extension Binary {
  /// x^exponent for a number.
  fileprivate static func power(_ exponent: Scalar) -> Binary {
    Binary("pow", TS_BINARY_pow, accepts: .numeric, kernel: "pow", node: "PowBackward0",
      a: Partial(.a) { $0.a.powerSlope($0.g, exponent) })
  }
}
