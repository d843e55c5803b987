extension Tensor {
  /// The elements apart from the history: reading gives a tensor over the same storage that no
  /// gradient flows through; assigning makes this tensor, which stays the same object, one over
  /// the storage, shape and dtype of another. `torch.Tensor.data`.
  ///
  /// - Errors: `.runtime` when this requires a gradient and the new dtype cannot carry one.
  public var data: Tensor {
    get { guarded { alias() } }
    set { attempt { try setData(newValue) } }
  }

  private func setData(_ source: Tensor) throws {
    try check(
      !requiresGrad || source.dtype.isFloatingPoint, .runtime,
      "data set to a tensor that requires gradients must be floating point or complex dtype")
    storage = source.storage
    sizes = source.sizes
    strides = source.strides
    storageOffset = source.storageOffset
    dtype = source.dtype
    isContiguous = source.isContiguous
    sparse = source.sparse
    isInference = source.isInference
    isWrappedNumber = false
    if autograd?.gradFn == nil { viewOf = nil }
  }
}
