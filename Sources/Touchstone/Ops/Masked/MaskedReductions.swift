extension Masked {
  /// Σ x over the chosen elements; integers and bools sum to int64.
  public static func sum(
    _ x: Tensor, _ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let over = try canonicalDims(dims, x)
      let chosen = try filled(x, mask, .zero)
      return chosen.sum(over, keepdim: keepdim, dtype: dtype ?? accumulated(x.dtype))
    }
  }

  /// Π x over the chosen elements; integers and bools multiply to int64.
  public static func prod(
    _ x: Tensor, _ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let over = try canonicalDims(dims, x)
      let chosen = try filled(x, mask, .one).to(dtype ?? accumulated(x.dtype))
      return over.reversed().reduce(chosen) { $0.prod($1, keepdim: keepdim) }
    }
  }

  public static func amax(
    _ x: Tensor, _ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let chosen = try filled(x, mask, .lowest)
      let out = chosen.amax(try canonicalDims(dims, x), keepdim: keepdim)
      return out.to(dtype ?? x.dtype)
    }
  }

  public static func amin(
    _ x: Tensor, _ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let chosen = try filled(x, mask, .highest)
      let out = chosen.amin(try canonicalDims(dims, x), keepdim: keepdim)
      return out.to(dtype ?? x.dtype)
    }
  }

  /// Position of the largest chosen element, in the dtype of the input as PyTorch has it.
  public static func argmax(
    _ x: Tensor, _ dim: Int? = nil, keepdim: Bool = false, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      try filled(x, mask, .lowest).argmax(dim, keepdim: keepdim).to(dtype ?? x.dtype)
    }
  }

  /// Position of the smallest chosen element, in the dtype of the input as PyTorch has it.
  public static func argmin(
    _ x: Tensor, _ dim: Int? = nil, keepdim: Bool = false, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      try filled(x, mask, .highest).argmin(dim, keepdim: keepdim).to(dtype ?? x.dtype)
    }
  }

  /// Lower median of the chosen elements along `dim`; NaN elements count as masked out. Integers
  /// need a chosen element in every row.
  public static func median(
    _ x: Tensor, _ dim: Int = -1, keepdim: Bool = false, dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let d = try canonicalDims([dim], x)[0]
      let isFloating = x.dtype.isFloatingPoint
      let chosen = try filled(isFloating ? x : x.to(.float32), mask, .nan)
      let out = chosen.nanmedian(d, keepdim: keepdim).values
      if isFloating { return out }
      try check(
        !out.isnan().any().item().boolValue, .value,
        "masked median expects no fully masked out rows if dtype is not floating point")
      return out.to(dtype ?? x.dtype)
    }
  }

  /// log Σ exp(x) over the chosen elements, in the dtype of the input.
  public static func logsumexp(
    _ x: Tensor, _ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil,
    mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let over = try canonicalDims(dims, x)
      let chosen = try filled(x, mask, .lowest)
      return chosen.logsumexp(over, keepdim: keepdim).to(dtype ?? x.dtype)
    }
  }

  /// (Σ |x|^ord)^(1/ord) over the chosen elements.
  public static func norm(
    _ x: Tensor, _ ord: Double = 2, _ dims: [Int]? = nil, keepdim: Bool = false,
    dtype: DType? = nil, mask: Tensor? = nil
  ) -> Tensor {
    guarded {
      let chosen = try filled(x, mask, ord == -.infinity ? .highest : .zero)
      let over = try canonicalDims(dims, x)
      return chosen.linalgVectorNorm(
        ord: ord, dim: over, keepdim: keepdim, dtype: dtype ?? x.dtype)
    }
  }

  /// dtype of sums and products.
  private static func accumulated(_ dtype: DType) -> DType {
    dtype.isFloatingPoint ? dtype : .int64
  }
}
