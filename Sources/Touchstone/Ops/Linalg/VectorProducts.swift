/// Products of vectors along a dimension, and Vandermonde matrices.
extension Linalg {
  /// Cross product of 3-vectors along `dim`, `torch.linalg.cross`; the other dimensions broadcast.
  public static func cross(_ a: Tensor, _ b: Tensor, dim: Int = -1) -> Tensor {
    guarded {
      try check(
        a.dim == b.dim, .runtime,
        "linalg.cross: inputs must have the same number of dimensions.")
      let d = try wrapDim(dim, rank: a.dim)
      try check(
        a.size(d) == 3 && b.size(d) == 3, .runtime,
        "linalg.cross: inputs dimension \(dim) must have length 3. Got \(a.size(d)) and "
          + "\(b.size(d))")
      _ = try broadcastShapes(a.shape, b.shape)
      try checkSameScalarType(a, b)
      try a.refuseBool("cross")
      let out = noGrad { crossProduct(a.detach(), b.detach(), d) }
      return try record("LinalgCrossBackward0", [a, b], out, saving: savedFactors(a, b)) {
        [shapes = (a.shape, b.shape)] ctx in
        [
          ctx.needs(0) ? cross(ctx.saved[1], ctx.grad, dim: d).sum(toShape: shapes.0) : nil,
          ctx.needs(1) ? cross(ctx.grad, ctx.saved[0], dim: d).sum(toShape: shapes.1) : nil,
        ]
      }
    }
  }

  /// a × b = (a₁b₂ − a₂b₁, a₂b₀ − a₀b₂, a₀b₁ − a₁b₀).
  private static func crossProduct(_ a: Tensor, _ b: Tensor, _ d: Int) -> Tensor {
    let (x, y) = (a.widened, b.widened)
    let next = x.roll([-1], [d]) * y.roll([-2], [d])
    return (next - x.roll([-2], [d]) * y.roll([-1], [d])).to(a.dtype)
  }

  /// Inner product along `dim`, `torch.linalg.vecdot`; the other dimensions broadcast.
  public static func vecdot(_ x: Tensor, _ y: Tensor, dim: Int = -1) -> Tensor {
    guarded {
      try checkFloating(x, "linalg.vecdot", allowsHalf: true)
      try check(
        x.dtype == y.dtype, .runtime,
        "linalg.vecdot: Expected x and y to have the same dtype, but found x of type "
          + "\(x.dtype.scalarTypeName) and y of type \(y.dtype.scalarTypeName) instead")
      if x.dim == 1 && y.dim == 1 {
        _ = try wrapDim(dim, rank: 1)
        return x.vdot(y)
      }
      let shape = try broadcastShapes(x.shape, y.shape)
      let d = try wrapDim(dim, rank: shape.count)
      if shape.isEmpty { return x * y }
      let row = x.expand(shape).movedim(d, -1).unsqueeze(-2)
      let column = y.expand(shape).movedim(d, -1).unsqueeze(-1)
      return row.matmul(column).squeeze(-1).squeeze(-1)
    }
  }

  /// Powers x⁰, x¹, … of each element along a new last dimension, `torch.linalg.vander`; `n` of
  /// them, by default as many as x has elements in its last dimension.
  public static func vander(_ x: Tensor, n: Int? = nil) -> Tensor {
    guarded {
      try check(
        x.dtype != .bool && !x.dtype.isHalf, .notImplemented,
        "linalg.vander supports floating point, complex, and integer tensors, but got "
          + x.dtype.scalarTypeName)
      let base = x.dim == 0 ? x.unsqueeze(-1) : x
      let count = n ?? base.shape[base.dim - 1]
      try check(count > 1, .runtime, "N must be greater than 1.")
      let wide = base.dtype.isInteger ? base.to(.int64) : base
      let column = wide.unsqueeze(-1)
      let ones = Tensor.onesLike(column)
      let repeated = column.expand(Shape(Array(base.shape) + [count - 1]))
      return Tensor.cat([ones, repeated.cumprod(-1)], dim: -1)
    }
  }
}

extension Tensor {
  /// Cross product, `torch.cross`: without `dim` along the first dimension of size 3.
  public func cross(_ other: Tensor, dim: Int? = nil) -> Tensor {
    guarded {
      if let dim { return Linalg.cross(self, other, dim: dim) }
      let first = shape.firstIndex(of: 3)
      try check(first != nil, .runtime, "no dimension of size 3 in input")
      return Linalg.cross(self, other, dim: first!)
    }
  }
}
