import CKernels

// Shrinkage and squashing functions.

extension Functional {
  /// 0 where |x| is at most `lambd`, x elsewhere.
  public static func hardshrink(_ input: Tensor, lambd: Double = 0.5) -> Tensor {
    shrink("hardshrink", TS_UNARY_hardshrink, lambd, input)
  }

  /// 0 where |x| is at most `lambd`, x moved towards 0 by `lambd` elsewhere.
  ///
  /// - Errors: `.runtime` for a negative `lambd`.
  public static func softshrink(_ input: Tensor, lambd: Double = 0.5) -> Tensor {
    guarded {
      try checkImplemented("softshrink_check", input.dtype, .floating)
      let largest = input.dtype.largestFinite
      try check(
        lambd >= 0 && lambd <= largest, .runtime,
        "lambda must be in range [0, \(streamText(largest))] for input dtype "
          + "\(input.dtype.scalarTypeName), but found \(streamText(lambd))")
      return shrink("softshrink", TS_UNARY_softshrink, lambd, input)
    }
  }

  private static func shrink(
    _ name: String, _ op: ts_unary_op, _ lambd: Double, _ input: Tensor
  ) -> Tensor {
    guarded {
      try checkImplemented("\(name)_cpu", input.dtype, .floating)
      let rounded = Tensor.full([], lambd, dtype: input.dtype).item().doubleValue
      return try Unary(
        name, op, accepts: .floating, parameters: ts_params(rounded), metric: .pointwise(ulps: 1)
      ) { g, x in Binary.shrinkSlope(name, rounded)(g, x) }.apply(input)
    }
  }

  /// x / (1 + |x|).
  public static func softsign(_ input: Tensor) -> Tensor { input / (input.abs() + 1) }

  /// x − tanh(x).
  public static func tanhshrink(_ input: Tensor) -> Tensor { Unary.tanhshrink(input) }

  /// Hyperbolic tangent.
  public static func tanh(_ input: Tensor) -> Tensor { input.tanh() }

  /// 1 / (1 + e^-x).
  public static func sigmoid(_ input: Tensor) -> Tensor { input.sigmoid() }
}

extension Unary {
  static let tanhshrink = Unary(
    "nn.functional.tanhshrink", TS_UNARY_tanhshrink, accepts: .numeric, node: "SubBackward0",
    metric: .reference
  ) { g, x in g * x.tanh().square() }
}
