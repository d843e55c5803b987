import CKernels

// Exponentials, logarithms, trigonometric and hyperbolic functions.

private let ln2 = 0.693147180559945309417232121458176568
private let ln10 = 2.30258509299404568401799145468436421

extension Unary {
  static let exp = Unary("exp", TS_UNARY_exp, saves: .output) { g, y in g * y }
  static let exp2 = Unary("exp2", TS_UNARY_exp2, saves: .output) { g, y in g * y * ln2 }
  static let expm1 = Unary("expm1", TS_UNARY_expm1, saves: .output) { g, y in g * (y + 1) }
  static let log = Unary("log", TS_UNARY_log) { g, x in g / x }
  static let log2 = Unary("log2", TS_UNARY_log2) { g, x in g / (x * ln2) }
  static let log10 = Unary("log10", TS_UNARY_log10) { g, x in g / (x * ln10) }
  static let log1p = Unary("log1p", TS_UNARY_log1p) { g, x in g / (x + 1) }
  static let sigmoid = Unary("sigmoid", TS_UNARY_sigmoid, saves: .output) { g, y in
    g * ((1 - y) * y)
  }
  static let exponential = [exp, exp2, expm1, log, log2, log10, log1p, sigmoid]

  static let sin = Unary("sin", TS_UNARY_sin) { g, x in g * x.cos() }
  static let cos = Unary("cos", TS_UNARY_cos) { g, x in g * -x.sin() }
  static let tan = Unary("tan", TS_UNARY_tan, saves: .output) { g, y in g * (1 + y * y) }
  static let asin = Unary("asin", TS_UNARY_asin) { g, x in g * (1 - x * x).rsqrt() }
  static let acos = Unary("acos", TS_UNARY_acos) { g, x in g * -(1 - x * x).rsqrt() }
  static let atan = Unary("atan", TS_UNARY_atan) { g, x in g / (x * x + 1) }
  static let sinc = Unary("sinc", TS_UNARY_sinc) { g, x in
    let angle = x * Double.pi
    let scale = angle * x
    return g * ((angle * angle.cos() - angle.sin()) / scale).zeroed(where: scale.eq(0))
  }
  static let trigonometric = [sin, cos, tan, asin, acos, atan, sinc]

  static let sinh = Unary("sinh", TS_UNARY_sinh) { g, x in g * x.cosh() }
  static let cosh = Unary("cosh", TS_UNARY_cosh) { g, x in g * x.sinh() }
  static let tanh = Unary("tanh", TS_UNARY_tanh, saves: .output) { g, y in g * (1 - y * y) }
  static let asinh = Unary("asinh", TS_UNARY_asinh) { g, x in g * (x * x + 1).rsqrt() }
  static let acosh = Unary("acosh", TS_UNARY_acosh) { g, x in g * (x * x - 1).rsqrt() }
  static let atanh = Unary("atanh", TS_UNARY_atanh) { g, x in g / (1 - x * x) }
  static let hyperbolic = [sinh, cosh, tanh, asinh, acosh, atanh]

  /// log(x / (1 - x)), x clamped to [eps, 1 - eps] when `eps` is given.
  static func logit(eps: Double?) -> Unary {
    Unary(
      "logit", TS_UNARY_logit, parameters: ts_params(f: (eps ?? -1, 0, 0, 0), i: (0, 0, 0, 0))
    ) { g, x in
      let slope = g / (x * (1 - x)).abs()
      if let eps { return slope.zeroed(where: x.lt(eps).logicalOr(x.gt(1 - eps))) }
      return Tensor.where(x.ge(0).logicalAnd(x.le(1)), slope, Double.nan)
    }
  }
}

extension Tensor {
  /// e^x.
  public func exp() -> Tensor { Unary.exp(self) }
  @discardableResult public func exp_() -> Tensor { inplace { exp() } }
  /// 2^x.
  public func exp2() -> Tensor { Unary.exp2(self) }
  @discardableResult public func exp2_() -> Tensor { inplace { exp2() } }
  /// e^x - 1, accurate near 0.
  public func expm1() -> Tensor { Unary.expm1(self) }
  @discardableResult public func expm1_() -> Tensor { inplace { expm1() } }
  /// Natural logarithm.
  public func log() -> Tensor { Unary.log(self) }
  @discardableResult public func log_() -> Tensor { inplace { log() } }
  /// Logarithm to base 2.
  public func log2() -> Tensor { Unary.log2(self) }
  @discardableResult public func log2_() -> Tensor { inplace { log2() } }
  /// Logarithm to base 10.
  public func log10() -> Tensor { Unary.log10(self) }
  @discardableResult public func log10_() -> Tensor { inplace { log10() } }
  /// log(1 + x), accurate near 0.
  public func log1p() -> Tensor { Unary.log1p(self) }
  @discardableResult public func log1p_() -> Tensor { inplace { log1p() } }
  /// 1 / (1 + e^-x).
  public func sigmoid() -> Tensor { Unary.sigmoid(self) }
  @discardableResult public func sigmoid_() -> Tensor { inplace { sigmoid() } }
  /// log(x / (1 - x)); with `eps`, x is first clamped to [eps, 1 - eps].
  public func logit(eps: Double? = nil) -> Tensor { Unary.logit(eps: eps)(self) }
  @discardableResult public func logit_(eps: Double? = nil) -> Tensor {
    inplace { logit(eps: eps) }
  }
  /// Sine.
  public func sin() -> Tensor { Unary.sin(self) }
  @discardableResult public func sin_() -> Tensor { inplace { sin() } }
  /// Cosine.
  public func cos() -> Tensor { Unary.cos(self) }
  @discardableResult public func cos_() -> Tensor { inplace { cos() } }
  /// Tangent.
  public func tan() -> Tensor { Unary.tan(self) }
  @discardableResult public func tan_() -> Tensor { inplace { tan() } }
  /// Inverse sine.
  public func asin() -> Tensor { Unary.asin(self) }
  @discardableResult public func asin_() -> Tensor { inplace { asin() } }
  /// Inverse cosine.
  public func acos() -> Tensor { Unary.acos(self) }
  @discardableResult public func acos_() -> Tensor { inplace { acos() } }
  /// Inverse tangent.
  public func atan() -> Tensor { Unary.atan(self) }
  @discardableResult public func atan_() -> Tensor { inplace { atan() } }
  /// sin(πx) / (πx), 1 at 0.
  public func sinc() -> Tensor { Unary.sinc(self) }
  @discardableResult public func sinc_() -> Tensor { inplace { sinc() } }
  /// Hyperbolic sine.
  public func sinh() -> Tensor { Unary.sinh(self) }
  @discardableResult public func sinh_() -> Tensor { inplace { sinh() } }
  /// Hyperbolic cosine.
  public func cosh() -> Tensor { Unary.cosh(self) }
  @discardableResult public func cosh_() -> Tensor { inplace { cosh() } }
  /// Hyperbolic tangent.
  public func tanh() -> Tensor { Unary.tanh(self) }
  @discardableResult public func tanh_() -> Tensor { inplace { tanh() } }
  /// Inverse hyperbolic sine.
  public func asinh() -> Tensor { Unary.asinh(self) }
  @discardableResult public func asinh_() -> Tensor { inplace { asinh() } }
  /// Inverse hyperbolic cosine.
  public func acosh() -> Tensor { Unary.acosh(self) }
  @discardableResult public func acosh_() -> Tensor { inplace { acosh() } }
  /// Inverse hyperbolic tangent.
  public func atanh() -> Tensor { Unary.atanh(self) }
  @discardableResult public func atanh_() -> Tensor { inplace { atanh() } }
}
