extension Tensor {
  /// A copy in which `src` stands at `index` along `dim`.
  public func selectScatter(_ src: Tensor, _ dim: Int, _ index: Int) -> Tensor {
    scatterRegion("SelectScatterBackward0", src) { $0.select(dim, index) }
  }

  /// A copy in which `src` stands in the slice `start..<end` by `step` along `dim`.
  public func sliceScatter(
    _ src: Tensor, _ dim: Int = 0, start: Int? = nil, end: Int? = nil, step: Int = 1
  ) -> Tensor {
    scatterRegion("SliceScatterBackward0", src) { $0.slice(dim, from: start, to: end, step: step) }
  }

  /// A copy in which `src` stands in the elements of the given geometry.
  public func asStridedScatter(
    _ src: Tensor, _ shape: Shape, _ strides: Shape, storageOffset: Int? = nil
  ) -> Tensor {
    guarded {
      let offset = storageOffset ?? self.storageOffset
      let region = { (x: Tensor) in x.asStrided(shape, strides, storageOffset: offset) }
      try checkRegion(src, try noGrad { try validated(region(self)) })
      let result = try cloneWithStorage()
      noGrad { _ = region(result).copy_(src) }
      let inner = src.dtype
      return try record("AsStridedScatterBackward0", [self, src], result) { ctx in
        let grad = ctx.grad.contiguous()
        let zeros = Tensor.zeros(shape, dtype: grad.dtype, device: grad.device)
        let kept = ctx.needs(0)
          ? grad.asStridedScatter(zeros, shape, strides, storageOffset: offset) : nil
        return [kept, ctx.needs(1) ? region(grad).to(inner) : nil]
      }
    }
  }

  /// A copy of this tensor in which the view that `region` takes holds `src`.
  func scatterRegion(
    _ name: StaticString, _ src: Tensor, _ region: @escaping (Tensor) -> Tensor
  ) -> Tensor {
    guarded {
      try checkRegion(src, try noGrad { try validated(region(self)) })
      let result = noGrad { clone() }
      noGrad { _ = region(result).copy_(src) }
      let (shape, inner) = (src.shape, src.dtype)
      return try record(name, [self, src], result) { ctx in
        let grad = ctx.grad
        let zeros = Tensor.zeros(shape, dtype: grad.dtype, device: grad.device)
        let kept = ctx.needs(0) ? grad.scatterRegion(name, zeros, region) : nil
        return [kept, ctx.needs(1) ? region(grad).to(inner) : nil]
      }
    }
  }

  private func checkRegion(_ src: Tensor, _ slice: Tensor) throws {
    try check(
      slice.shape == src.shape, .runtime,
      "expected src to have a size equal to the slice of self. src size = \(src.shape), slice "
        + "size = \(slice.shape)")
  }

  /// A copy of the whole storage under the same geometry.
  private func cloneWithStorage() throws -> Tensor {
    let count = storage.byteCount / dtype.itemSize
    let all = Tensor(
      storage: storage, shape: [count], strides: [1], storageOffset: 0, dtype: dtype)
    let copy = noGrad { all.clone() }
    return Tensor(
      storage: copy.storage, shape: shape, strides: strides, storageOffset: storageOffset,
      dtype: dtype)
  }
}

/// The result of a public call, once it is known not to have failed.
func validated(_ tensor: Tensor) throws -> Tensor {
  try throwPendingError()
  return tensor
}
