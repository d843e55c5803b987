extension Tensor {
  /// Variance Σ (x − mean)² / max(0, n − correction) over `dims` (all when nil or empty).
  public func `var`(
    _ dims: [Int]? = nil, correction: Double = 1, keepdim: Bool = false
  ) -> Tensor {
    spread("VarBackward0", dims, correction, keepdim, root: false)
  }

  public func `var`(_ dim: Int, correction: Double = 1, keepdim: Bool = false) -> Tensor {
    self.var([dim], correction: correction, keepdim: keepdim)
  }

  public func `var`(unbiased: Bool) -> Tensor { self.var(nil, correction: unbiased ? 1 : 0) }

  /// Standard deviation, the root of `var`. The gradient is 0 where the deviation is 0.
  public func std(_ dims: [Int]? = nil, correction: Double = 1, keepdim: Bool = false) -> Tensor {
    spread("StdBackward0", dims, correction, keepdim, root: true)
  }

  public func std(_ dim: Int, correction: Double = 1, keepdim: Bool = false) -> Tensor {
    std([dim], correction: correction, keepdim: keepdim)
  }

  public func std(unbiased: Bool) -> Tensor { std(nil, correction: unbiased ? 1 : 0) }

  /// Variance and mean in one pass over the arguments of `var`.
  public func varMean(
    _ dims: [Int]? = nil, correction: Double = 1, keepdim: Bool = false
  ) -> (variance: Tensor, mean: Tensor) {
    let (variance, mean) = spreadAndMean(
      "var_mean", "VarMeanBackward0", dims, correction, keepdim, root: false)
    return (variance, mean)
  }

  /// Standard deviation and mean over the arguments of `std`.
  public func stdMean(
    _ dims: [Int]? = nil, correction: Double = 1, keepdim: Bool = false
  ) -> (std: Tensor, mean: Tensor) {
    let (std, mean) = spreadAndMean(
      "std_mean", "StdMeanBackward0", dims, correction, keepdim, root: true)
    return (std, mean)
  }

  private func spread(
    _ name: StaticString, _ dims: [Int]?, _ correction: Double, _ keepdim: Bool, root: Bool
  ) -> Tensor {
    guarded {
      try checkMoments("std and var")
      let reduced = try ReducedDims(dims, rank: dim)
      let out = try Tensor(uninitialized: reduced.kept(shape), dtype: dtype, device: device)
      backend(for: device).moments(
        self, mean: nil, into: out, correction: correction, root: root)
      let result = out.dropping(reduced, keepdim: keepdim)
      return try record(name, [self], result, saving: [self], savingOutput: root) { ctx in
        let grad = reduced.restore(ctx.grad.widened, keepdim: keepdim)
        let std = root ? reduced.restore(ctx.savedOutputs[0].widened, keepdim: keepdim) : nil
        return [momentGradient(grad, ctx.saved[0].widened, std, reduced, correction)]
      }
    }
  }

  private func spreadAndMean(
    _ operation: String, _ name: StaticString, _ dims: [Int]?, _ correction: Double,
    _ keepdim: Bool, root: Bool
  ) -> (Tensor, Tensor) {
    guarded { () throws -> (Tensor, Tensor) in
      try checkMoments(operation)
      let reduced = try ReducedDims(dims, rank: dim)
      let out = try Tensor(uninitialized: reduced.kept(shape), dtype: dtype, device: device)
      let mean = try Tensor(uninitialized: reduced.kept(shape), dtype: dtype, device: device)
      backend(for: device).moments(
        self, mean: mean, into: out, correction: correction, root: root)
      let results = [out, mean].map { $0.dropping(reduced, keepdim: keepdim) }
      try record(name, [self], results, saving: [self], savingOutputs: root ? [0] : []) { ctx in
        let grads = ctx.grads.map { $0.map { reduced.restore($0.widened, keepdim: keepdim) } }
        let x = ctx.saved[0].widened
        let std = root ? reduced.restore(ctx.savedOutputs[0].widened, keepdim: keepdim) : nil
        let fromSpread = grads[0].map { momentGradient($0, x, std, reduced, correction) }
        let fromMean = grads[1].map { $0.div(Double(reduced.count(x.shape))).expand(x.shape) }
        guard let fromSpread, let fromMean else { return [fromSpread ?? fromMean] }
        return [fromSpread.add(fromMean)]
      }
      return (results[0], results[1])
    }
  }

  private func checkMoments(_ name: String) throws {
    try check(
      dtype.isFloatingPoint, .notImplemented,
      "\(name) only support floating point and complex dtypes")
  }
}

/// d var/dx = 2 (x − mean) / (n − correction); through the root, half of that over `std`, 0 at 0.
private func momentGradient(
  _ grad: Tensor, _ x: Tensor, _ std: Tensor?, _ dims: ReducedDims, _ correction: Double
) -> Tensor {
  let outer = std.map { grad.div($0.mul(2)).maskedFill($0.eq(0), 0) } ?? grad
  let mean = x.mean(dims.list, keepdim: true)
  let freedom = Double(dims.count(x.shape)) - correction
  if freedom > 0 { return outer.mul(2 / freedom).mul(x.sub(mean)) }
  let nan = Tensor.full([], Double.nan, dtype: x.dtype, device: x.device)
  let infinity = Tensor.full([], Double.infinity, dtype: x.dtype, device: x.device)
  return outer.mul(Tensor.where(x.eq(mean), nan, infinity))
}
