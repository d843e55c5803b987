import CKernels

// Incomplete gamma, zeta and orthogonal polynomials.

extension Binary {
  /// d/dx of the incomplete gamma functions: ± x^(a-1) e^-x / Γ(a).
  private static func density(_ c: BinaryContext) -> Tensor {
    ((c.a - 1) * c.b.log() - c.b - c.a.lgamma()).exp()
  }
  static let igamma = Binary("igamma", TS_BINARY_igamma, accepts: .floating, takesScalar: false,
    b: Partial([.a, .b]) { $0.g * density($0) })
  static let igammac = Binary("igammac", TS_BINARY_igammac, accepts: .floating,
    takesScalar: false, b: Partial([.a, .b]) { -$0.g * density($0) })

  private static func module(
    _ name: String, _ op: ts_binary_op, halves: Bool = false, a: Partial? = nil, b: Partial? = nil
  ) -> Binary {
    Binary(
      "special.\(name)", op, accepts: halves ? .all : [.wide, .integer, .bool], toFloat: true,
      kernel: "\(name)_cpu", node: "Special" + backwardName(name), a: a, b: b)
  }
  static let xlog1py: Binary = module("xlog1py", TS_BINARY_xlog1py, halves: true,
    a: Partial([.a, .b]) { c in
      let flat = c.a.eq(0).logicalAnd(c.b.le(-1))
      return c.g.xlog1py(c.b).zeroed(where: flat)
    },
    b: Partial([.a, .b]) { $0.g * $0.a / ($0.b + 1) })
  static let zeta: Binary = module("zeta", TS_BINARY_zeta,
    b: Partial([.a, .b]) { c in c.g * (-c.a * (c.a + 1).zeta(c.b)) })

  static let polynomials: [Binary] = [
    module("chebyshev_polynomial_t", TS_BINARY_chebyshev_t),
    module("chebyshev_polynomial_u", TS_BINARY_chebyshev_u),
    module("chebyshev_polynomial_v", TS_BINARY_chebyshev_v),
    module("chebyshev_polynomial_w", TS_BINARY_chebyshev_w),
    module("shifted_chebyshev_polynomial_t", TS_BINARY_shifted_chebyshev_t),
    module("shifted_chebyshev_polynomial_u", TS_BINARY_shifted_chebyshev_u),
    module("shifted_chebyshev_polynomial_v", TS_BINARY_shifted_chebyshev_v),
    module("shifted_chebyshev_polynomial_w", TS_BINARY_shifted_chebyshev_w),
    module("hermite_polynomial_h", TS_BINARY_hermite_h),
    module("hermite_polynomial_he", TS_BINARY_hermite_he),
    module("laguerre_polynomial_l", TS_BINARY_laguerre_l),
    module("legendre_polynomial_p", TS_BINARY_legendre_p),
  ]
  static let special = [igamma, igammac, xlog1py, zeta] + polynomials

  private static func polynomial(_ index: Int, _ x: Tensor, _ n: some TensorOperand) -> Tensor {
    polynomials[index](x.operand, n.operand)
  }
  /// The polynomial family at `index` of the list above, of degree n.
  static func chebyshev(
    _ kind: ChebyshevKind, shifted: Bool, _ x: Tensor, _ n: some TensorOperand
  ) -> Tensor { polynomial(kind.rawValue + (shifted ? 4 : 0), x, n) }
  static func hermite(_ x: Tensor, _ n: some TensorOperand, physicists: Bool) -> Tensor {
    polynomial(physicists ? 8 : 9, x, n)
  }
  static func laguerre(_ x: Tensor, _ n: some TensorOperand) -> Tensor { polynomial(10, x, n) }
  static func legendre(_ x: Tensor, _ n: some TensorOperand) -> Tensor { polynomial(11, x, n) }
}

/// The four kinds of Chebyshev polynomials.
public enum ChebyshevKind: Int, Sendable { case t, u, v, w }

extension Tensor {
  /// Regularised lower incomplete gamma function P(self, x).
  public func igamma(_ x: Tensor) -> Tensor { Binary.igamma(self, x) }
  @discardableResult public func igamma_(_ x: Tensor) -> Tensor { inplace { igamma(x) } }
  /// Regularised upper incomplete gamma function Q(self, x).
  public func igammac(_ x: Tensor) -> Tensor { Binary.igammac(self, x) }
  @discardableResult public func igammac_(_ x: Tensor) -> Tensor { inplace { igammac(x) } }
  /// self · log(1 + other), 0 where self is 0.
  public func xlog1py<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.xlog1py(operand, other.operand)
  }
  /// Hurwitz zeta function Σ (q + k)^-self.
  public func zeta<O: TensorOperand>(_ q: O) -> Tensor { Binary.zeta(operand, q.operand) }

  /// Chebyshev polynomial of degree n at self (at 2·self - 1 when `shifted`).
  public func chebyshevPolynomial<O: TensorOperand>(
    _ kind: ChebyshevKind, _ n: O, shifted: Bool = false
  ) -> Tensor { Binary.chebyshev(kind, shifted: shifted, self, n) }
  /// Hermite polynomial: the physicists' H, or the probabilists' He.
  public func hermitePolynomial<O: TensorOperand>(_ n: O, physicists: Bool = true) -> Tensor {
    Binary.hermite(self, n, physicists: physicists)
  }
  /// Laguerre polynomial of degree n at self.
  public func laguerrePolynomial<O: TensorOperand>(_ n: O) -> Tensor { Binary.laguerre(self, n) }
  /// Legendre polynomial of degree n at self.
  public func legendrePolynomial<O: TensorOperand>(_ n: O) -> Tensor { Binary.legendre(self, n) }
}
