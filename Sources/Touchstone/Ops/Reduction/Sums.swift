extension Tensor {
  /// Σ x over `dims` (all when nil or empty); integers sum in int64 unless `dtype` is given.
  public func sum(_ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    guarded {
      let reduced = try ReducedDims(dims, rank: dim)
      let source = convertedForSum(dtype)
      let out = try source.reduced(
        .sum, reduced, keepdim: keepdim, dtype: dtype ?? accumulatedDType)
      let name: StaticString = dims == nil ? "SumBackward0" : "SumBackward1"
      return try record(name, [self], out) { [shape] ctx in
        [reduced.expand(ctx.grad, keepdim: keepdim, to: shape)]
      }
    }
  }

  public func sum(_ dim: Int, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    sum([dim], keepdim: keepdim, dtype: dtype)
  }

  /// The operand as a sum to `dtype` reads it: converted first, except between floating types,
  /// where the kernel rounds only the result.
  private func convertedForSum(_ dtype: DType?) -> Tensor {
    guard let dtype, dtype.isFloatingPoint != self.dtype.isFloatingPoint else { return self }
    return noGrad { to(dtype) }
  }

  /// Σ x over elements that are not NaN.
  public func nansum(_ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    guarded {
      guard self.dtype.isFloatingPoint else { return sum(dims, keepdim: keepdim, dtype: dtype) }
      let reduced = try ReducedDims(dims, rank: dim)
      let floating = dtype?.isFloatingPoint ?? true
      let source = floating ? self : noGrad { to(dtype!) }
      let kind = floating ? ReductionKind.nansum : .sum
      let out = try source.reduced(
        kind, reduced, keepdim: keepdim, dtype: dtype ?? self.dtype)
      return try record("NansumBackward0", [self], out, saving: [self]) { [shape] ctx in
        let grad = reduced.expand(ctx.grad, keepdim: keepdim, to: shape)
        return [grad.mul(ctx.saved[0].isnan().logicalNot())]
      }
    }
  }

  public func nansum(_ dim: Int, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    nansum([dim], keepdim: keepdim, dtype: dtype)
  }

  /// Σ x / n; floating operands only, unless `dtype` is a floating type.
  public func mean(_ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    guarded {
      try checkMean(dtype)
      let reduced = try ReducedDims(dims, rank: dim)
      let source = self.dtype.isFloatingPoint ? self : noGrad { to(dtype!) }
      let out = try source.reduced(
        .mean, reduced, keepdim: keepdim, dtype: dtype ?? self.dtype)
      let name: StaticString = dims == nil ? "MeanBackward0" : "MeanBackward1"
      return try record(name, [self], out) { [shape] ctx in
        let count = Double(reduced.count(shape))
        return [reduced.expand(ctx.grad, keepdim: keepdim, to: shape).div(count)]
      }
    }
  }

  public func mean(_ dim: Int, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    mean([dim], keepdim: keepdim, dtype: dtype)
  }

  private func checkMean(_ dtype: DType?) throws {
    let which = dtype == nil ? "Input" : "Optional"
    let type = dtype ?? self.dtype
    try check(
      type.isFloatingPoint, .notImplemented,
      "mean(): could not infer output dtype. \(which) dtype must be either a floating point or "
        + "complex dtype. Got: \(type.scalarTypeName)")
  }

  /// Mean of the elements that are not NaN.
  public func nanmean(_ dims: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    guarded {
      try check(
        self.dtype.isFloatingPoint, .notImplemented,
        "nanmean(): expected input to have floating point or complex dtype but got "
          + self.dtype.scalarTypeName)
      let total = widened.nansum(dims, keepdim: keepdim, dtype: dtype)
      let count = noGrad { isnan().logicalNot().sum(dims, keepdim: keepdim) }
      return total.div(count).to(dtype ?? self.dtype)
    }
  }

  public func nanmean(_ dim: Int, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    nanmean([dim], keepdim: keepdim, dtype: dtype)
  }

  /// Number of elements that are not zero, as int64.
  public func countNonzero(_ dims: [Int]? = nil) -> Tensor {
    guarded {
      let reduced = try ReducedDims(dims, rank: dim)
      return try self.reduced(.countNonzero, reduced, keepdim: false, dtype: .int64)
    }
  }

  public func countNonzero(_ dim: Int) -> Tensor { countNonzero([dim]) }

  /// Whether every element is true (not zero); uint8 gives uint8, all others bool.
  public func all(_ dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
    truth(.all, dims, keepdim)
  }

  public func all(_ dim: Int, keepdim: Bool = false) -> Tensor { truth(.all, [dim], keepdim) }

  /// Whether some element is true (not zero); uint8 gives uint8, all others bool.
  public func any(_ dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
    truth(.any, dims, keepdim)
  }

  public func any(_ dim: Int, keepdim: Bool = false) -> Tensor { truth(.any, [dim], keepdim) }

  private func truth(_ kind: ReductionKind, _ dims: [Int]?, _ keepdim: Bool) -> Tensor {
    guarded {
      let reduced = try ReducedDims(dims, rank: dim)
      return try self.reduced(
        kind, reduced, keepdim: keepdim, dtype: dtype == .uint8 ? .uint8 : .bool)
    }
  }
}
