import CKernels

// Extrema, signs, angles, logarithms of sums.

/// The gradient goes to the operand that won; ties share it, and NaN lets it pass to both.
func extremum(
  _ name: String, _ op: ts_binary_op, _ loses: Comparison, node: String? = nil
) -> Binary {
  @Sendable func share(_ g: Tensor, _ x: Tensor, _ z: Tensor) -> Tensor {
    Tensor.where(x.eq(z), g / 2, g).zeroed(where: loses(x.operand, z.operand))
  }
  return Binary(
    name, op, takesScalar: false, node: node, metric: .pointwise(ulps: 0),
    a: Partial([.a, .b]) { share($0.g, $0.a, $0.b) },
    b: Partial([.a, .b]) { share($0.g, $0.b, $0.a) })
}

/// The same, but a number wins over NaN.
private func numberExtremum(_ name: String, _ op: ts_binary_op, _ wins: Comparison) -> Binary {
  @Sendable func first(_ c: BinaryContext) -> Tensor {
    wins(c.a.operand, c.b.operand).logicalOr(c.b.isnan())
  }
  @Sendable func shared(_ c: BinaryContext) -> Tensor { Tensor.where(c.a.eq(c.b), c.g / 2, c.g) }
  return Binary(
    name, op, takesScalar: false, metric: .pointwise(ulps: 0),
    a: Partial([.a, .b]) { shared($0).masked(first($0)) },
    b: Partial([.a, .b]) { c in
      shared(c).zeroed(where: first(c).logicalAnd(c.a.ne(c.b)))
    })
}

extension Binary {
  static let maximum = extremum("maximum", TS_BINARY_maximum, .lt)
  static let minimum = extremum("minimum", TS_BINARY_minimum, .gt)
  static let fmax = numberExtremum("fmax", TS_BINARY_fmax, .ge)
  static let fmin = numberExtremum("fmin", TS_BINARY_fmin, .le)
  static let heaviside = Binary("heaviside", TS_BINARY_heaviside, takesScalar: false,
    metric: .pointwise(ulps: 0))
  static let copysign = Binary("copysign", TS_BINARY_copysign, toFloat: true,
    metric: .pointwise(ulps: 0),
    a: Partial([.a, .y]) { c in c.g * (c.y / c.a).zeroed(where: c.a.eq(0)) }, b: .zero)
  static let nextafter = Binary("nextafter", TS_BINARY_nextafter, accepts: .floating,
    takesScalar: false, metric: .pointwise(ulps: 0),
    a: Partial([.a, .b]) { $0.g.zeroed(where: $0.a.eq($0.b)) }, b: .zero)
  static let extrema = [maximum, minimum, fmax, fmin, heaviside, copysign, nextafter]

  static let atan2 = Binary("atan2", TS_BINARY_atan2, toFloat: true, takesScalar: false,
    a: Partial([.a, .b]) { c in c.g * c.b * inverseNorm(c) },
    b: Partial([.a, .b]) { c in c.g * -c.a * inverseNorm(c) })
  static let hypot = Binary("hypot", TS_BINARY_hypot, accepts: .floating, takesScalar: false,
    a: Partial([.a, .y]) { $0.g * ($0.a / $0.y) }, b: Partial([.b, .y]) { $0.g * ($0.b / $0.y) })
  static let logaddexp = Binary("logaddexp", TS_BINARY_logaddexp, accepts: .floating,
    takesScalar: false,
    a: Partial([.a, .b]) { c in c.g / (1 + (c.b - c.a).exp()) },
    b: Partial([.a, .b]) { c in c.g / (1 + (c.a - c.b).exp()) })
  static let logaddexp2 = Binary("logaddexp2", TS_BINARY_logaddexp2, accepts: .floating,
    takesScalar: false,
    a: Partial([.a, .b]) { c in c.g / (1 + (c.b - c.a).exp2()) },
    b: Partial([.a, .b]) { c in c.g / (1 + (c.a - c.b).exp2()) })
  static let xlogy = Binary("xlogy", TS_BINARY_xlogy, toFloat: true,
    a: Partial([.a, .b]) { c in
      let flat = c.a.eq(0).logicalAnd(c.b.le(0))
      return c.g.xlogy(c.b).zeroed(where: flat)
    },
    b: Partial([.a, .b]) { c in c.g * c.a / c.b })
  static let transcendental = [atan2, hypot, logaddexp, logaddexp2, xlogy]
}

