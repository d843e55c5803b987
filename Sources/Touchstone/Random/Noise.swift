/// The random factors of layers, drawn as PyTorch's layers draw them.
extension Tensor {
  /// What dropout multiplies by: 1 / (1 − p) with probability 1 − p, else 0.
  ///
  /// - Parameter features: one factor for each channel of each sample, shape [N, C, 1, …].
  /// - Errors: `.runtime` for `p` outside [0, 1].
  public func dropoutNoise(
    _ p: Double, features: Bool = false, generator: Generator? = nil
  ) -> Tensor {
    guarded {
      try checkDropout(p)
      let noise = try emptyNoise(features)
      return noGrad { noise.bernoulli_(1 - p, generator: generator).div_(1 - p) }
    }
  }

  /// Factor and summand of alpha dropout, which keeps mean and variance of SELU's outputs:
  /// x · n · a + b with n ones with probability 1 − p, a = 1/√((α²p + 1)(1 − p)) and
  /// b = (n − 1) · αa + αap.
  public func alphaDropoutNoise(
    _ p: Double, features: Bool = false, generator: Generator? = nil
  ) -> (factor: Tensor, summand: Tensor) {
    guarded {
      try checkDropout(p)
      let alpha = 1.7580993408473766
      let a = 1 / ((alpha * alpha * p + 1) * (1 - p)).squareRoot()
      let noise = try emptyNoise(features)
      return noGrad {
        noise.bernoulli_(1 - p, generator: generator)
        let summand = noise.add(-1).mul_(alpha * a).addRounded_(alpha * a * p)
        return (noise.mul_(a), summand)
      }
    }
  }

  /// Which elements `torch.native_dropout` keeps: true with probability 1 − p. Of an empty tensor
  /// the mask has the tensor's own dtype, as PyTorch's has.
  public func nativeDropoutMask(_ p: Double, generator: Generator? = nil) -> Tensor {
    guarded {
      let mask = Tensor.emptyLike(self, dtype: numel == 0 ? dtype : .bool)
      return mask.bernoulli_(1 - p, generator: generator)
    }
  }

  /// Slopes of the randomised leaky rectifier: uniform in [lower, upper) where this tensor is not
  /// positive, else 1; drawn row by row, the bounds rounded to the dtype.
  public func rreluNoise(
    lower: Double = 1.0 / 8, upper: Double = 1.0 / 3, generator: Generator? = nil
  ) -> Tensor {
    guarded {
      try check(
        dtype.isFloatingPoint && dtype != .float16, .notImplemented,
        "\"rrelu_with_noise_out_cpu\" not implemented for '\(dtype.scalarTypeName)'")
      let result = try Tensor.uninitialized(shape, dtype, device)
      guard numel > 0 else { return result }
      let device = backend(for: device)
      device.slopes(self, into: result, lower: lower, upper: upper, generator ?? .default)
      return result
    }
  }

  /// Gumbel numbers −log E, E exponential: what `gumbel_softmax` adds to its logits.
  public func gumbelNoise(generator: Generator? = nil) -> Tensor {
    guarded {
      noGrad { Tensor.emptyLike(self).exponential_(generator: generator).log().neg() }
    }
  }

  private func checkDropout(_ p: Double) throws {
    try check(
      p >= 0 && p <= 1, .runtime,
      "dropout probability has to be between 0 and 1, but got \(streamText(p))")
  }

  private func emptyNoise(_ features: Bool) throws -> Tensor {
    guard features else { return Tensor.emptyLike(self) }
    try check(
      dim >= 2, .runtime, "Feature dropout requires at least 2 dimensions in the input")
    var sizes = Shape(repeating: 1, count: dim)
    sizes[0] = shape[0]
    sizes[1] = shape[1]
    return try Tensor.uninitialized(sizes, dtype, device)
  }
}
