import Synchronization

extension Node {
  /// Gradients of the inputs from those of the outputs.
  /// - Throws: `TensorError` when the graph was freed, a saved tensor modified, or no derivative
  ///   exists.
  func apply(_ grads: [Tensor?], wanted: [Bool]) throws -> [Tensor?] {
    try check(
      isDifferentiable, .notImplemented, "derivative for \(name) is not implemented")
    guard grads.contains(where: { $0 != nil }) else {
      return Array(repeating: nil, count: edges.count)
    }
    guard let pullback, !isReleased else {
      throw TensorError(
        .runtime,
        "Trying to backward through the graph a second time (or directly access saved tensors "
          + "after they have already been freed). Saved intermediate values of the graph are "
          + "freed when you call .backward() or autograd.grad(). Specify retain_graph=True if "
          + "you need to backward through the graph a second time or if you need to access saved "
          + "tensors after calling backward.")
    }
    do {
      let results = try pullback(try Pullback(node: self, grads: grads, wanted: wanted))
      try throwPendingError()
      try check(
        results.count == edges.count, .runtime,
        "\(name) returned an incorrect number of gradients (expected \(edges.count), got "
          + "\(results.count))")
      if AnomalyMode.isCheckingNaN { try refuseNaN(results) }
      return results
    } catch {
      if AnomalyMode.isEnabled { AnomalyMode.report(self) }
      throw error
    }
  }

  private func refuseNaN(_ results: [Tensor?]) throws {
    for (index, result) in results.enumerated() {
      guard let numbers = result.map({ $0.isSparse ? $0.storedValues : $0 }),
        noGrad({ numbers.ne(numbers).any().item().boolValue })
      else { continue }
      throw TensorError(
        .runtime, "Function '\(name)' returned nan values in its \(index)th output.")
    }
  }

  /// `gradient` with the shape and dtype that the receiving end of `edge` has.
  func validated(_ gradient: Tensor, for edge: Edge, position: Int) throws -> Tensor {
    let info: OutputInfo
    switch edge {
    case .none: return gradient
    case .leaf(let tensor): info = tensor.outputInfo
    case .node(let node, let output): info = node.outputs[output]
    }
    var result = gradient
    if result.shape != info.shape {
      try check(
        isExpandable(info.shape, to: result.shape), .runtime,
        "Function \(name) returned an invalid gradient at index \(position) - got "
          + "\(result.shape) but expected shape compatible with \(info.shape)")
      result = result.sum(toShape: info.shape)
    }
    return result.dtype == info.dtype ? result : result.to(info.dtype)
  }
}

/// Whether a tensor of `shape` can be broadcast to `target`.
func isExpandable(_ shape: Shape, to target: Shape) -> Bool {
  guard shape.count <= target.count else { return false }
  let lead = target.count - shape.count
  return shape.indices.allSatisfy { shape[$0] == target[lead + $0] || shape[$0] == 1 }
}

/// Guards `grad` of leaves that several threads differentiate at once.
private let accumulationLock = Mutex(())

extension Tensor {
  /// Adds `gradient` to `grad`, in place once it exists unless a graph is wanted.
  func accumulateGrad(_ gradient: Tensor, createGraph: Bool) {
    accumulationLock.withLock { _ in accumulateUnlocked(gradient, createGraph) }
  }

  private func accumulateUnlocked(_ gradient: Tensor, _ createGraph: Bool) {
    let state = autogradState
    guard let present = state.grad else {
      state.grad = createGraph ? gradient : gradient.storedCopy
      return
    }
    if present.isSparse && !gradient.isSparse {
      state.grad = gradient.add(present)
    } else if createGraph {
      state.grad = present.add(gradient)
    } else {
      noGrad { _ = present.add_(gradient) }
    }
  }

  /// What a leaf keeps of a first gradient: a copy without history. PyTorch forgets there whether a
  /// sparse one is coalesced.
  private var storedCopy: Tensor {
    guard let sparse else { return detach().clone() }
    let copy = sparse.copied(as: dtype)
    return Tensor.sparseCOO(indices: copy.indices, values: copy.values, size: shape)
  }
}
