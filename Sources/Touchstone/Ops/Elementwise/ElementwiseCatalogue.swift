// Catalogue entries: most come straight from the family records; operations with parameters of
// their own are written out.

extension Catalogue {
  static let elementwise: [OperationRecord] =
    unaryFamily + binaryFamily + testFamily + withArguments.flatMap { $0 }

  private static let unaryFamily: [OperationRecord] =
    [
      Unary.arithmetic, Unary.exponential, Unary.trigonometric, Unary.hyperbolic, Unary.special,
      Unary.specialModule,
    ].flatMap { $0 }.map(\.record)
  private static let binaryFamily: [OperationRecord] =
    [Binary.extrema, Binary.transcendental, Binary.integral, Binary.special]
    .flatMap { $0 }.map(\.record)
  private static let testFamily: [OperationRecord] =
    Predicate.all.map(\.record) + Comparison.all.map(\.record)
  private static let withArguments: [[OperationRecord]] = [
    unaryWithArguments, arithmetic, reflected, division, ternary, clamping, selection,
    conversions, identities, gammas, equality,
  ]

  /// A record of one tensor and nothing else.
  static func unary(
    _ name: String, _ metric: MetricFamily, _ body: @escaping @Sendable (Tensor) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: "input", metric: metric) { a in
      [.tensor(try body(try a.tensor("input")))]
    }
  }

  /// A record of a tensor and a tensor or number.
  static func binary(
    _ name: String, _ metric: MetricFamily, signature: String = "input, other",
    _ body: @escaping @Sendable (Tensor, TensorOrScalar) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: metric) { a in
      let second = signature.split(separator: ",")[1].drop { $0 == " " }
      return [.tensor(try body(try a.tensor("input"), try a.tensorOrScalar(String(second))))]
    }
  }
}

extension Catalogue {
  private static let unaryWithArguments: [OperationRecord] = [
    unary("neg", .pointwise(ulps: 0)) { $0.neg() },
    unary("square", .pointwise(ulps: 1)) { $0.square() },
    unary("isreal", .exact) { $0.isreal() },
    unary("angle", .pointwise(ulps: 1)) { $0.angle() },
    OperationRecord("round", signature: "input, decimals", metric: .pointwise(ulps: 1)) { a in
      let input = try a.tensor("input")
      guard a.has("decimals") else { return [.tensor(input.round())] }
      return [.tensor(input.round(decimals: try a.int("decimals")))]
    },
    OperationRecord("logit", signature: "input, eps", metric: .pointwise(ulps: 4)) { a in
      [.tensor(try a.tensor("input").logit(eps: try a.doubleOrNil("eps")))]
    },
    OperationRecord(
      "nan_to_num", signature: "input, nan, posinf, neginf", metric: .pointwise(ulps: 0)
    ) { a in
      let nan = try a.double("nan", default: 0)
      let high = try a.doubleOrNil("posinf"), low = try a.doubleOrNil("neginf")
      return [.tensor(try a.tensor("input").nanToNum(nan: nan, posinf: high, neginf: low))]
    },
    OperationRecord("frexp", signature: "input", metric: .exact) { a in
      let (mantissa, exponent) = try a.tensor("input").frexp()
      return [.tensor(mantissa), .tensor(exponent)]
    },
  ]

  private static let arithmetic: [OperationRecord] = [
    scaled("add") { x, y, alpha in x.add(y, alpha: alpha) },
    scaled("sub") { x, y, alpha in x.sub(y, alpha: alpha) },
    scaled("rsub") { x, y, alpha in x.rsub(y, alpha: alpha) },
    Binary.mul.record,
    binary("true_divide", .pointwise(ulps: 1)) { $0.div($1) },
    OperationRecord(
      "div", signature: "input, other, rounding_mode", metric: .pointwise(ulps: 1)
    ) { a in
      let other = try a.tensorOrScalar("other")
      let mode = try a.stringOrNil("rounding_mode")
      return [.tensor(try a.tensor("input").div(other, roundingMode: mode))]
    },
  ]

