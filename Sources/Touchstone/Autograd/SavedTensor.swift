/// A tensor kept for the backward pass, with the version it had when it was saved.
struct SavedTensor {
  /// The tensor itself for an input; a detached alias for an output, whose own history would
  /// otherwise form a cycle through the node that saves it.
  private let tensor: Tensor
  private let savedVersion: Int
  /// Output index when the tensor is an output of the saving node.
  private let output: Int?

  init(input: Tensor) throws {
    try SavedTensor.refuseInference(input)
    tensor = input
    savedVersion = input.storage.version
    output = nil
  }

  init(output tensor: Tensor, index: Int) throws {
    try SavedTensor.refuseInference(tensor)
    self.tensor = tensor.alias()
    savedVersion = tensor.storage.version
    output = index
  }

  /// Whether freeing this may free a node.
  var hasHistory: Bool { tensor.autograd?.gradFn != nil || tensor.viewOf != nil }

  private static func refuseInference(_ tensor: Tensor) throws {
    try check(
      !tensor.isInference, .runtime,
      "Inference tensors cannot be saved for backward. Please do not use Tensors created in "
        + "inference mode in computation tracked by autograd. To work around this, you can make "
        + "a clone to get a normal tensor and use it in autograd, or use `noGrad` instead of "
        + "`inferenceMode`.")
  }

  /// Whether `tensor` itself is saved here as an input.
  func holds(_ other: Tensor) -> Bool { output == nil && tensor === other }

  /// The saved tensor, with history attached.
  /// - Throws: `TensorError` when it was modified in place since.
  func unpack(for node: Node) throws -> Tensor {
    let version = tensor.storage.version
    try check(
      version == savedVersion, .runtime,
      "one of the variables needed for gradient computation has been modified by an inplace "
        + "operation: [\(tensor.typeAndShape)]\(origin(node)) is at version \(version); "
        + "expected version \(savedVersion) instead. Hint: enable anomaly detection to find the "
        + "operation that failed to compute its gradient.")
    guard let output else { return tensor }
    let result = tensor.alias()
    let state = result.autogradState
    state.gradFn = node
    state.outputIndex = output
    return result
  }

  private func origin(_ node: Node) -> String {
    if let output { return ", which is output \(output) of \(node.shortName)," }
    guard let state = tensor.autograd, let producer = state.gradFn else { return "" }
    return ", which is output \(state.outputIndex) of \(producer.shortName),"
  }
}

extension Tensor {
  /// Same elements and storage, no history.
  func alias() -> Tensor {
    let result = Tensor(
      storage: storage, shape: sizes, strides: strides, storageOffset: storageOffset, dtype: dtype)
    result.isInference = isInference
    if let sparse { result.becomeSparse(sparse) }
    return result
  }

  /// PyTorch's legacy type name, such as `torch.FloatTensor` or `torch.sparse.FloatTensor`.
  var legacyTypeName: String { "torch.\(isSparse ? "sparse." : "")\(dtype.scalarTypeName)Tensor" }

  /// The same with the shape, such as `torch.FloatTensor [3]`.
  var typeAndShape: String { "\(legacyTypeName) \(shape)" }
}
