/// A step of an optimizer over many parameters at once, the counterpart of `torch._fused_sgd_`,
/// `torch._fused_adam_` and `torch._fused_adagrad_`: one pass over memory instead of one for every
/// operation. The formulas stand in `CKernels/formulas/optimizer.h`.
package enum ParameterStep: Sendable {
  /// State: the momentum buffer, where momentum is not 0.
  case sgd(SGD)
  /// States: average of gradients, of their squares, and with `amsgrad` the latter's maximum.
  /// Numbers: lr / (1 − β₁ᵗ) and √(1 − β₂ᵗ).
  case adam(Adam)
  /// State: sum of squares. Number: lr / (1 + (t − 1) · lrDecay).
  case adagrad(Adagrad)

  package struct SGD: Sendable {
    package var lr, momentum, dampening, weightDecay: Double
    package var nesterov, maximize: Bool

    package init(
      lr: Double, momentum: Double, dampening: Double, weightDecay: Double, nesterov: Bool,
      maximize: Bool
    ) {
      (self.lr, self.momentum, self.dampening) = (lr, momentum, dampening)
      (self.weightDecay, self.nesterov, self.maximize) = (weightDecay, nesterov, maximize)
    }
  }

  package struct Adam: Sendable {
    package var lr: Double
    package var betas: (Double, Double)
    package var eps, weightDecay: Double
    package var amsgrad, maximize, decoupledWeightDecay: Bool

    package init(
      lr: Double, betas: (Double, Double), eps: Double, weightDecay: Double, amsgrad: Bool,
      maximize: Bool, decoupledWeightDecay: Bool
    ) {
      (self.lr, self.betas, self.eps, self.weightDecay) = (lr, betas, eps, weightDecay)
      (self.amsgrad, self.maximize) = (amsgrad, maximize)
      self.decoupledWeightDecay = decoupledWeightDecay
    }
  }

  package struct Adagrad: Sendable {
    package var eps, weightDecay: Double
    package var maximize: Bool

    package init(eps: Double, weightDecay: Double, maximize: Bool) {
      (self.eps, self.weightDecay, self.maximize) = (eps, weightDecay, maximize)
    }
  }

  package enum Rounding: Sendable {
    /// After each operation to the parameter's dtype: what a sequence of tensor operations gives,
    /// bit for bit.
    case operations
    /// Only what is stored; half types compute in float, as PyTorch's fused kernels do.
    case results
  }

  /// Updates every parameter and its states in place, without recording.
  package func callAsFunction(_ parameters: [SteppedParameter], rounding: Rounding) {
    attempt {
      for parameter in parameters { try parameter.checkWritable() }
      for (dtype, own) in Dictionary(grouping: parameters, by: \.param.dtype) {
        try checkImplemented("fused step", dtype, .floating)
        let aligned = try own.map { try $0.aligned() }
        backend(for: own[0].param.device).step(self, aligned, rounding: rounding)
        for (parameter, work) in zip(own, aligned) { parameter.takeOver(work) }
      }
    }
  }
}

/// A parameter with all that its step reads and writes.
package struct SteppedParameter {
  package var param: Tensor
  package var gradient: Tensor
  package var states: [Tensor]
  /// Numbers that differ from parameter to parameter; each step says which it needs.
  package var numbers: (Double, Double)
  /// The states hold nothing yet.
  package var isFirst: Bool

  package init(
    _ param: Tensor, _ gradient: Tensor, states: [Tensor] = [],
    numbers: (Double, Double) = (0, 0), isFirst: Bool = false
  ) {
    (self.param, self.gradient, self.states) = (param, gradient, states)
    (self.numbers, self.isFirst) = (numbers, isFirst)
  }
}

extension SteppedParameter {
  func checkWritable() throws {
    for tensor in [param] + states { try tensor.checkInPlace() }
    for tensor in [gradient] + states {
      try check(
        tensor.shape == param.shape && tensor.dtype == param.dtype, .runtime,
        "a step needs a gradient and states like the parameter, \(param.shape) of "
          + "\(param.dtype), got \(tensor.shape) of \(tensor.dtype)")
    }
  }

  /// The same values in tensors of one layout without gaps: the tensors themselves where they have
  /// it, copies of the others.
  func aligned() throws -> SteppedParameter {
    let dense = param.isNonOverlappingAndDense ? param.detach() : param.detach().contiguous()
    var work = self
    work.param = dense
    work.gradient = try gradient.detach().laid(like: dense)
    work.states = try states.map { try $0.laid(like: dense) }
    return work
  }

  /// Copies what was computed in copies back, and counts the writes.
  func takeOver(_ work: SteppedParameter) {
    for (own, computed) in zip([param] + states, [work.param] + work.states) {
      if own.storage === computed.storage {
        own.storage.version += 1
      } else {
        noGrad { _ = own.copy_(computed) }
      }
    }
  }
}

extension Tensor {
  fileprivate func laid(like other: Tensor) throws -> Tensor {
    if strides == other.strides { return self }
    return Tensor.emptyLike(other).copy_(self)
  }
}
