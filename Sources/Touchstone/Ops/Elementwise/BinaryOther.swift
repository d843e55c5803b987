import CKernels

// Extrema, signs, angles, logarithms of sums.

private func extremum(_ name: String, _ op: ts_binary_op, _ less: Comparison) -> Binary {
  func share(_ mine: KeyPath<BinaryContext, Tensor>, _ other: KeyPath<BinaryContext, Tensor>)
    -> @Sendable (BinaryContext) throws -> Tensor
  {
    nonisolated(unsafe) let mine = mine, other = other
    return { c in
      let x = c[keyPath: mine], z = c[keyPath: other]
      let halved = Tensor.where(x.eq(z), c.g / 2, c.g)
      return halved.zeroed(where: less(x.operand, z.operand))
    }
  }
  return Binary(
    name, op, takesScalar: false, metric: .pointwise(ulps: 0),
    a: Partial([.a, .b], share(\.a, \.b)), b: Partial([.a, .b], share(\.b, \.a)))
}

private func numberExtremum(_ name: String, _ op: ts_binary_op, _ wins: Comparison) -> Binary {
  @Sendable func first(_ c: BinaryContext) -> Tensor {
    wins(c.a.operand, c.b.operand).logicalOr(c.b.isnan())
  }
  return Binary(
    name, op, takesScalar: false, metric: .pointwise(ulps: 0),
    a: Partial([.a, .b]) { $0.g.masked(first($0)) },
    b: Partial([.a, .b]) { $0.g.zeroed(where: first($0)) })
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
    takesScalar: false, metric: .pointwise(ulps: 0))
  static let extrema = [maximum, minimum, fmax, fmin, heaviside, copysign, nextafter]

  static let atan2 = Binary("atan2", TS_BINARY_atan2, toFloat: true, takesScalar: false,
    a: Partial([.a, .b]) { c in c.g * c.b * squaredNorm(c).reciprocal() },
    b: Partial([.a, .b]) { c in c.g * -c.a * squaredNorm(c).reciprocal() })
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

private func squaredNorm(_ c: BinaryContext) -> Tensor { c.a * c.a + c.b * c.b }

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
  /// self · 2^other.
  public func ldexp(_ other: Tensor) -> Tensor {
    guarded { mul(Tensor.pow(2.0, other)) }
  }
  @discardableResult public func ldexp_(_ other: Tensor) -> Tensor { inplace { ldexp(other) } }
}
