import CKernels

/// The family of ELU, CELU and SELU: f(x) = scale · x above 0, negative · (e^(inputScale x) − 1)
/// below.
struct ExponentialUnit: Sendable {
  let negative: Double
  var scale = 1.0
  var inputScale = 1.0
  var node = "Elu"

  static let selu = ExponentialUnit(
    negative: 1.0507009873554804934193349852946 * 1.6732632423543772848170429916717,
    scale: 1.0507009873554804934193349852946)

  static func elu(_ alpha: Double) -> ExponentialUnit { ExponentialUnit(negative: alpha) }

  static func celu(_ alpha: Double) throws -> ExponentialUnit {
    try check(alpha != 0, .runtime, "ZeroDivisionError: alpha cannot be 0 for CELU")
    return ExponentialUnit(negative: alpha, inputScale: 1 / alpha, node: "Celu")
  }

  var parameters: ts_params { ts_params(negative, scale, inputScale) }

  /// The unit as a family record.
  var unary: Unary {
    Unary(
      "elu", TS_UNARY_elu, accepts: .floating, node: "\(node)Backward0", parameters: parameters
    ) { [self] g, x in Binary.eluSlope(self)(g, x) }
  }

  /// The unit in place: the slope comes from the result.
  ///
  /// - Errors: `.runtime` when a gradient is asked for and the negative side rises, where the
  ///   result does not tell on which side it lies.
  var inPlace: Unary {
    Unary(
      "elu", TS_UNARY_elu, accepts: .floating, node: "\(node)Backward1", saves: .output,
      parameters: parameters
    ) { [self] g, y in
      guarded {
        try checkResultTellsSide("elu", negative)
        return Binary.eluSlopeOfResult(self)(g, y)
      }
    }
  }
}

/// PyTorch's error for the gradient of an in-place unit whose result is not monotonous.
func checkResultTellsSide(_ name: String, _ slope: Double, _ hint: String = "") throws {
  try check(
    slope >= 0, .runtime,
    "In-place \(name) backward calculation is triggered with a negative slope which is not "
      + "supported. This is caused by calling in-place forward function with a negative slope, "
      + "please call out-of-place version instead.\(hint)")
}

extension Functional {
  /// x above 0, alpha (e^x − 1) below.
  public static func elu(_ input: Tensor, alpha: Double = 1) -> Tensor {
    ExponentialUnit.elu(alpha).unary(input)
  }
  @discardableResult
  public static func elu_(_ input: Tensor, alpha: Double = 1) -> Tensor {
    input.inplace { ExponentialUnit.elu(alpha).inPlace(input) }
  }

  /// max(0, x) + min(0, alpha (e^(x/alpha) − 1)), continuously differentiable.
  public static func celu(_ input: Tensor, alpha: Double = 1) -> Tensor {
    guarded { try ExponentialUnit.celu(alpha).unary.apply(input) }
  }
  @discardableResult
  public static func celu_(_ input: Tensor, alpha: Double = 1) -> Tensor {
    input.inplace { try ExponentialUnit.celu(alpha).inPlace.apply(input) }
  }

  /// The scaled ELU of self-normalising networks (Klambauer et al. 2017).
  public static func selu(_ input: Tensor) -> Tensor { ExponentialUnit.selu.unary(input) }
  @discardableResult
  public static func selu_(_ input: Tensor) -> Tensor {
    input.inplace { ExponentialUnit.selu.inPlace(input) }
  }

  /// log(1 + e^(beta x)) / beta; x itself where beta x is above `threshold`.
  public static func softplus(
    _ input: Tensor, beta: Double = 1, threshold: Double = 20
  ) -> Tensor {
    Unary(
      "softplus", TS_UNARY_softplus, accepts: .floating, parameters: ts_params(beta, threshold)
    ) { g, x in Binary.softplusSlope(beta, threshold)(g, x) }(input)
  }

  /// log σ(x), computed without overflow.
  public static func logsigmoid(_ input: Tensor) -> Tensor { Unary.logsigmoid(input) }
}

extension Unary {
  static let logsigmoid = Unary(
    "log_sigmoid", TS_UNARY_logsigmoid, accepts: .floating
  ) { g, x in Binary.logsigmoidSlope(g, x) }
}
