extension DeepCopy {
  /// A leaf with elements of its own. Parameters leave their gradient behind; other tensors keep
  /// theirs, and share memory among the copies where they shared it before. Python's
  /// `copy.deepcopy` of a tensor.
  func tensor(_ source: Tensor) -> Tensor {
    if let done = copies[ObjectIdentifier(source)] as? Tensor { return done }
    do {
      try check(
        source.isParameter || source.isLeaf, .runtime,
        "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol "
          + "at the moment.  If you were attempting to deepcopy a module, this may be because of a "
          + "torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001")
      let result = try noGrad { try source.isParameter ? parameter(source) : plain(source) }
      copies[ObjectIdentifier(source)] = result
      return result
    } catch {
      if let error = error as? TensorError { fail(error.kind, error.message) }
      return source
    }
  }

  private func parameter(_ source: Tensor) throws -> Tensor {
    if source.isUninitialized {
      return .uninitializedParameter(
        requiresGrad: source.requiresGrad, device: source.device, dtype: source.dtype)
    }
    let result = source.clone()
    try throwPendingError()
    try result.becomeParameter(requiresGrad: source.requiresGrad)
    return result
  }

  private func plain(_ source: Tensor) throws -> Tensor {
    if source.isUninitialized {
      return .uninitializedBuffer(device: source.device, dtype: source.dtype)
    }
    let result = source.isSparse ? source.clone() : try view(of: source)
    try throwPendingError()
    result.requiresGrad = source.requiresGrad
    result.grad = source.grad.map(tensor)
    return result
  }

  /// The same part of a copy of the memory.
  private func view(of source: Tensor) throws -> Tensor {
    Tensor(
      storage: try storage(source.storage), shape: source.shape, strides: source.strides,
      storageOffset: source.storageOffset, dtype: source.dtype)
  }

  private func storage(_ source: Storage) throws -> Storage {
    if let done = copies[ObjectIdentifier(source)] as? Storage { return done }
    let bytes = Tensor(
      storage: source, shape: [source.byteCount], strides: [1], storageOffset: 0, dtype: .uint8)
    let result = bytes.clone()
    try throwPendingError()
    copies[ObjectIdentifier(source)] = result.storage
    return result.storage
  }
}
