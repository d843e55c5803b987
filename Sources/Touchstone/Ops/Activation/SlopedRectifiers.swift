// Rectifiers whose negative slope is a tensor: learned or drawn.

extension Functional {
  /// x above 0, weight · x elsewhere; one weight, or one for each channel (dimension 1).
  ///
  /// - Errors: `.runtime` for another number of weights, or another dtype.
  public static func prelu(_ input: Tensor, _ weight: Tensor) -> Tensor {
    guarded {
      try check(
        input.dtype == weight.dtype, .runtime,
        "prelu: Type promoting not supported. Got \(input.dtype.scalarTypeName) and "
          + weight.dtype.scalarTypeName)
      let laidOut = try preluWeight(weight, for: input)
      try throwPendingError()
      return Binary.prelu(input, laidOut)
    }
  }

  /// The weight shaped so that it meets dimension 1 of `input`.
  private static func preluWeight(_ weight: Tensor, for input: Tensor) throws -> Tensor {
    if weight.numel != 1 {
      try check(input.dim > 0, .runtime, "Not allow zero-dim input tensor.")
      let channels = input.dim > 1 ? input.shape[1] : 1
      try check(
        channels == weight.numel, .runtime,
        "Mismatch of parameter numbers and input channel size. Found parameter numbers = "
          + "\(weight.numel) and channel size = \(channels).")
    }
    try check(
      weight.dim <= 1, .runtime,
      "prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = \(weight.dim)")
    if weight.dim == 0 { return weight }
    var sizes = Shape(repeating: 1, count: input.dim)
    if input.dim > 0 { sizes[input.dim > 1 ? 1 : 0] = weight.numel }
    return weight.reshape(sizes)
  }

  /// x above 0, elsewhere x times a slope: drawn from [lower, upper) in training, else their mean.
  public static func rrelu(
    _ input: Tensor, lower: Double = 1.0 / 8, upper: Double = 1.0 / 3, training: Bool = false,
    generator: Generator? = nil
  ) -> Tensor {
    guarded {
      try checkSlopes(lower, upper)
      guard training else {
        return Unary.leakyRelu((lower + upper) / 2, node: "RreluWithNoiseBackward0")(input)
      }
      let noise = input.rreluNoise(lower: lower, upper: upper, generator: generator)
      try throwPendingError()
      let output = noGrad { input.mul(noise) }
      return try record("RreluWithNoiseBackward0", [input], output, saving: [noise]) { ctx in
        [ctx.grad.mul(ctx.saved[0])]
      }
    }
  }
  @discardableResult
  public static func rrelu_(
    _ input: Tensor, lower: Double = 1.0 / 8, upper: Double = 1.0 / 3, training: Bool = false,
    generator: Generator? = nil
  ) -> Tensor {
    input.inplace {
      if training {
        return rrelu(input, lower: lower, upper: upper, training: true, generator: generator)
      }
      try checkSlopes(lower, upper)
      let slope = (lower + upper) / 2
      return Unary.leakyReluInPlace(slope, node: "RreluWithNoiseBackward1")(input)
    }
  }

  private static func checkSlopes(_ lower: Double, _ upper: Double) throws {
    for (name, bound) in [("lower", lower), ("upper", upper)] {
      try check(
        bound.isFinite, .runtime, "rrelu: \(name) bound must be finite, got \(streamText(bound))")
    }
    try check(
      lower <= upper, .runtime, "Lower bound should be less than or equal to the upper bound")
  }
}
