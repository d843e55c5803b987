extension Tensor {
  /// A copy of `self` with elements of `src` written where `index` names:
  /// `out[index[i][j]][j] = src[i][j]` for dim 0; where several meet, the last one stays.
  ///
  /// - Parameters:
  ///   - index: int64 or int32 with the dimensions of `self`, no larger than `src`, and no larger
  ///     than `self` apart from `dim`; elements in `0 ..< size(dim)`.
  ///   - reduce: `"add"` or `"multiply"` combines with the present element (no derivative).
  public func scatter(
    _ dim: Int, _ index: Tensor, _ src: Tensor, reduce: String? = nil
  ) -> Tensor {
    guarded {
      let mode = try ScatterMode(legacy: reduce)
      let d = try wrapDim(dim, rank: self.dim)
      let out = try written(try scatterWrite(d, index, src, mode, "scatter"))
      guard mode == .set else { return try record("ScatterBackward", [self, src], out, nil) }
      return try record("ScatterBackward0", [self, src], out, saving: [index]) {
        [shape = src.shape] ctx in
        let index = ctx.saved[0]
        return [
          ctx.needs(0) ? ctx.grad.scatter(d, index, 0) : nil,
          ctx.needs(1) ? ctx.grad.gathered(d, index, padding: shape) : nil,
        ]
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func scatter_(
    _ dim: Int, _ index: Tensor, _ src: Tensor, reduce: String? = nil
  ) -> Tensor {
    writeInPlace([src, index]) {
      let d = try wrapDim(dim, rank: self.dim)
      return try scatterWrite(d, index, src, try ScatterMode(legacy: reduce), "scatter")
    } recorded: {
      scatter(dim, index, src, reduce: reduce)
    }
  }

  /// A copy of `self` with `value` written where `index` names.
  public func scatter(
    _ dim: Int, _ index: Tensor, _ value: some TensorScalar, reduce: String? = nil
  ) -> Tensor {
    guarded {
      let mode = try ScatterMode(legacy: reduce)
      let d = try wrapDim(dim, rank: self.dim)
      let out = try written(try scatterWrite(d, index, value.scalar, mode))
      guard mode == .set else { return try record("ScatterBackward", [self], out, nil) }
      return try record("ScatterBackward1", [self], out, saving: [index]) { ctx in
        [ctx.grad.scatter(d, ctx.saved[0], 0)]
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func scatter_(
    _ dim: Int, _ index: Tensor, _ value: some TensorScalar, reduce: String? = nil
  ) -> Tensor {
    writeInPlace([index]) {
      let d = try wrapDim(dim, rank: self.dim)
      return try scatterWrite(d, index, value.scalar, try ScatterMode(legacy: reduce))
    } recorded: {
      scatter(dim, index, value, reduce: reduce)
    }
  }

  /// `self` with `out[index[i][j]][j] += src[i][j]` for dim 0; sums are taken in row-major order.
  public func scatterAdd(_ dim: Int, _ index: Tensor, _ src: Tensor) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      let out = try written(try scatterWrite(d, index, src, .add, "scatter_add"))
      return try record("ScatterAddBackward0", [self, src], out, saving: [index]) {
        [shape = src.shape] ctx in
        [ctx.grad, ctx.needs(1) ? ctx.grad.gathered(d, ctx.saved[0], padding: shape) : nil]
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func scatterAdd_(_ dim: Int, _ index: Tensor, _ src: Tensor) -> Tensor {
    writeInPlace([src, index]) {
      try scatterWrite(try wrapDim(dim, rank: self.dim), index, src, .add, "scatter_add")
    } recorded: {
      scatterAdd(dim, index, src)
    }
  }

  /// The gradient of a scatter's source of this shape: what `index` names, zero beyond it.
  func gathered(_ d: Int, _ index: Tensor, padding shape: Shape) -> Tensor {
    let part = gather(d, index)
    if part.shape == shape { return part }
    var whole = Tensor.zeros(shape, dtype: dtype, device: device)
    guard index.numel > 0 else { return whole }
    let region = part.shape.indices.map { IndexItem(.slice(from: 0, to: part.shape[$0], step: 1)) }
    let target = whole
    target[items: region] = part
    whole = target
    return whole
  }
}

extension ScatterMode {
  /// `scatter`'s own reductions.
  init(legacy name: String?) throws {
    switch name {
    case nil: self = .set
    case "add": self = .add
    case "multiply": self = .multiply
    default:
      throw TensorError(.runtime, "reduce argument must be either add or multiply.")
    }
  }
}
