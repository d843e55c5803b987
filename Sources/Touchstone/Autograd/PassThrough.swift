extension Tensor {
  /// The same tensors behind one node whose gradients `pullback` sees and may replace: what hooks
  /// around a module's backward pass hang on.
  ///
  /// - Parameter pullback: gradients of the results to those of `tensors`; nil where nothing flowed
  ///   or none is wanted.
  package static func passThrough(
    _ tensors: [Tensor], _ pullback: @escaping (_ grads: BackwardGradients) throws -> [Tensor?]
  ) throws -> [Tensor] {
    let results = tensors.map { tensor in
      let result = tensor.alias()
      result.markAsView(of: tensor, creation: .customFunction)
      return result
    }
    let differentiable = tensors.map(\.requiresGrad)
    return try record(
      "BackwardHookFunctionBackward", tensors, results, differentiable: differentiable
    ) { ctx in
      try pullback(
        BackwardGradients(
          given: ctx.grads,
          filled: tensors.indices.map { differentiable[$0] ? ctx.gradOrZeros($0) : nil }))
    }
  }
}

/// Gradients that arrive at a `passThrough` node.
package struct BackwardGradients {
  /// Nil where nothing flowed.
  package let given: [Tensor?]
  /// Zeros where nothing flowed to a tensor that requires a gradient.
  package let filled: [Tensor?]

  /// Both lists, laid out otherwise.
  package func map(_ transform: ([Tensor?]) -> [Tensor?]) -> BackwardGradients {
    BackwardGradients(given: transform(given), filled: transform(filled))
  }
}
