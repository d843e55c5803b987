import CKernels

extension Tensor {
  /// Overwrites this tensor with the result of `body`, under PyTorch's in-place rules: leaves that
  /// require a gradient refuse, the shape must stay, the result must be castable to the dtype, and
  /// the history of this tensor (or of the base it is a view of) is rebased onto the result's.
  @discardableResult
  func inplace(_ body: () throws -> Tensor) -> Tensor {
    guarded(self) {
      try checkInPlace()
      let result = try body()
      try throwPendingError()
      try preserveOverwrittenInput(of: result)
      try assignInPlace(result)
      return self
    }
  }

  /// A pullback that reads the overwritten operand itself gets a copy of it; the same tensor in
  /// another role stays subject to the version check, as in PyTorch.
  private func preserveOverwrittenInput(of result: Tensor) throws {
    guard let node = result.autograd?.gradFn,
      let index = node.saved.firstIndex(where: { $0?.holds(self) == true })
    else { return }
    let copy = noGrad { clone() }
    if let producer = gradFn { copy.setHistory(producer, output: autograd!.outputIndex) }
    node.saved[index] = try SavedTensor(input: copy)
  }

  /// Checks made before an in-place operation computes anything.
  func checkInPlace() throws {
    try throwPendingError()
    try check(
      !isInference || isInferenceModeEnabled, .runtime,
      "Inplace update to inference tensor outside InferenceMode is not allowed.You can make a "
        + "clone to get a normal tensor before doing inplace update.")
    try check(
      !hasInternalOverlap, .runtime,
      "unsupported operation: more than one element of the written-to tensor refers to a single "
        + "memory location. Please clone() the tensor before performing the operation.")
    if isGradEnabled { try checkHistoryAllowsInPlace(requiresGrad) }
  }

  private func checkHistoryAllowsInPlace(_ requiresGrad: Bool) throws {
    guard requiresGrad || viewOf?.base.requiresGrad == true else { return }
    if let viewOf {
      try checkViewAllowsInPlace(viewOf)
      try check(
        !viewOf.base.isLeaf, .runtime,
        "a view of a leaf Variable that requires grad is being used in an in-place operation.")
    }
    try check(
      !isLeaf, .runtime,
      "a leaf Variable that requires grad is being used in an in-place operation.")
  }

  private func checkViewAllowsInPlace(_ origin: ViewOrigin) throws {
    switch origin.creation {
    case .ordinary: return
    case .multiOutput:
      let node = gradFn
      throw TensorError(
        .runtime,
        "Output \(autograd?.outputIndex ?? 0) of \(node?.shortName ?? "a function") is a view and is "
          + "being modified inplace. This view is the output of a function that returns multiple "
          + "views. Such functions do not allow the output views to be modified inplace. You "
          + "should replace the inplace operation by an out-of-place one.")
    case .customFunction:
      throw TensorError(
        .runtime,
        "Output \(autograd?.outputIndex ?? 0) of \(gradFn?.name ?? "a function") is a view and is "
          + "being modified inplace. This view was created inside a custom Function (or because an "
          + "input was returned as-is) and the autograd logic to handle view+inplace would override "
          + "the custom backward associated with the custom Function, leading to incorrect "
          + "gradients. This behavior is forbidden. You can fix this by cloning the output of the "
          + "custom Function.")
    case .noGrad:
      throw TensorError(
        .runtime,
        "A view was created in no_grad mode and is being modified inplace with grad mode enabled. "
          + "Given that this use case is ambiguous and error-prone, it is forbidden. You can "
          + "clarify your code by moving both the view and the inplace either both inside the "
          + "no_grad block (if you don't want the inplace to be tracked) or both outside (if you "
          + "want the inplace to be tracked).")
    }
  }

  /// Whether two index tuples certainly name the same element (a stride of 0 does so).
  var hasInternalOverlap: Bool {
    if isContiguous || isSparse { return false }
    for index in 0..<shape.count where shape[index] > 1 && strides[index] == 0 { return true }
    return false
  }

  /// Copies `result` into this tensor and moves the history over.
  func assignInPlace(_ result: Tensor) throws {
    try check(
      result.shape == shape, .runtime,
      "output with shape \(shape) doesn't match the broadcast shape \(result.shape)")
    try result.checkConverts(to: dtype)
    try writeTracked(result)
  }

  /// PyTorch's error unless this tensor, as a result, may be stored as `dtype`.
  func checkConverts(to dtype: DType) throws {
    try check(
      canCast(from: self.dtype, to: dtype), .runtime,
      "result type \(self.dtype.scalarTypeName) can't be cast to the desired output type "
        + dtype.scalarTypeName)
  }

  /// Copies `source`, broadcast to this shape, into this tensor with history; any dtype converts.
  func writeTracked(_ source: Tensor, as name: String = "CopyBackwards") throws {
    let recording = isGradEnabled && (requiresGrad || source.requiresGrad)
    if recording {
      if source.requiresGrad, let viewOf { try checkViewAllowsInPlace(viewOf) }
      try rebaseHistory(onto: source, as: name)
    }
    try overwrite(with: source)
    storage.version += 1
  }

  /// Copies the elements of `source`, whatever its layout.
  private func overwrite(with source: Tensor) throws {
    guard let parts = source.sparse else { return backend(for: device).copy(source, into: self) }
    if isSparse {
      sparse = parts.copied(as: dtype)
    } else {
      backend(for: device).copy(noGrad { source.detach().toDense() }, into: self)
    }
  }

  /// Makes `source` the origin of this tensor's elements in the graph.
  func rebaseHistory(onto source: Tensor, as name: String) throws {
    if let viewOf {
      let node = copySlicesNode(base: viewOf.base, source: source)
      viewOf.base.setHistory(node, output: 0)
      return
    }
    if let node = source.gradFn, source.shape == shape, source.dtype == dtype {
      setHistory(node, output: source.autograd!.outputIndex)
      return
    }
    let node = Node(
      name: name, edges: [Edge(to: self), Edge(to: source)], outputs: [outputInfo]
    ) { ctx in
      let grad = ctx.grad
      return [ctx.needs(0) ? Tensor.zerosLike(grad) : nil, ctx.needs(1) ? grad : nil]
    }
    setHistory(node, output: 0)
  }

  /// Node of a base whose region under this view now comes from `source`: the base's gradient with
  /// that region zeroed, and the region's gradient to the source.
  private func copySlicesNode(base: Tensor, source: Tensor) -> Node {
    let region = Geometry(
      shape: shape, strides: strides, offset: storageOffset - base.storageOffset)
    let whole = Geometry(shape: base.shape, strides: base.strides, offset: 0)
    return Node(
      name: "CopySlices", edges: [Edge(to: base), Edge(to: source)], outputs: [base.outputInfo]
    ) { ctx in
      let laidOut = Tensor.emptyStrided(
        whole.shape, whole.strides, dtype: ctx.grad.dtype, device: ctx.grad.device)
      laidOut.copy_(ctx.grad)
      let view = laidOut.asStrided(region.shape, region.strides, storageOffset: region.offset)
      let slice = ctx.needs(1) ? view.clone() : nil
      guard ctx.needs(0) else { return [nil, slice] }
      view.copy_(Tensor.zeros([], dtype: ctx.grad.dtype, device: ctx.grad.device))
      return [laidOut, slice]
    }
  }
}

/// Sizes, strides and offset of a strided view.
struct Geometry {
  let shape: Shape
  let strides: Shape
  let offset: Int
}
