extension Tensor {
  /// Running sum along `dim`; integers and bool sum in int64 unless `dtype` is given.
  public func cumsum(_ dim: Int, dtype: DType? = nil) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      let source = to(dtype ?? accumulatedDType)
      let out = try source.scanned(.sum, d)
      return try record("CumsumBackward0", [source], out) { ctx in
        [reversedCumsum(ctx.grad, d)]
      }
    }
  }

  /// Running product along `dim`; integers and bool multiply in int64 unless `dtype` is given.
  public func cumprod(_ dim: Int, dtype: DType? = nil) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      let source = to(dtype ?? accumulatedDType)
      let out = try source.scanned(.product, d)
      return try record(
        "CumprodBackward0", [source], out, saving: [source], savingOutput: true
      ) { ctx in
        let x = ctx.saved[0].widened
        return [cumprodGradient(ctx.grad.widened, x, ctx.savedOutputs[0].widened, d)]
      }
    }
  }

  /// Running log Σ exp(x) along `dim`.
  public func logcumsumexp(_ dim: Int) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      try check(
        dtype.isFloatingPoint, .notImplemented,
        "\"logcumsumexp_out_cpu\" not implemented for '\(dtype.scalarTypeName)'")
      let out = try scanned(.logSumExp, d)
      return try record(
        "LogcumsumexpBackward0", [self], out, saving: [self], savingOutput: true
      ) { ctx in
        let x = ctx.saved[0].widened
        return [logcumsumexpGradient(ctx.grad.widened, x, ctx.savedOutputs[0].widened, d)]
      }
    }
  }

  private func scanned(_ kind: ScanKind, _ d: Int) throws -> Tensor {
    let out = try Tensor(uninitialized: shape, dtype: dtype, device: device)
    backend(for: device).scan(kind, self, into: out, dim: d)
    return out
  }

  @discardableResult
  public func cumsum_(_ dim: Int, dtype: DType? = nil) -> Tensor {
    inplace { cumsum(dim, dtype: dtype ?? self.dtype) }
  }

  @discardableResult
  public func cumprod_(_ dim: Int, dtype: DType? = nil) -> Tensor {
    inplace { cumprod(dim, dtype: dtype ?? self.dtype) }
  }

  /// Running maximum along `dim` and the index of its last occurrence; NaN wins.
  public func cummax(_ dim: Int) -> (values: Tensor, indices: Tensor) {
    let (values, indices) = runningExtremum(largest: true, "CummaxBackward0", dim)
    return (values, indices)
  }

  /// Running minimum along `dim` and the index of its last occurrence; NaN wins.
  public func cummin(_ dim: Int) -> (values: Tensor, indices: Tensor) {
    let (values, indices) = runningExtremum(largest: false, "CumminBackward0", dim)
    return (values, indices)
  }

  private func runningExtremum(
    largest: Bool, _ name: StaticString, _ dim: Int
  ) -> (Tensor, Tensor) {
    guarded { () throws -> (Tensor, Tensor) in
      let d = try wrapDim(dim, rank: self.dim)
      let values = try Tensor(uninitialized: shape, dtype: dtype, device: device)
      let indices = try Tensor(uninitialized: shape, dtype: .int64, device: device)
      backend(for: device).scanExtremum(
        largest: largest, self, values: values, indices: indices, dim: d)
      try record(
        name, [self], [values, indices], savingOutputs: [1], differentiable: [true, false]
      ) { [shape] ctx in
        let grad = ctx.gradOrZeros(0)
        let zeros = Tensor.zeros(shape, dtype: grad.dtype, device: grad.device)
        return [grad.numel == 0 ? zeros : zeros.scatterAdd(d, ctx.savedOutputs[0], grad)]
      }
      return (values, indices)
    }
  }
}

/// Σ of this and all later elements along `dim`.
func reversedCumsum(_ x: Tensor, _ dim: Int) -> Tensor {
  x.dim == 0 ? x : x.flip([dim]).cumsum(dim).flip([dim])
}

