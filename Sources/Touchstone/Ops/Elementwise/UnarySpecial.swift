import CKernels

// Error function, gamma and Bessel families.

private let twoOverSqrtPi = 1.12837916709551257389615890312154517
private let sqrtPi = 1.77245385090551602729816748334114518
private let sqrtTwoOverPi = 0.797884560802865355879892119868763737

extension Unary {
  static let erf = Unary("erf", TS_UNARY_erf) { g, x in g * (twoOverSqrtPi * (-(x * x)).exp()) }
  static let erfc = Unary("erfc", TS_UNARY_erfc) { g, x in
    g * (-twoOverSqrtPi * (-(x * x)).exp())
  }
  static let erfinv = Unary("erfinv", TS_UNARY_erfinv, saves: .output) { g, y in
    g * (0.5 * sqrtPi * (y * y).exp())
  }
  static let lgamma = Unary("lgamma", TS_UNARY_lgamma) { g, x in g * x.digamma() }
  static let digamma = Unary("digamma", TS_UNARY_digamma) { g, x in g * x.polygamma(1) }
  static let i0 = Unary("i0", TS_UNARY_i0) { g, x in g * x.i1() }
  static let special = [erf, erfc, erfinv, lgamma, digamma, i0]

  /// The n-th derivative of digamma.
  static func polygamma(_ n: Int) -> Unary {
    Unary(
      "polygamma", TS_UNARY_polygamma,
      parameters: ts_params(f: (0, 0, 0, 0), i: (Int64(n), 0, 0, 0))
    ) { g, x in g * x.polygamma(n + 1) }
  }
}

extension Unary {
  private static func module(
    _ name: String, _ op: ts_unary_op, halves: Bool = false, saves: Saves = .input,
    _ derivative: Derivative?
  ) -> Unary {
    Unary(
      "special.\(name)", op, accepts: halves ? .all : [.wide, .integer, .bool],
      kernel: "\(name)_cpu", node: "Special" + backwardName(name), saves: saves, derivative)
  }
  static let i0e = module("i0e", TS_UNARY_i0e, halves: true) { g, x in
    g * (x.i1e() - x.sgn() * x.i0e())
  }
  static let i1 = module("i1", TS_UNARY_i1, halves: true) { g, x in
    g * Tensor.where(x.eq(0), 0.5, x.i0() - x.i1() / x)
  }
  static let i1e = module("i1e", TS_UNARY_i1e, halves: true) { g, x in
    let slope = x.i0e() - x.i1e() * (x.sgn() + x.reciprocal())
    return g * Tensor.where(x.eq(0), 0.5, slope)
  }
  static let ndtr = module("ndtr", TS_UNARY_ndtr, halves: true) { g, x in
    g * (0.5 * sqrtTwoOverPi * (x * x * -0.5).exp())
  }
  static let logNdtr = module("log_ndtr", TS_UNARY_log_ndtr) { g, x in
    g / (x * -0.707106781186547524400844362104849).erfcx() * sqrtTwoOverPi
  }
  static let ndtri = module("ndtri", TS_UNARY_ndtri, saves: .output) { g, y in
    g * (2.50662827463100050241576528481104525 * (y * y * 0.5).exp())
  }
  static let erfcx = module("erfcx", TS_UNARY_erfcx) { g, x in
    g * (2 * x * x.erfcx() - twoOverSqrtPi)
  }
  static let entr = module("entr", TS_UNARY_entr, halves: true) { g, x in g * -(1 + x.log()) }

  static let besselJ0 = module("bessel_j0", TS_UNARY_bessel_j0, nil)
  static let besselJ1 = module("bessel_j1", TS_UNARY_bessel_j1, nil)
  static let besselY0 = module("bessel_y0", TS_UNARY_bessel_y0, nil)
  static let besselY1 = module("bessel_y1", TS_UNARY_bessel_y1, nil)
  static let modifiedI0 = module("modified_bessel_i0", TS_UNARY_i0, nil)
  static let modifiedI1 = module("modified_bessel_i1", TS_UNARY_i1, nil)
  static let modifiedK0 = module("modified_bessel_k0", TS_UNARY_modified_k0, nil)
  static let modifiedK1 = module("modified_bessel_k1", TS_UNARY_modified_k1, nil)
  static let scaledK0 = module("scaled_modified_bessel_k0", TS_UNARY_scaled_k0, nil)
  static let scaledK1 = module("scaled_modified_bessel_k1", TS_UNARY_scaled_k1, nil)
  static let sphericalJ0 = module("spherical_bessel_j0", TS_UNARY_spherical_j0, nil)
  static let airyAi = module("airy_ai", TS_UNARY_airy_ai, nil)

