/// What a custom function's two halves share.
public final class FunctionContext: @unchecked Sendable {
  fileprivate var pendingSaves: [Tensor] = []
  fileprivate var nonDifferentiable: [ObjectIdentifier] = []
  fileprivate var dirty: [ObjectIdentifier] = []
  fileprivate var materializesGrads = true
  /// Which inputs need a gradient.
  public fileprivate(set) var needsInputGrad: [Bool] = []
  /// Anything else that `backward` needs.
  public var values: [String: Any] = [:]

  /// Keeps inputs or outputs for `backward`, with version checks.
  public func saveForBackward(_ tensors: Tensor...) { pendingSaves = tensors }

  /// Outputs that carry no gradient.
  public func markNonDifferentiable(_ tensors: Tensor...) {
    nonDifferentiable = tensors.map { ObjectIdentifier($0) }
  }

  /// Inputs that `forward` changed in place and returns.
  public func markDirty(_ tensors: Tensor...) { dirty = tensors.map { ObjectIdentifier($0) } }

  /// Whether absent gradients reach `backward` as zeros (the default) or as nil.
  public func setMaterializeGrads(_ value: Bool) { materializesGrads = value }

  /// Tensors given to `saveForBackward`; filled in while `backward` runs.
  public fileprivate(set) var savedTensors: [Tensor] = []
}

/// An operation with a derivative of the caller's own, `torch.autograd.Function`.
///
/// ```swift
/// enum Cube: DifferentiableFunction {
///   static func forward(_ ctx: FunctionContext, _ inputs: [Tensor]) throws -> [Tensor] {
///     ctx.saveForBackward(inputs[0])
///     return [inputs[0] * inputs[0] * inputs[0]]
///   }
///   static func backward(_ ctx: FunctionContext, _ grads: [Tensor?]) throws -> [Tensor?] {
///     let x = ctx.savedTensors[0]
///     return [grads[0]! * x * x * 3]
///   }
/// }
/// let y = Cube.apply([x])[0]
/// ```
public protocol DifferentiableFunction {
  /// Computes the outputs; runs without recording.
  static func forward(_ ctx: FunctionContext, _ inputs: [Tensor]) throws -> [Tensor]
  /// One gradient per input from one gradient per output.
  static func backward(_ ctx: FunctionContext, _ grads: [Tensor?]) throws -> [Tensor?]
}

extension DifferentiableFunction {
  /// Runs `forward` and records `backward` as its derivative.
  public static func apply(_ inputs: [Tensor]) -> [Tensor] {
    guarded {
      let context = FunctionContext()
      context.needsInputGrad = inputs.map { $0.requiresGrad }
      let edges = inputs.map { Edge(to: $0) }
      var outputs = try noGrad { try forward(context, inputs) }
      try throwPendingError()
      guard needsGrad(inputs) else { return outputs }
      try checkDirty(context, inputs)
      outputs = outputs.map { output in
        let isInput = inputs.contains { $0 === output }
        return isInput && !context.dirty.contains(ObjectIdentifier(output))
          ? output.alias() : output
      }
      try recordCustom(context, edges, inputs, outputs)
      return outputs
    }
  }

  /// An input that `forward` overwrote must be one that may be changed in place.
  private static func checkDirty(_ context: FunctionContext, _ inputs: [Tensor]) throws {
    for input in inputs where context.dirty.contains(ObjectIdentifier(input)) {
      try check(
        !input.isLeaf || !input.requiresGrad, .runtime,
        "a leaf Variable that requires grad has been used in an in-place operation.")
      try input.checkInPlace()
    }
  }

  private static func recordCustom(
    _ context: FunctionContext, _ edges: [Edge], _ inputs: [Tensor], _ outputs: [Tensor]
  ) throws {
    let node = Node(
      name: "\(Self.self)Backward", edges: edges, outputs: outputs.map { $0.outputInfo }
    ) { ctx in
      context.savedTensors = ctx.saved.tensors.compactMap { $0 }
      defer { context.savedTensors = [] }
      return try backward(context, outputGrads(ctx, context))
    }
    for (index, output) in outputs.enumerated()
    where output.dtype.isFloatingPoint
      && !context.nonDifferentiable.contains(ObjectIdentifier(output))
    {
      try settle(output, node, index, isDirty: context.dirty.contains(ObjectIdentifier(output)))
    }
    node.saved = try context.pendingSaves.map { tensor in
      if let index = outputs.firstIndex(where: { $0 === tensor }) {
        return try SavedTensor(output: tensor, index: index)
      }
      return try SavedTensor(input: tensor)
    }
    context.pendingSaves = []
  }

  /// Ties an output to the node; where it is a changed input that is a view, its base follows.
  private static func settle(
    _ output: Tensor, _ node: Node, _ index: Int, isDirty: Bool
  ) throws {
    guard isDirty else { return output.setHistory(node, output: index) }
    let source = output.alias()
    source.setHistory(node, output: index)
    try output.rebaseHistory(onto: source, as: node.name)
  }

  private static func outputGrads(_ ctx: Pullback, _ context: FunctionContext) -> [Tensor?] {
    guard context.materializesGrads else { return ctx.grads }
    return ctx.grads.indices.map { ctx.gradOrZeros($0) }
  }
}
