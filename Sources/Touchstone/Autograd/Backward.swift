extension Tensor {
  /// Differentiates this tensor with respect to the graph's leaves and accumulates into their
  /// `grad`, `torch.Tensor.backward`.
  ///
  /// - Parameters:
  ///   - gradient: gradient of the outcome with respect to this tensor; may be left out for one
  ///     element.
  ///   - retainGraph: keeps saved tensors for another pass; defaults to `createGraph`.
  ///   - createGraph: records the backward pass itself, for higher derivatives.
  ///   - inputs: accumulate only into these leaves.
  public func backward(
    gradient: Tensor? = nil, retainGraph: Bool? = nil, createGraph: Bool = false,
    inputs: [Tensor]? = nil
  ) {
    Touchstone.backward(
      [self], gradTensors: [gradient], retainGraph: retainGraph, createGraph: createGraph,
      inputs: inputs)
  }
}

/// Sum of gradients of `tensors` with respect to graph leaves, `torch.autograd.backward`.
public func backward(
  _ tensors: [Tensor], gradTensors: [Tensor?]? = nil, retainGraph: Bool? = nil,
  createGraph: Bool = false, inputs: [Tensor]? = nil
) {
  attempt {
    let gradients = try rootGradients(tensors, gradTensors)
    if let inputs {
      try check(!inputs.isEmpty, .runtime, "`inputs` argument to `backward()` cannot be empty.")
      try check(
        inputs.allSatisfy { $0.requiresGrad }, .runtime,
        "One of the differentiated Tensors does not require grad")
    }
    var engine = Engine(
      inputs: inputs, keepGraph: retainGraph ?? createGraph, createGraph: createGraph,
      accumulates: true)
    try withGradMode(createGraph) { try engine.run(roots: tensors, gradients: gradients) }
  }
}

/// Gradients of `outputs` with respect to `inputs`, without touching any `grad`,
/// `torch.autograd.grad`.
///
/// - Parameters:
///   - gradOutputs: one gradient per output; nil for one-element outputs.
///   - allowUnused: return nil instead of an error for inputs that the outputs do not depend on.
///   - materializeGrads: return zeros instead of nil.
public func grad(
  outputs: [Tensor], inputs: [Tensor], gradOutputs: [Tensor?]? = nil, retainGraph: Bool? = nil,
  createGraph: Bool = false, allowUnused: Bool? = nil, materializeGrads: Bool = false
) -> [Tensor?] {
  guarded(Array(repeating: Tensor.poison, count: inputs.count)) {
    try check(
      !(allowUnused == false && materializeGrads), .value,
      "Expected allow_unused to be True or not passed when materialize_grads=True, but got: "
        + "allow_unused=False.")
    let gradients = try rootGradients(outputs, gradOutputs)
    try check(!inputs.isEmpty, .value, "grad requires non-empty inputs.")
    try check(
      inputs.allSatisfy { $0.requiresGrad }, .runtime,
      "One of the differentiated Tensors does not require grad")
    var engine = Engine(
      inputs: inputs, keepGraph: retainGraph ?? createGraph, createGraph: createGraph,
      accumulates: false)
    try withGradMode(createGraph) { try engine.run(roots: outputs, gradients: gradients) }
    return try settle(
      engine.captured, inputs, allowUnused: allowUnused ?? materializeGrads, materializeGrads)
  }
}

private func settle(
  _ captured: [Tensor?], _ inputs: [Tensor], allowUnused: Bool, _ materialize: Bool
) throws -> [Tensor?] {
  try zip(captured, inputs).enumerated().map { index, pair in
    let (gradient, input) = pair
    if let gradient { return gradient }
    try check(
      allowUnused, .runtime,
      "The differentiated Tensor at index \(index) appears to not have been used in the graph. Set "
        + "allow_unused=True if this is the desired behavior.")
    return materialize ? Tensor.zerosLike(input, requiresGrad: true) : nil
  }
}

/// Gradients to start from, checked against the roots.
private func rootGradients(_ roots: [Tensor], _ given: [Tensor?]?) throws -> [Tensor] {
  let given = given ?? Array(repeating: nil, count: roots.count)
  try check(
    given.count == roots.count, .runtime,
    "got \(roots.count) tensors and \(given.count) gradients")
  return try zip(roots, given).enumerated().map { index, pair in
    let (root, gradient) = pair
    try check(
      root.requiresGrad, .runtime,
      "element \(index) of tensors does not require grad and does not have a grad_fn")
    guard let gradient else { return try implicitGradient(root) }
    try check(
      gradient.shape == root.shape, .runtime,
      "Mismatch in shape: grad_output[\(index)] has a shape of torch.Size(\(gradient.shape)) and "
        + "output[\(index)] has a shape of torch.Size(\(root.shape)).")
    return gradient
  }
}

private func implicitGradient(_ root: Tensor) throws -> Tensor {
  try check(root.numel == 1, .runtime, "grad can be implicitly created only for scalar outputs")
  return Tensor.ones(root.shape, dtype: root.dtype, device: root.device)
}
