extension Tensor {
  /// ∫ y dx along `dim` by the trapezoidal rule, with samples `dx` apart.
  public func trapezoid(dx: Double = 1, dim: Int = -1) -> Tensor {
    guarded {
      let d = try checkTrapezoid("trapezoid", dim)
      if shape[d] == 0 { return emptyIntegral(d) }
      let ends = select(d, 0).add(select(d, -1))
      return sum(d).sub(ends.mul(0.5)).mul(dx)
    }
  }

  /// ∫ y dx along `dim` by the trapezoidal rule, with samples at `x`: one position per sample, or
  /// positions that broadcast with this tensor.
  public func trapezoid(x: Tensor, dim: Int = -1) -> Tensor {
    guarded {
      let d = try checkTrapezoid("trapezoid", dim)
      try refuseBoolPositions("trapezoid", x)
      if shape[d] == 0 { return emptyIntegral(d) }
      let widths = try intervals(x, d, "trapezoid")
      return pairSums(d).mul(widths).sum(d).div(2.0)
    }
  }

  /// Running `trapezoid`; one element fewer along `dim`.
  public func cumulativeTrapezoid(dx: Double = 1, dim: Int = -1) -> Tensor {
    guarded {
      let d = try checkTrapezoid("cumulative_trapezoid", dim)
      return pairSums(d).mul(dx / 2).cumsum(d)
    }
  }

  /// Running `trapezoid` with samples at `x`.
  public func cumulativeTrapezoid(x: Tensor, dim: Int = -1) -> Tensor {
    guarded {
      let d = try checkTrapezoid("cumulative_trapezoid", dim)
      try refuseBoolPositions("cumulative_trapezoid", x)
      let widths = try intervals(x, d, "cumulative_trapezoid")
      return pairSums(d).mul(widths).cumsum(d).div(2.0)
    }
  }

  private func checkTrapezoid(_ name: String, _ dim: Int) throws -> Int {
    let d = try wrapDim(dim, rank: self.dim)
    try check(self.dim > 0, .index, "slice() cannot be applied to a 0-dim tensor.")
    try check(
      dtype != .bool, .notImplemented,
      "\(name): received a bool input for `y`, but bool is not supported")
    return d
  }

  private func refuseBoolPositions(_ name: String, _ x: Tensor) throws {
    try check(
      x.dtype != .bool, .notImplemented,
      "\(name): received a bool input for `x`, but bool is not supported")
  }

  private func emptyIntegral(_ d: Int) -> Tensor {
    var rest = shape
    rest.remove(at: d)
    return Tensor.zeros(rest, dtype: dtype, device: device)
  }

  /// y[i] + y[i + 1].
  private func pairSums(_ d: Int) -> Tensor {
    slice(d, from: 0, to: -1).add(slice(d, from: 1))
  }

  /// x[i + 1] − x[i], with `x` laid along `d` when it is 1-D.
  private func intervals(_ x: Tensor, _ d: Int, _ name: String) throws -> Tensor {
    var laid = x
    if x.dim == 1 {
      try check(
        x.numel == shape[d], .runtime,
        "\(name): There must be one `x` value for each sample point")
      var sizes = Shape(repeating: 1, count: dim)
      sizes[d] = x.numel
      laid = x.view(sizes)
    } else if x.dim < dim {
      laid = x.view(Shape(Array(repeating: 1, count: dim - x.dim) + Array(x.shape)))
    }
    return laid.slice(d, from: 1).sub(laid.slice(d, from: 0, to: -1))
  }
}