  static let specialModule = [
    i0e, i1, i1e, ndtr, logNdtr, ndtri, erfcx, entr, besselJ0, besselJ1, besselY0, besselY1,
    modifiedI0, modifiedI1, modifiedK0, modifiedK1, scaledK0, scaledK1, sphericalJ0, airyAi,
  ]
}

extension Tensor {
  /// The error function, 2/√π ∫₀ˣ e^(-t²) dt.
  public func erf() -> Tensor { Unary.erf(self) }
  @discardableResult public func erf_() -> Tensor { inplace { erf() } }
  /// 1 - erf(x), accurate for large x.
  public func erfc() -> Tensor { Unary.erfc(self) }
  @discardableResult public func erfc_() -> Tensor { inplace { erfc() } }
  /// The inverse of erf.
  public func erfinv() -> Tensor { Unary.erfinv(self) }
  @discardableResult public func erfinv_() -> Tensor { inplace { erfinv() } }
  /// log |Γ(x)|.
  public func lgamma() -> Tensor { Unary.lgamma(self) }
  @discardableResult public func lgamma_() -> Tensor { inplace { lgamma() } }
  /// The derivative of log Γ.
  public func digamma() -> Tensor { Unary.digamma(self) }
  @discardableResult public func digamma_() -> Tensor { inplace { digamma() } }
  /// The n-th derivative of digamma.
  public func polygamma(_ n: Int) -> Tensor {
    guarded {
      try check(n >= 0, .runtime, "polygamma(n, x) does not support negative n.")
      return try Unary.polygamma(n).apply(self)
    }
  }
  @discardableResult public func polygamma_(_ n: Int) -> Tensor { inplace { polygamma(n) } }
  /// log of the multivariate gamma function of order p:
  /// p(p-1)/4 log π + Σⱼ log Γ(x - j/2), j = 0 … p-1.
  public func mvlgamma(_ p: Int) -> Tensor {
    guarded {
      try check(p >= 1, .runtime, "p has to be greater than or equal to 1")
      try check(dtype != .bool, .runtime, "The input tensor may not be a boolean tensor.")
      let x = dtype.isFloatingPoint ? self : to(Tensor.defaultDType)
      var sum = (x + 0.0).lgamma()  // -0.0 becomes 0.0
      for j in 1..<Swift.max(p, 1) { sum = sum + (x - Double(j) / 2).lgamma() }
      let constant = Double(p * (p - 1)) * 0.286182471462350045353606867174297733
      return sum + constant
    }
  }
  @discardableResult public func mvlgamma_(_ p: Int) -> Tensor { inplace { mvlgamma(p) } }

  /// Modified Bessel function of the first kind, order 0.
  public func i0() -> Tensor { Unary.i0(self) }
  @discardableResult public func i0_() -> Tensor { inplace { i0() } }
  /// e^-|x| i0(x).
  public func i0e() -> Tensor { Unary.i0e(self) }
  /// Modified Bessel function of the first kind, order 1.
  public func i1() -> Tensor { Unary.i1(self) }
  /// e^-|x| i1(x).
  public func i1e() -> Tensor { Unary.i1e(self) }
  /// Distribution function of the standard normal.
  public func ndtr() -> Tensor { Unary.ndtr(self) }
  /// log of `ndtr`, accurate in the lower tail.
  public func logNdtr() -> Tensor { Unary.logNdtr(self) }
  /// Quantile of the standard normal: the inverse of `ndtr`.
  public func ndtri() -> Tensor { Unary.ndtri(self) }
  /// e^(x²) erfc(x).
  public func erfcx() -> Tensor { Unary.erfcx(self) }
  /// -x log x; 0 at 0, -∞ below.
  public func entr() -> Tensor { Unary.entr(self) }

  /// Bessel functions of the first kind.
  public func besselJ0() -> Tensor { Unary.besselJ0(self) }
  public func besselJ1() -> Tensor { Unary.besselJ1(self) }
  /// Bessel functions of the second kind.
  public func besselY0() -> Tensor { Unary.besselY0(self) }
  public func besselY1() -> Tensor { Unary.besselY1(self) }
  /// Modified Bessel functions of the first kind.
  public func modifiedBesselI0() -> Tensor { Unary.modifiedI0(self) }
  public func modifiedBesselI1() -> Tensor { Unary.modifiedI1(self) }
  /// Modified Bessel functions of the second kind.
  public func modifiedBesselK0() -> Tensor { Unary.modifiedK0(self) }
  public func modifiedBesselK1() -> Tensor { Unary.modifiedK1(self) }
  /// The same, times e^x.
  public func scaledModifiedBesselK0() -> Tensor { Unary.scaledK0(self) }
  public func scaledModifiedBesselK1() -> Tensor { Unary.scaledK1(self) }
  /// sin(x) / x.
  public func sphericalBesselJ0() -> Tensor { Unary.sphericalJ0(self) }
  /// The Airy function Ai.
  public func airyAi() -> Tensor { Unary.airyAi(self) }
}
