extension Masked {
  /// Running sum along `dim`, in the dtype of the input.
  public static func cumsum(
    _ x: Tensor, _ dim: Int, dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let d = try canonicalDims([dim], x)[0]
      return try filled(x, mask, .zero).cumsum(d, dtype: dtype ?? x.dtype)
    }
  }

  /// Running product along `dim`, in the dtype of the input.
  public static func cumprod(
    _ x: Tensor, _ dim: Int, dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let d = try canonicalDims([dim], x)[0]
      return try filled(x, mask, .one).cumprod(d, dtype: dtype ?? x.dtype)
    }
  }

  /// exp(x) / Σ exp(x) along `dim` over the chosen elements; 0 elsewhere.
  public static func softmax(
    _ x: Tensor, _ dim: Int, dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let d = try canonicalDims([dim], x)[0]
      return try filled(x, mask, .lowest).softmax(d, dtype: dtype ?? x.dtype)
    }
  }

  /// The logarithm of `softmax`; −∞ elsewhere.
  public static func logSoftmax(
    _ x: Tensor, _ dim: Int, dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let d = try canonicalDims([dim], x)[0]
      return try filled(x, mask, .lowest).logSoftmax(d, dtype: dtype ?? x.dtype)
    }
  }

  /// `softmax` of −x.
  public static func softmin(
    _ x: Tensor, _ dim: Int, dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let d = try canonicalDims([dim], x)[0]
      return try filled(x, mask, .highest).neg().softmax(d, dtype: dtype ?? x.dtype)
    }
  }

  /// x / max(norm of order `ord` along `dim`, eps); 0 where masked out.
  public static func normalize(
    _ x: Tensor, _ ord: Double, _ dim: Int, eps: Double = 1e-12, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let chosen = try filled(x, mask, .zero)
      let size = norm(x, ord, [dim], keepdim: true, dtype: dtype ?? x.dtype, mask: mask)
      try throwPendingError()
      let least = Tensor.full([], eps, dtype: size.dtype, device: x.device)
      return chosen.div(size.maximum(least))
    }
  }

  /// log(exp(x) + exp(y)) where masked-out elements count as −∞, in the dtype of `x`.
  public static func logaddexp(
    _ x: Tensor, _ y: Tensor, dtype: DType? = nil, xMask: Tensor? = nil, yMask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let first = try filled(x, xMask, .lowest)
      let second = try filled(y, yMask, .lowest)
      return first.logaddexp(second).to(dtype ?? x.dtype)
    }
  }
}
