/// Tensors that are parameters of a model.
extension Tensor {
  /// Whether this is a parameter: a leaf that a module owns and an optimizer changes. It stays one
  /// when it is frozen by `requiresGrad = false`.
  public var isParameter: Bool { autograd?.isParameter ?? false }

  /// A parameter over the same elements, `torch.nn.Parameter(data, requires_grad)`.
  ///
  /// - Errors: `.runtime` for an integer tensor that is to require a gradient.
  public func asParameter(requiresGrad: Bool = true) -> Tensor {
    guarded {
      let parameter = alias()
      try parameter.becomeParameter(requiresGrad: requiresGrad)
      return parameter
    }
  }

  /// Turns this leaf, the same object, into a parameter; one that is a parameter stays as it is.
  package func becomeParameter(requiresGrad: Bool) throws {
    if isParameter { return }
    try check(
      dtype.isFloatingPoint || !requiresGrad, .runtime,
      "Only Tensors of floating point and complex dtype can require gradients")
    self.requiresGrad = requiresGrad
    try throwPendingError()
    autogradState.isParameter = true
  }
}

/// Parameters and buffers of lazy modules, whose shape the first input tells.
extension Tensor {
  /// Whether this stands for a tensor that `materialize` has yet to make.
  public var isUninitialized: Bool { autograd?.isUninitialized ?? false }

  /// A parameter without a shape, `torch.nn.UninitializedParameter`.
  public static func uninitializedParameter(
    requiresGrad: Bool = true, device: Device = .cpu, dtype: DType? = nil
  ) -> Tensor {
    guarded {
      let tensor = Tensor.empty([0], dtype: dtype ?? defaultDType, device: device)
      try tensor.becomeParameter(requiresGrad: requiresGrad)
      tensor.autogradState.isUninitialized = true
      return tensor
    }
  }

  /// A buffer without a shape, `torch.nn.UninitializedBuffer`.
  public static func uninitializedBuffer(device: Device = .cpu, dtype: DType? = nil) -> Tensor {
    guarded {
      let tensor = Tensor.empty([0], dtype: dtype ?? defaultDType, device: device)
      tensor.autogradState.isUninitialized = true
      return tensor
    }
  }

  /// Gives this uninitialised tensor, the same object, memory for `shape`; the elements are not
  /// set.
  public func materialize(_ shape: Shape, device: Device? = nil, dtype: DType? = nil) {
    attempt {
      data = Tensor.empty(shape, dtype: dtype ?? self.dtype, device: device ?? self.device)
      try throwPendingError()
      autogradState.isUninitialized = false
    }
  }
}
