extension Tensor {
  /// Π x over all elements; integers multiply in int64 unless `dtype` is given.
  public func prod(dtype: DType? = nil) -> Tensor {
    guarded {
      let all = try ReducedDims(nil, rank: dim)
      return try product(all, "ProdBackward0", keepdim: false, dtype) { grad, input, result in
        if input.dim == 0 { return grad.mul(1) }
        let flat = input.reshape([-1])
        return productGradient(grad, flat, result, dim: 0).reshape(input.shape)
      }
    }
  }

  /// Π x along `dim`.
  public func prod(_ dim: Int, keepdim: Bool = false, dtype: DType? = nil) -> Tensor {
    guarded {
      let reduced = try ReducedDims(dim, rank: self.dim)
      let d = try wrapDim(dim, rank: self.dim)
      return try product(reduced, "ProdBackward1", keepdim: keepdim, dtype) {
        grad, input, result in
        if input.dim == 0 { return grad.mul(1) }
        return productGradient(
          reduced.restore(grad, keepdim: keepdim), input,
          reduced.restore(result, keepdim: keepdim), dim: d)
      }
    }
  }

  private func product(
    _ dims: ReducedDims, _ name: StaticString, keepdim: Bool, _ dtype: DType?,
    _ gradient: @escaping (Tensor, Tensor, Tensor) throws -> Tensor
  ) throws -> Tensor {
    let target = dtype ?? accumulatedDType
    let source = target.isFloatingPoint == self.dtype.isFloatingPoint ? self : noGrad { to(target) }
    let out = try source.reduced(.product, dims, keepdim: keepdim, dtype: target)
    return try record(name, [self], out, saving: [self], savingOutput: true) { ctx in
      let input = ctx.saved[0].widened
      return [try gradient(ctx.grad.widened, input, ctx.savedOutputs[0].widened)]
    }
  }
}

/// d(Π x)/dx along `dim`: result / x, or products of all the others where x may be 0.
private func productGradient(
  _ grad: Tensor, _ input: Tensor, _ result: Tensor, dim: Int
) -> Tensor {
  let hasZero = noGrad { input.eq(0).any().item().boolValue }
  if !hasZero { return grad.mul(result.div(input)) }
  let before = input.exclusiveProducts(dim)
  let after = input.flip([dim]).exclusiveProducts(dim).flip([dim])
  return grad.mul(before.mul(after))
}

extension Tensor {
  /// Π of the elements before each one along `dim`.
  fileprivate func exclusiveProducts(_ dim: Int) -> Tensor {
    let size = shape[dim]
    let first = Tensor.onesLike(narrow(dim, 0, 1))
    return Tensor.cat([first, narrow(dim, 0, size - 1)], dim: dim).cumprod(dim)
  }
}