/// Gradient of the running product.
///
/// Without zeros it is reversedCumsum(grad · out) / x. Of a line with zeros, elements before the
/// first zero follow the same rule, the first zero gets the products of all the others, and later
/// elements get 0. That is not differentiable in the later elements, so a graph is built from
/// explicit products instead.
private func cumprodGradient(_ grad: Tensor, _ x: Tensor, _ out: Tensor, _ dim: Int) -> Tensor {
  if x.dim == 0 || x.numel == 0 { return grad }
  let zero = x.eq(0)
  if !noGrad({ zero.any().item().boolValue }) {
    return reversedCumsum(grad.mul(out), dim).div(x)
  }
  if isGradEnabled { return explicitCumprodGradient(grad, x, dim) }
  return firstZeroGradient(grad, x, out, zero, dim)
}

/// The gradient of lines with zeros; each part looks only at the elements that enter it, so that
/// infinities and NaNs elsewhere stay out.
private func firstZeroGradient(
  _ grad: Tensor, _ x: Tensor, _ out: Tensor, _ zero: Tensor, _ dim: Int
) -> Tensor {
  let zerosSoFar = zero.cumsum(dim)
  let beforeFirst = zerosSoFar.eq(0)
  let terms = grad.mul(out).maskedFill(beforeFirst.logicalNot(), 0)
  let before = reversedCumsum(terms, dim).div(x).maskedFill(beforeFirst.logicalNot(), 0)
  let untilSecond = zerosSoFar.eq(1)
  let first = zero.logicalAnd(untilSecond)
  let between = untilSecond.logicalAnd(first.logicalNot())
  let products = x.maskedFill(between.logicalNot(), 1).cumprod(dim)
  let total = products.mul(grad.maskedFill(untilSecond.logicalNot(), 0)).sum(dim, keepdim: true)
  let one = Tensor.onesLike(out.narrow(dim, 0, 1))
  let prefix = Tensor.cat([one, out.narrow(dim, 0, out.size(dim) - 1)], dim: dim)
  return before.add(prefix.mul(total).maskedFill(first.logicalNot(), 0))
}

/// grad_k = Π_{i<k} x_i · Σ_{j≥k} grad_j Π_{k<i≤j} x_i, one slice at a time.
private func explicitCumprodGradient(_ grad: Tensor, _ x: Tensor, _ dim: Int) -> Tensor {
  let n = x.shape[dim]
  var prefix = Tensor.onesLike(x.narrow(dim, 0, 1))
  var slices: [Tensor] = []
  for k in 0..<n {
    let tail = x.narrow(dim, k + 1, n - k - 1)
    let one = Tensor.onesLike(x.narrow(dim, 0, 1))
    let products = Tensor.cat([one, tail.cumprod(dim)], dim: dim)
    let weighted = grad.narrow(dim, k, n - k).mul(products)
    slices.append(prefix.mul(weighted.sum(dim, keepdim: true)))
    prefix = prefix.mul(x.narrow(dim, k, 1))
  }
  return Tensor.cat(slices, dim: dim)
}

/// Positive and negative parts of the gradient are accumulated as logarithms, so that terms of
/// very different size meet without overflow.
private func logcumsumexpGradient(
  _ grad: Tensor, _ x: Tensor, _ out: Tensor, _ dim: Int
) -> Tensor {
  if x.dim == 0 || x.numel == 0 { return grad }
  let least = x.dtype == .float64 ? -Double.greatestFiniteMagnitude : -0x1.fffffep127
  let logs = grad.abs().log()
  func part(_ mask: Tensor) -> Tensor {
    let terms = logs.maskedFill(mask.logicalNot(), least).sub(out)
    return terms.flip([dim]).logcumsumexp(dim).flip([dim]).add(x).exp()
  }
  return part(grad.gt(0)).sub(part(grad.lt(0)))
}
