import CKernels

extension Tensor {
  /// NaN replaced by `nan`, the infinities by `posinf` and `neginf` (the largest finite numbers of
  /// the dtype unless given). Integers have nothing to replace.
  public func nanToNum(
    nan: Double = 0, posinf: Double? = nil, neginf: Double? = nil
  ) -> Tensor {
    guarded {
      if !dtype.isFloatingPoint { return clone() }
      let largest = dtype.greatestFinite
      return Unary.nanToNum(nan, posinf ?? largest, neginf ?? -largest)(self)
    }
  }
  @discardableResult
  public func nanToNum_(nan: Double = 0, posinf: Double? = nil, neginf: Double? = nil) -> Tensor {
    inplace { nanToNum(nan: nan, posinf: posinf, neginf: neginf) }
  }

  /// The angle of a real number: 0, π below zero, NaN for NaN.
  public func angle() -> Tensor {
    guarded {
      let x = try rawCast(dtype.isFloatingPoint ? dtype : Tensor.defaultDType)
      let angle = noGrad {
        Tensor.where(x.isnan(), x, Tensor.where(x.lt(0), Double.pi, Tensor.zerosLike(x)))
      }
      return try record("AngleBackward0", [self], angle) { [Tensor.zerosLike($0.grad)] }
    }
  }

  /// Mantissa in ±[0.5, 1) and exponent (int32) with self = mantissa · 2^exponent.
  public func frexp() -> (mantissa: Tensor, exponent: Tensor) {
    guarded {
      try check(
        dtype.isFloatingPoint, .runtime, "torch.frexp() only supports floating-point dtypes")
      let mantissa = try Tensor.uninitialized(shape, dtype, device)
      let exponent = try Tensor.uninitialized(shape, .int32, device)
      backend(for: device).frexp(self, mantissa: mantissa, exponent: exponent)
      try record(
        "FrexpBackward0", [self], [mantissa, exponent], saving: [exponent],
        differentiable: [true, false]
      ) { ctx in [ctx.grad / ctx.saved[0].exp2()] }
      return (mantissa, exponent)
    }
  }
}

extension DType {
  /// Largest finite value of a floating dtype.
  var greatestFinite: Double {
    switch self {
    case .float64: Double.greatestFiniteMagnitude
    case .float16: 65504
    case .bfloat16: 3.3895313892515355e38
    default: Double(Float.greatestFiniteMagnitude)
    }
  }
}