  private static func scaled(
    _ name: String, _ body: @escaping @Sendable (Tensor, TensorOrScalar, Scalar) -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: "input, other, alpha", metric: .pointwise(ulps: 2)) { a in
      let alpha = try a.scalar("alpha", default: 1)
      return [.tensor(body(try a.tensor("input"), try a.tensorOrScalar("other"), alpha))]
    }
  }

  /// Python's reflected operators: the tensor is the right operand.
  private static let reflected: [OperationRecord] = [
    binary("__radd__", .pointwise(ulps: 1)) { Binary.add($1, $0.operand) },
    binary("__rmul__", .pointwise(ulps: 1)) { Binary.mul($1, $0.operand) },
    binary("__rsub__", .pointwise(ulps: 1)) { $0.rsub($1) },
    binary("__rdiv__", .pointwise(ulps: 2)) { Binary.mul($0.reciprocal().operand, $1) },
    binary("__rmod__", .pointwise(ulps: 1)) { Binary.remainder($1, $0.operand) },
    binary("__rpow__", .pointwise(ulps: 4)) { Binary.pow($1, $0.operand) },
    binary("__rand__", .exact) { $0.bitwiseAnd($1) },
    binary("__ror__", .exact) { $0.bitwiseOr($1) },
    binary("__rxor__", .exact) { $0.bitwiseXor($1) },
  ]

  private static let division: [OperationRecord] = [
    Binary.floorDivide.record, Binary.remainder.record, Binary.fmod.record,
    binary("pow", .pointwise(ulps: 4), signature: "input, exponent") { $0.pow($1) },
    binary("float_power", .pointwise(ulps: 4), signature: "input, exponent") {
      $0.floatPower($1)
    },
    OperationRecord("ldexp", signature: "input, other", metric: .pointwise(ulps: 2)) { a in
      [.tensor(try a.tensor("input").ldexp(try a.tensor("other")))]
    },
    OperationRecord(
      "isclose", signature: "input, other, rtol, atol, equal_nan", metric: .exact
    ) { a in
      let rtol = try a.double("rtol", default: 1e-5), atol = try a.double("atol", default: 1e-8)
      let other = try a.tensor("other"), nan = try a.bool("equal_nan", default: false)
      return [
        .tensor(try a.tensor("input").isclose(other, rtol: rtol, atol: atol, equalNaN: nan))
      ]
    },
  ]

  private static let ternary: [OperationRecord] = [
    OperationRecord(
      "addcmul", signature: "input, tensor1, tensor2, value", metric: .pointwise(ulps: 4)
    ) { a in
      let value = try a.scalar("value", default: 1)
      let first = try a.tensor("tensor1"), second = try a.tensor("tensor2")
      return [.tensor(try a.tensor("input").addcmul(first, second, value: value))]
    },
    OperationRecord(
      "addcdiv", signature: "input, tensor1, tensor2, value", metric: .pointwise(ulps: 4)
    ) { a in
      let value = try a.scalar("value", default: 1)
      let first = try a.tensor("tensor1"), second = try a.tensor("tensor2")
      return [.tensor(try a.tensor("input").addcdiv(first, second, value: value))]
    },
    OperationRecord("lerp", signature: "input, end, weight", metric: .pointwise(ulps: 4)) { a in
      let end = try a.tensor("end"), weight = try a.tensorOrScalar("weight")
      return [.tensor(try a.tensor("input").lerp(end, weight))]
    },
  ]

  private static let clamping: [OperationRecord] = [
    OperationRecord("clamp", signature: "input, min, max", metric: .exact) { a in
      let input = try a.tensor("input")
      if case .tensor = a.value("min") {
        return [.tensor(input.clamp(min: try a.tensor("min"), max: try a.tensorOrNil("max")))]
      }
      if case .tensor = a.value("max") {
        return [.tensor(input.clamp(min: try a.tensorOrNil("min"), max: try a.tensor("max")))]
      }
      return [.tensor(input.clamp(min: try a.scalarOrNil("min"), max: try a.scalarOrNil("max")))]
    },
    binary("clamp_min", .exact, signature: "input, min") { $0.clampMin($1) },
    binary("clamp_max", .exact, signature: "input, max") { $0.clampMax($1) },
  ]

  private static let selection: [OperationRecord] = [
    OperationRecord("where", signature: "input, condition, other", metric: .movement) { a in
      let input = try a.tensorOrScalar("input"), other = try a.tensorOrScalar("other")
      return [.tensor(Tensor.where(try a.tensor("condition"), input, other))]
    },
    OperationRecord("fill", signature: "input, value", metric: .movement) { a in
      [.tensor(try a.tensor("input").fill(try a.scalar("value")))]
    },
    unary("zero_", .movement) { $0.clone().zero_() },
  ]

  private static let conversions: [OperationRecord] = [
    conversion("float", .float32), conversion("double", .float64), conversion("half", .float16),
    conversion("bfloat16", .bfloat16), conversion("char", .int8), conversion("short", .int16),
    conversion("int", .int32), conversion("long", .int64), conversion("byte", .uint8),
    conversion("bool", .bool),
    OperationRecord(
      "to", signature: "input, target, a, b, c, memory_format", metric: .movement
    ) { a in
      let format = try a.memoryFormat("memory_format", default: .preserve)
      var values = ["target", "a", "b", "c"].map { a.value($0) }.filter {
        if case .none = $0 { return false }
        return true
      }
      if case .named = values.first { values.removeFirst() }
      if case .string("cpu") = values.first { values.removeFirst() }
      var dtype = try a.tensor("input").dtype
      if case .dtype(let named) = values.first { dtype = named }
      if case .tensor(let like) = values.first { dtype = like.dtype }
      let copy = if case .bool(true) = values.last, values.count >= 3 { true } else { false }
      let result = try a.tensor("input").to(dtype, copy: copy)
      return [.tensor(result.contiguous(memoryFormat: format))]
    },
  ]

  private static func conversion(_ name: String, _ dtype: DType) -> OperationRecord {
    OperationRecord(name, signature: "input, memory_format", metric: .movement) { a in
      let format = try a.memoryFormat("memory_format", default: .preserve)
      return [.tensor(try a.tensor("input").to(dtype).contiguous(memoryFormat: format))]
    }
  }

  private static let identities: [OperationRecord] = [
    unary("positive", .movement) { $0.positive() }, unary("conj", .movement) { $0.conj() },
    unary("conj_physical", .movement) { $0.conjPhysical() },
    unary("resolve_conj", .movement) { $0.resolveConj() },
    unary("resolve_neg", .movement) { $0.resolveNeg() }, unary("real", .movement) { $0.real },
  ]
}

extension Catalogue {
  private static let gammas: [OperationRecord] = [
    polygamma("polygamma"), polygamma("special.polygamma"),
    OperationRecord("mvlgamma", signature: "input, p", metric: .reference) { a in
      [.tensor(try a.tensor("input").mvlgamma(try a.int("p")))]
    },
  ]

  private static func polygamma(_ name: String) -> OperationRecord {
    OperationRecord(name, signature: "input, n", metric: .pointwise(ulps: 4)) { a in
      [.tensor(try a.tensor("input").polygamma(try a.int("n")))]
    }
  }

  private static let equality: [OperationRecord] = [
    OperationRecord("equal", signature: "input, other", metric: .exact) { a in
      [.bool(try a.tensor("input").equal(try a.tensor("other")))]
    },
    OperationRecord(
      "allclose", signature: "input, other, rtol, atol, equal_nan", metric: .exact
    ) { a in
      let rtol = try a.double("rtol", default: 1e-5), atol = try a.double("atol", default: 1e-8)
      let other = try a.tensor("other"), nan = try a.bool("equal_nan", default: false)
      return [.bool(try a.tensor("input").allclose(other, rtol: rtol, atol: atol, equalNaN: nan))]
    },
  ]
}
