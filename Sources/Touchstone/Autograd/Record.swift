import CKernels

/// What a pullback is given.
struct Pullback {
  /// Gradient per output of the node; nil where nothing flowed.
  let grads: [Tensor?]
  let node: Node
  /// Saved inputs by position.
  let saved: SavedList
  /// Saved outputs by position.
  let savedOutputs: SavedList
  private let wanted: [Bool]

  init(node: Node, grads: [Tensor?], wanted: [Bool]) throws {
    self.node = node
    self.grads = grads
    self.wanted = wanted
    saved = SavedList(tensors: try node.saved.map { try $0?.unpack(for: node) })
    savedOutputs = SavedList(tensors: try node.savedOutputs.map { try $0.unpack(for: node) })
  }

  /// Gradient of the only output.
  var grad: Tensor { gradOrZeros(0) }

  /// Gradient of output `index`, zeros where nothing flowed.
  func gradOrZeros(_ index: Int) -> Tensor {
    if let grad = grads[index] { return grad }
    let info = node.outputs[index]
    return Tensor.zeros(info.shape, dtype: info.dtype, device: info.device)
  }

  /// Whether input `index` needs a gradient.
  func needs(_ index: Int) -> Bool { wanted[index] }
}

/// Saved tensors by position; absent ones were not needed when recorded.
struct SavedList {
  let tensors: [Tensor?]
  subscript(index: Int) -> Tensor { tensors[index]! }
}

/// Whether an operation on `tensor` is to be recorded.
@inline(__always)
func needsGrad(_ tensor: Tensor) -> Bool {
  tensor.requiresGrad && !ts_get_thread_state().pointee.grad_disabled
}

@inline(__always)
func needsGrad(_ a: Tensor, _ b: Tensor) -> Bool {
  (a.requiresGrad || b.requiresGrad) && !ts_get_thread_state().pointee.grad_disabled
}

func needsGrad(_ tensors: [Tensor]) -> Bool {
  !ts_get_thread_state().pointee.grad_disabled && tensors.contains { $0.requiresGrad }
}

/// Records the operation that made `output` from `inputs`, when any of them requires a gradient.
///
/// - Parameters:
///   - name: PyTorch's `grad_fn` name.
///   - saving: tensors the pullback reads, by position; nil where this call does not need one.
///   - savingOutput: whether the pullback reads the output (`ctx.savedOutputs[0]`).
///   - pullback: one gradient per input, in tensor operations, so that it can be differentiated
///     again; nil when the operation has no derivative.
/// - Returns: `output`.
@discardableResult
@inline(__always)
func record(
  _ name: StaticString, _ inputs: [Tensor], _ output: Tensor, saving: [Tensor?] = [],
  savingOutput: Bool = false, _ pullback: ((Pullback) throws -> [Tensor?])?
) throws -> Tensor {
  if needsGrad(inputs) {
    try attach(
      name.description, inputs, [output], saving: saving,
      savingOutputs: savingOutput ? [0] : [], differentiable: nil, pullback)
  }
  return output
}

/// The same for several outputs; `differentiable` marks those that carry gradients
/// (by default the floating ones).
@discardableResult
@inline(__always)
func record(
  _ name: StaticString, _ inputs: [Tensor], _ outputs: [Tensor], saving: [Tensor?] = [],
  savingOutputs: [Int] = [], differentiable: [Bool]? = nil,
  _ pullback: ((Pullback) throws -> [Tensor?])?
) throws -> [Tensor] {
  if needsGrad(inputs) {
    try attach(
      name.description, inputs, outputs, saving: saving, savingOutputs: savingOutputs,
      differentiable: differentiable, pullback)
  }
  return outputs
}

/// Creates the node and ties the outputs to it.
func attach(
  _ name: String, _ inputs: [Tensor], _ outputs: [Tensor], saving: [Tensor?],
  savingOutputs: [Int], differentiable: [Bool]?, _ pullback: Node.PullbackFunction?
) throws {
  func carries(_ index: Int) -> Bool {
    outputs[index].dtype.isFloatingPoint && (differentiable == nil || differentiable![index])
  }
  guard outputs.indices.contains(where: carries) else { return }
  let node = Node(
    name: name, edges: inputs.map { Edge(to: $0) }, outputs: outputs.map { $0.outputInfo },
    saved: try saving.map { tensor in try tensor.map { try SavedTensor(input: $0) } },
    pullback: pullback)
  for index in outputs.indices where carries(index) {
    outputs[index].setHistory(node, output: index)
  }
  node.savedOutputs = try savingOutputs.map { try SavedTensor(output: outputs[$0], index: $0) }
}

extension Tensor {
  var outputInfo: OutputInfo { OutputInfo(shape: shape, dtype: dtype, device: device) }

  @inline(__always)
  func setHistory(_ node: Node, output: Int) {
    let state = autogradState
    if state.retainsGrad { state.gradFn?.moveRetained(self, to: node, output: output) }
    state.gradFn = node
    state.outputIndex = output
    state.requiresGrad = false
  }
}