/// 1 / (a² + b²), 0 at the origin.
private func inverseNorm(_ c: BinaryContext) -> Tensor {
  let norm = c.a * c.a + c.b * c.b
  return norm.reciprocal().zeroed(where: norm.eq(0))
}

extension Tensor {
  /// The larger element; NaN wins. Ties share the gradient.
  public func maximum(_ other: Tensor) -> Tensor { Binary.maximum(self, other) }
  /// The smaller element; NaN wins. Ties share the gradient.
  public func minimum(_ other: Tensor) -> Tensor { Binary.minimum(self, other) }
  /// The larger element; a number wins over NaN.
  public func fmax(_ other: Tensor) -> Tensor { Binary.fmax(self, other) }
  /// The smaller element; a number wins over NaN.
  public func fmin(_ other: Tensor) -> Tensor { Binary.fmin(self, other) }
  /// 0 below zero, `values` at zero, 1 above.
  public func heaviside(_ values: Tensor) -> Tensor {
    guarded {
      try check(
        dtype == values.dtype, .runtime,
        "heaviside is not yet implemented for tensors with different dtypes.")
      return Binary.heaviside(self, values)
    }
  }
  @discardableResult public func heaviside_(_ values: Tensor) -> Tensor {
    inplace { heaviside(values) }
  }
  /// |self| with the sign of `other`.
  public func copysign<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.copysign(operand, other.operand)
  }
  @discardableResult public func copysign_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { copysign(other) }
  }
  /// The next representable number after self towards `other`.
  public func nextafter(_ other: Tensor) -> Tensor { Binary.nextafter(self, other) }
  @discardableResult public func nextafter_(_ other: Tensor) -> Tensor {
    inplace { nextafter(other) }
  }
  /// The angle of the point (other, self).
  public func atan2(_ other: Tensor) -> Tensor { Binary.atan2(self, other) }
  @discardableResult public func atan2_(_ other: Tensor) -> Tensor { inplace { atan2(other) } }
  /// √(self² + other²).
  public func hypot(_ other: Tensor) -> Tensor { Binary.hypot(self, other) }
  @discardableResult public func hypot_(_ other: Tensor) -> Tensor { inplace { hypot(other) } }
  /// log(e^self + e^other).
  public func logaddexp(_ other: Tensor) -> Tensor { Binary.logaddexp(self, other) }
  /// log2(2^self + 2^other).
  public func logaddexp2(_ other: Tensor) -> Tensor { Binary.logaddexp2(self, other) }
  /// self · log(other), 0 where self is 0.
  public func xlogy<O: TensorOperand>(_ other: O) -> Tensor {
    Binary.xlogy(operand, other.operand)
  }
  @discardableResult public func xlogy_<O: TensorOperand>(_ other: O) -> Tensor {
    inplace { xlogy(other) }
  }
  /// self · 2^other; exact for integer exponents.
  public func ldexp(_ other: Tensor) -> Tensor {
    guarded {
      let exact = dtype.isFloatingPoint && !other.dtype.isFloatingPoint
      let wanted = exact ? dtype : resultType(self, other)
      let dtype = wanted.isFloatingPoint ? wanted : Tensor.defaultDType
      let x = try rawCast(dtype), n = try other.rawCast(dtype)
      let result = noGrad {
        exact ? Binary.ldexp(x, n) : x.detach() * Tensor.pow(2.0, n.detach())
      }
      try throwPendingError()
      return try record(
        "LdexpBackward0", [self, other], result, saving: [nil, other], savingOutput: true
      ) { ctx in
        let g = ctx.grad
        let first = ctx.needs(0) ? g * Tensor.pow(2.0, ctx.saved[1].to(g.dtype)) : nil
        let ln2 = 0.693147180559945309417232121458176568
        return [first, ctx.needs(1) ? g * ctx.savedOutputs[0] * ln2 : nil]
      }
    }
  }
  @discardableResult public func ldexp_(_ other: Tensor) -> Tensor { inplace { ldexp(other) } }
}

extension Binary {
  /// a · 2^b for whole b.
  fileprivate static let ldexp = Binary("ldexp", TS_BINARY_ldexp, accepts: .floating)
}
