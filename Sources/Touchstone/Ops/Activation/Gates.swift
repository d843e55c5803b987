import CKernels

// Units that weigh their input by a function of it.

extension Unary {
  static let silu = Unary("silu", TS_UNARY_silu, accepts: .floating) { g, x in
    Binary.siluSlope(g, x)
  }
  static let mish = Unary("mish", TS_UNARY_mish, accepts: .floating) { g, x in
    Binary.mishSlope(g, x)
  }
  static let hardsigmoid = Unary(
    "hardsigmoid", TS_UNARY_hardsigmoid, accepts: .floating, metric: .pointwise(ulps: 1)
  ) { g, x in Binary.hardsigmoidSlope(g, x) }
  static let hardswish = Unary("hardswish", TS_UNARY_hardswish, accepts: .floating) { g, x in
    Binary.hardswishSlope(g, x)
  }
  static let gelu = Unary(
    "gelu", TS_UNARY_gelu, accepts: .floating, kernel: "GeluKernelImpl"
  ) { g, x in Binary.geluSlope(g, x) }
  static let geluTanh = Unary(
    "gelu", TS_UNARY_gelu_tanh, accepts: .floating, kernel: "GeluKernelImpl"
  ) { g, x in Binary.geluTanhSlope(g, x) }
}

extension Functional {
  /// x σ(x), also called swish.
  public static func silu(_ input: Tensor) -> Tensor { Unary.silu(input) }
  @discardableResult
  public static func silu_(_ input: Tensor) -> Tensor { input.inplace { silu(input) } }

  /// x tanh(log(1 + e^x)) (Misra 2019).
  public static func mish(_ input: Tensor) -> Tensor { Unary.mish(input) }
  @discardableResult
  public static func mish_(_ input: Tensor) -> Tensor { input.inplace { mish(input) } }

  /// min(max(x + 3, 0), 6) / 6.
  public static func hardsigmoid(_ input: Tensor) -> Tensor { Unary.hardsigmoid(input) }
  @discardableResult
  public static func hardsigmoid_(_ input: Tensor) -> Tensor {
    input.inplace { hardsigmoid(input) }
  }

  /// x min(max(x + 3, 0), 6) / 6.
  public static func hardswish(_ input: Tensor) -> Tensor { Unary.hardswish(input) }
  @discardableResult
  public static func hardswish_(_ input: Tensor) -> Tensor { input.inplace { hardswish(input) } }

  /// x Φ(x), Φ the distribution function of the standard normal; with `approximate` "tanh",
  /// x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2 (Hendrycks and Gimpel 2016).
  ///
  /// - Errors: `.runtime` for another name.
  public static func gelu(_ input: Tensor, approximate: String = "none") -> Tensor {
    guarded {
      switch approximate {
      case "none": return Unary.gelu(input)
      case "tanh": return Unary.geluTanh(input)
      default:
        throw TensorError(.runtime, "approximate argument must be either none or tanh.")
      }
    }
  }

  /// a σ(b), a and b the halves of the input along `dim`.
  ///
  /// - Errors: `.runtime` for 0-d tensors and odd sizes, `.index` for a bad dimension.
  public static func glu(_ input: Tensor, _ dim: Int = -1) -> Tensor {
    guarded {
      try check(
        input.dim > 0, .runtime,
        "glu does not support scalars because halving size must be even")
      let d = try wrapDim(dim, rank: input.dim)
      try check(
        input.shape[d] % 2 == 0, .runtime,
        "Halving dimension must be even, but dimension \(d) is size \(input.shape[d])")
      try checkImplemented("glu_cpu", input.dtype, .floating)
      let (a, b) = noGrad { halves(input, d) }
      try throwPendingError()
      return try record("GluBackward0", [input], Binary.glu(a, b), saving: [input]) { ctx in
        let (a, b) = halves(ctx.saved[0], d)
        let toGate = Binary.sigmoidSlope(ctx.grad.widened, b.widened) * a.widened
        return [Tensor.cat([Binary.glu(ctx.grad, b), toGate.to(a.dtype)], dim: d)]
      }
    }
  }

  private static func halves(_ input: Tensor, _ dim: Int) -> (Tensor, Tensor) {
    let size = input.shape[dim] / 2
    return (input.narrow(dim, 0, size), input.narrow(dim, size, size))
  }
}

extension Binary {
  /// a σ(b).
  static let glu = Binary(
    "glu", TS_BINARY_glu, accepts: .floating,
    a: Partial(.b) { c in c.g * c.b.sigmoid() },
    b: Partial([.a, .b]) { c in Binary.sigmoidSlope(c.g, c.b) * c.a })

  /// x above 0, w x elsewhere.
  static let prelu = Binary(
    "prelu", TS_BINARY_prelu, accepts: .floating, node: "PreluKernelBackward0",
    metric: .pointwise(ulps: 1),
    a: Partial([.a, .b]) { c in Tensor.where(c.a.gt(0), c.g, c.g * c.b) },
    b: Partial(.a) { c in (c.g * c.a).zeroed(where: c.a.gt(0)) })
}
