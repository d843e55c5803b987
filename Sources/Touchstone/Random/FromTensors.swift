/// Random numbers whose parameters are the elements of a tensor.
extension Tensor {
  /// Ones with this tensor's elements as probabilities, `torch.bernoulli`: always row-major.
  public func bernoulli(generator: Generator? = nil) -> Tensor {
    guarded {
      let row = Tensor.empty(shape, dtype: dtype, device: device)
      let result = noGrad { row.bernoulli_(detach(), generator: generator) }
      try throwPendingError()
      return try record("BernoulliBackward0", [self], result) { ctx in
        [Tensor.zerosLike(ctx.grad)]
      }
    }
  }

  /// Ones with probability `p`, in this tensor's shape and dtype.
  public func bernoulli(_ p: Double, generator: Generator? = nil) -> Tensor {
    guarded { Tensor.emptyLike(self).bernoulli_(p, generator: generator) }
  }

  /// Poisson numbers of this tensor's rates, `torch.poisson`; the gradient is zero.
  public func poisson(generator: Generator? = nil) -> Tensor {
    guarded {
      try requireFloating("poisson_cpu")
      try check(
        backend(for: device).allWithin(0, .infinity, self), .runtime,
        "invalid Poisson rate, expected rate to be non-negative")
      let result = try Tensor.uninitialized(shape, dtype, device)
      if numel > 0 { backend(for: device).poisson(self, into: result, generator ?? .default) }
      return try record("PoissonBackward0", [self], result) { ctx in
        [Tensor.zerosLike(ctx.grad)]
      }
    }
  }

  /// Gamma numbers of scale 1 and this tensor's shapes α, `torch._standard_gamma`.
  ///
  /// The gradient is the derivative of a number with respect to α at fixed probability:
  /// −(∂P(α, x)/∂α) / p(x; α), P the distribution function and p the density.
  public func standardGamma(generator: Generator? = nil) -> Tensor {
    guarded {
      try check(
        dtype == .float32 || dtype == .float64, .notImplemented,
        "\"gamma_cpu\" not implemented for '\(dtype.scalarTypeName)'")
      let result = try Tensor.uninitialized(shape, dtype, device)
      if numel > 0 { backend(for: device).gamma(self, into: result, generator ?? .default) }
      return try record(
        "StandardGammaBackward0", [self], result, saving: [self], savingOutput: true
      ) { ctx in
        let slope = Tensor.standardGammaGrad(ctx.saved[0], ctx.savedOutputs[0])
        return [ctx.grad * slope]
      }
    }
  }

  /// Derivative of the gamma numbers `sample` with respect to their shapes `alpha`.
  static func standardGammaGrad(_ alpha: Tensor, _ sample: Tensor) -> Tensor {
    guarded {
      let shapes = noGrad { alpha.detach().contiguous() }
      let samples = noGrad { sample.detach().contiguous() }
      let result = try uninitialized(alpha.shape, alpha.dtype, alpha.device)
      backend(for: alpha.device).gammaGradient(shapes, sample: samples, into: result)
      return try record("StandardGammaGradBackward0", [alpha, sample], result, nil)
    }
  }
}
