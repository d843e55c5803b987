import CKernels

// Sign, rounding, powers and roots. One record and one method per operation.

extension Unary {
  static let abs = Unary("abs", TS_UNARY_abs, accepts: .numeric, integers: .native,
    metric: .pointwise(ulps: 0)) { g, x in g * x.sgn() }
  static let neg = Unary("neg", TS_UNARY_neg, integers: .native, saves: .nothing,
    metric: .pointwise(ulps: 0)) { g, _ in g.neg() }
  static let sign = Unary("sign", TS_UNARY_sign, integers: .native, saves: .nothing,
    metric: .pointwise(ulps: 0)) { g, _ in Tensor.zerosLike(g) }
  static let sgn = Unary("sgn", TS_UNARY_sign, integers: .native, saves: .nothing,
    metric: .pointwise(ulps: 0)) { g, _ in Tensor.zerosLike(g) }
  static let relu = Unary("relu", TS_UNARY_relu, integers: .native, saves: .output,
    metric: .pointwise(ulps: 0)) { g, y in Binary.thresholdSlope(0)(g, y) }

  private static func rounding(_ name: String, _ op: ts_unary_op) -> Unary {
    Unary(
      name, op, accepts: .numeric, integers: .unchanged, kernel: "\(name)_vml_cpu",
      saves: .nothing, metric: .pointwise(ulps: 0)
    ) { g, _ in Tensor.zerosLike(g) }
  }
  static let floor = rounding("floor", TS_UNARY_floor)
  static let ceil = rounding("ceil", TS_UNARY_ceil)
  static let trunc = rounding("trunc", TS_UNARY_trunc)
  static let round = rounding("round", TS_UNARY_round)
  static let frac = Unary("frac", TS_UNARY_frac, accepts: .floating, saves: .nothing,
    metric: .pointwise(ulps: 0)) { g, _ in g }

  static let reciprocal = Unary("reciprocal", TS_UNARY_reciprocal, saves: .output,
    metric: .pointwise(ulps: 1)) { g, y in -g * (y * y) }
  static let sqrt = Unary("sqrt", TS_UNARY_sqrt, saves: .output,
    metric: .pointwise(ulps: 1)) { g, y in g / (y * 2) }
  static let rsqrt = Unary("rsqrt", TS_UNARY_rsqrt, saves: .output,
    metric: .pointwise(ulps: 2)) { g, y in g * (y * y * y) * -0.5 }
  static let deg2rad = Unary("deg2rad", TS_UNARY_deg2rad, saves: .nothing) { g, _ in
    g * (Double.pi / 180)
  }
  static let rad2deg = Unary("rad2deg", TS_UNARY_rad2deg, saves: .nothing) { g, _ in
    g * (180 / Double.pi)
  }
  static let bitwiseNot = Unary("bitwise_not", TS_UNARY_bitwise_not, accepts: [.integer, .bool],
    integers: .native, saves: .nothing, metric: .exact, nil)

  static let arithmetic = [
    abs, sign, sgn, floor, ceil, trunc, frac, reciprocal, sqrt, rsqrt, deg2rad, rad2deg,
    bitwiseNot,
  ]

  /// round(x · 10^decimals) / 10^decimals.
  static func round(decimals: Int) -> Unary {
    let magnitude = (0..<Swift.abs(decimals)).reduce(1.0) { power, _ in power * 10 }
    let parameters = ts_params(f: (magnitude, 0, 0, 0), i: (Int64(decimals), 0, 0, 0))
    return Unary(
      "round", TS_UNARY_round_decimals, accepts: .floating, kernel: "round_cpu",
      node: "RoundBackward1", saves: .nothing, parameters: parameters
    ) { g, _ in Tensor.zerosLike(g) }
  }

  /// NaN and the infinities replaced by numbers.
  static func nanToNum(_ nan: Double, _ positive: Double, _ negative: Double) -> Unary {
    Unary(
      "nan_to_num", TS_UNARY_nan_to_num, accepts: .floating,
      parameters: ts_params(f: (nan, positive, negative, 0), i: (0, 0, 0, 0))
    ) { g, x in g.masked(x.isfinite()) }
  }
}

extension Tensor {
  /// |x|; derivative sign(x), 0 at 0.
  public func abs() -> Tensor { Unary.abs(self) }
  @discardableResult public func abs_() -> Tensor { inplace { abs() } }
  /// -x.
  public func neg() -> Tensor {
    guarded {
      try check(
        dtype != .bool, .notImplemented,
        "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to "
          + "invert a mask, use the `~` or `logical_not()` operator instead.")
      return try Unary.neg.apply(self)
    }
  }
  @discardableResult public func neg_() -> Tensor { inplace { neg() } }
  /// -1, 0 or 1.
  public func sign() -> Tensor { Unary.sign(self) }
  @discardableResult public func sign_() -> Tensor { inplace { sign() } }
  /// The sign of real numbers (x / |x| of complex ones).
  public func sgn() -> Tensor { Unary.sgn(self) }
  @discardableResult public func sgn_() -> Tensor { inplace { sgn() } }
  /// max(x, 0); derivative 0 at 0.
  public func relu() -> Tensor {
    guarded {
      try check(dtype != .bool, .notImplemented, "Boolean inputs not supported for relu")
      return try Unary.relu.apply(self)
    }
  }
  @discardableResult public func relu_() -> Tensor { inplace { relu() } }
  /// Largest integer not above x.
  public func floor() -> Tensor { Unary.floor(self) }
  @discardableResult public func floor_() -> Tensor { inplace { floor() } }
  /// Smallest integer not below x.
  public func ceil() -> Tensor { Unary.ceil(self) }
  @discardableResult public func ceil_() -> Tensor { inplace { ceil() } }
  /// x without its fraction.
  public func trunc() -> Tensor { Unary.trunc(self) }
  @discardableResult public func trunc_() -> Tensor { inplace { trunc() } }
  /// Nearest integer, ties to even; with `decimals`, nearest multiple of 10^-decimals.
  public func round() -> Tensor { Unary.round(self) }
  public func round(decimals: Int) -> Tensor { Unary.round(decimals: decimals)(self) }
  @discardableResult public func round_() -> Tensor { inplace { round() } }
  @discardableResult public func round_(decimals: Int) -> Tensor {
    inplace { round(decimals: decimals) }
  }
  /// x - trunc(x).
  public func frac() -> Tensor { Unary.frac(self) }
  @discardableResult public func frac_() -> Tensor { inplace { frac() } }
  /// 1 / x.
  public func reciprocal() -> Tensor { Unary.reciprocal(self) }
  @discardableResult public func reciprocal_() -> Tensor { inplace { reciprocal() } }
  /// √x.
  public func sqrt() -> Tensor { Unary.sqrt(self) }
  @discardableResult public func sqrt_() -> Tensor { inplace { sqrt() } }
  /// 1 / √x.
  public func rsqrt() -> Tensor { Unary.rsqrt(self) }
  @discardableResult public func rsqrt_() -> Tensor { inplace { rsqrt() } }
  /// Degrees to radians.
  public func deg2rad() -> Tensor { Unary.deg2rad(self) }
  @discardableResult public func deg2rad_() -> Tensor { inplace { deg2rad() } }
  /// Radians to degrees.
  public func rad2deg() -> Tensor { Unary.rad2deg(self) }
  @discardableResult public func rad2deg_() -> Tensor { inplace { rad2deg() } }
  /// Bits inverted; logical negation for bool.
  public func bitwiseNot() -> Tensor { Unary.bitwiseNot(self) }
  @discardableResult public func bitwiseNot_() -> Tensor { inplace { bitwiseNot() } }
}
