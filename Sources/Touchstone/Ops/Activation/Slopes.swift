import CKernels

// The first derivatives of activations, as family records: g · f′(x) in one pass.

extension Binary {
  /// g · f′(x). It is linear in g; its derivative by x is g · f″(x), where `curvature` gives f″ in
  /// tensor operations, or nothing for piecewise linear f.
  static func slope(
    _ name: String, _ op: ts_binary_op, _ parameters: ts_params = ts_params(),
    curvature: (@Sendable (Tensor) -> Tensor)? = nil
  ) -> Binary {
    let again = Partial(.b) { c in
      slope(name, op, parameters, curvature: curvature)(c.g, c.b)
    }
    let second = Partial([.a, .b]) { c in
      c.g.widened * c.a.widened * curvature!(c.b.widened)
    }
    return Binary(
      "\(name)_backward", op, accepts: .floating, node: backwardName("\(name)_backward"),
      parameters: parameters, a: again, b: curvature == nil ? .zero : second)
  }

  static func thresholdSlope(_ threshold: Double) -> Binary {
    slope("threshold", TS_BINARY_threshold_slope, ts_params(threshold))
  }

  static func hardtanhSlope(_ low: Double, _ high: Double) -> Binary {
    slope("hardtanh", TS_BINARY_hardtanh_slope, ts_params(low, high))
  }

  static func leakyReluSlope(_ negative: Double) -> Binary {
    slope("leaky_relu", TS_BINARY_leaky_relu_slope, ts_params(negative))
  }

  static func shrinkSlope(_ name: String, _ lambda: Double) -> Binary {
    slope(name, TS_BINARY_shrink_slope, ts_params(lambda))
  }

  static let hardsigmoidSlope = slope("hardsigmoid", TS_BINARY_hardsigmoid_slope)
  static let hardswishSlope = slope("hardswish", TS_BINARY_hardswish_slope) { x in
    Tensor.onesLike(x).div(3).masked(x.gt(-3).logicalAnd(x.lt(3)))
  }

  static func eluSlope(_ form: ExponentialUnit) -> Binary {
    slope("elu", TS_BINARY_elu_slope, form.parameters) { x in
      (x * form.inputScale).exp().mul(form.negative * form.inputScale * form.inputScale)
        .masked(x.lt(0))
    }
  }

  /// The slope from the unit's result, which gives the derivative by the result as well.
  static func eluSlopeOfResult(_ form: ExponentialUnit) -> Binary {
    slope("elu", TS_BINARY_elu_slope_of_result, form.parameters) { y in
      Tensor.full(y.shape, form.inputScale, dtype: y.dtype, device: y.device).masked(y.le(0))
    }
  }

  static func softplusSlope(_ beta: Double, _ threshold: Double) -> Binary {
    slope("softplus", TS_BINARY_softplus_slope, ts_params(beta, threshold)) { x in
      let z = x * beta
      return logisticSlope(z).mul(beta).zeroed(where: z.gt(threshold))
    }
  }

  static let logsigmoidSlope = slope("log_sigmoid", TS_BINARY_logsigmoid_slope) { x in
    -logisticSlope(x)
  }

  /// g σ′(x).
  static let sigmoidSlope = slope("sigmoid", TS_BINARY_sigmoid_slope) { x in
    logisticSlope(x) * -(x * 0.5).tanh()
  }

  static let siluSlope = slope("silu", TS_BINARY_silu_slope) { x in
    logisticSlope(x) * (2 - x * (x * 0.5).tanh())
  }

  static let mishSlope = slope("mish", TS_BINARY_mish_slope) { x in
    // With t = tanh(softplus(x)): (x t)″ = 2 t′ + x t″, t′ = (1 - t²) σ.
    let gate = F.softplus(x).tanh(), rest = 1 - gate * gate, logistic = x.sigmoid()
    let first = rest * logistic
    return 2 * first + x * (rest * logisticSlope(x) - 2 * gate * first * logistic)
  }

  static let geluSlope = slope("gelu", TS_BINARY_gelu_slope) { x in
    let square = x * x
    return (square * -0.5).exp() * (2 - square) * 0.398942280401432677939946059934381868
  }

  static let geluTanhSlope = slope("gelu", TS_BINARY_gelu_tanh_slope) { x in
    // With u = 2√(2/π) (x + 0.044715 x³): (x σ(u))″ = σ′ (2u′ + x u″) + x σ″ u′².
    let scale = 1.59576912160573071175978423973127, square = x * x
    let angle = (x + 0.044715 * square * x) * scale, slope = logisticSlope(angle)
    let first = (1 + 0.134145 * square) * scale
    let second = 2 * first + 0.26829 * scale * square
    return slope * (second - x * (angle * 0.5).tanh() * first * first)
  }
}

/// σ′(x) = σ(x) σ(-x).
private func logisticSlope(_ x: Tensor) -> Tensor { x.sigmoid() * (-x).sigmoid() }

extension ts_params {
  /// Floating parameters of a formula.
  init(_ first: Double, _ second: Double = 0, _ third: Double = 0) {
    self.init(f: (first, second, third, 0), i: (0, 0, 0, 0))
  }
}
