/// The `_copy` forms of the views: the same elements in new, row-major memory.
extension Tensor {
  public func aliasCopy() -> Tensor { denseCopy() }
  public func detachCopy() -> Tensor { detach().denseCopy() }
  public func tCopy() -> Tensor { t().denseCopy() }
  public func viewCopy(_ shape: Shape) -> Tensor { reshape(shape).denseCopy() }
  public func expandCopy(_ shape: Shape) -> Tensor { expand(shape).denseCopy() }
  public func squeezeCopy() -> Tensor { squeeze().denseCopy() }
  public func squeezeCopy(_ dim: Int) -> Tensor { squeeze(dim).denseCopy() }
  public func squeezeCopy(_ dims: [Int]) -> Tensor { squeeze(dims).denseCopy() }
  public func unsqueezeCopy(_ dim: Int) -> Tensor { unsqueeze(dim).denseCopy() }
  public func permuteCopy(_ dims: [Int]) -> Tensor { permute(dims).denseCopy() }
  public func selectCopy(_ dim: Int, _ index: Int) -> Tensor { select(dim, index).denseCopy() }

  public func transposeCopy(_ dim0: Int, _ dim1: Int) -> Tensor {
    transpose(dim0, dim1).denseCopy()
  }

  public func sliceCopy(
    _ dim: Int = 0, _ start: Int? = nil, _ end: Int? = nil, step: Int = 1
  ) -> Tensor {
    slice(dim, from: start, to: end, step: step).denseCopy()
  }

  public func diagonalCopy(_ offset: Int = 0, _ dim1: Int = 0, _ dim2: Int = 1) -> Tensor {
    diagonal(offset, dim1, dim2).denseCopy()
  }

  public func unfoldCopy(_ dimension: Int, _ size: Int, _ step: Int) -> Tensor {
    unfold(dimension, size, step).denseCopy()
  }

  public func asStridedCopy(
    _ shape: Shape, _ strides: Shape, storageOffset: Int? = nil
  ) -> Tensor {
    asStrided(shape, strides, storageOffset: storageOffset).denseCopy()
  }

  public func unbindCopy(_ dim: Int = 0) -> [Tensor] { unbind(dim).map { $0.denseCopy() } }

  public func splitCopy(_ size: Int, dim: Int = 0) -> [Tensor] {
    split(size, dim: dim).map { $0.denseCopy() }
  }

  public func splitWithSizesCopy(_ sizes: [Int], dim: Int = 0) -> [Tensor] {
    splitWithSizes(sizes, dim: dim).map { $0.denseCopy() }
  }

  /// `narrow`, copied; PyTorch refuses a bad dimension and a negative length in its own words.
  public func narrowCopy(_ dim: Int, _ start: Int, _ length: Int) -> Tensor {
    guarded {
      try check(self.dim > 0, .runtime, "narrow() cannot be applied to a 0-dim tensor.")
      try check(
        dim < self.dim, .runtime,
        "Expected dim < static_cast<int64_t>(self_sizes.size()) to be true, but got false.")
      let size = shape[try wrapDim(dim, rank: self.dim)]
      try check(
        length >= 0 || Swift.abs(start) > size, .runtime,
        "start (\(start)) + length (\(length)) exceeds dimension size (\(size)).")
      return narrow(dim, start, length).denseCopy()
    }
  }

  /// A row-major copy in new memory.
  func denseCopy() -> Tensor { clone(memoryFormat: .contiguous) }
}
