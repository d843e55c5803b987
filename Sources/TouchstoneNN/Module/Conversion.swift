import Touchstone

/// Conversion of all state in place: parameters and buffers stay the same objects, so that
/// optimizers and ties keep their hold on them.
extension Module {
  /// Converts floating parameters and buffers, with their gradients, `torch.nn.Module.to`.
  ///
  /// - Errors: `.type` for a dtype that is not floating.
  @discardableResult
  public func to(_ dtype: DType) -> Self { convert(to: nil, dtype) }

  /// Moves all state to `device`, and converts what is floating.
  @discardableResult
  public func to(_ device: Device, dtype: DType? = nil) -> Self { convert(to: device, dtype) }

  @discardableResult
  public func float() -> Self { to(.float32) }

  @discardableResult
  public func double() -> Self { to(.float64) }

  @discardableResult
  public func half() -> Self { to(.float16) }

  @discardableResult
  public func bfloat16() -> Self { to(.bfloat16) }

  /// Converts floating state to the dtype of `tensor`, and moves all to its device.
  @discardableResult
  public func to(_ tensor: Tensor) -> Self { to(tensor.device, dtype: tensor.dtype) }

  /// Orders the memory of what has four or five dimensions, such as the weights of convolutions.
  @discardableResult
  public func to(_ memoryFormat: MemoryFormat) -> Self {
    applyToState(recurse: true) {
      4...5 ~= $0.dim ? $0.contiguous(memoryFormat: memoryFormat) : $0
    }
    return self
  }

  @discardableResult
  public func cpu() -> Self { to(.cpu) }

  /// Converts all parameters and buffers, also those of integers. `torch.nn.Module.type`, a name that
  /// would hide `type(of:)` from subclasses.
  ///
  /// - Errors: `.runtime` for parameters that require a gradient and a dtype that has none; `.value`
  ///   for a lazy module before its first call.
  @discardableResult
  public func asType(_ dtype: DType) -> Self {
    attempt {
      for tensor in parameters() + buffers() {
        try tensor.checkInitialized("<method 'type' of 'torch._C.TensorBase' objects>")
      }
      applyToState(recurse: true) { $0.to(dtype) }
    }
    return self
  }

  /// Moves all state to new memory whose elements are not set, `torch.nn.Module.to_empty`.
  @discardableResult
  public func toEmpty(device: Device, recurse: Bool = true) -> Self {
    applyToState(recurse: recurse) { Tensor.empty($0.shape, dtype: $0.dtype, device: device) }
    return self
  }

  private func convert(to device: Device?, _ dtype: DType?) -> Self {
    attempt {
      try check(
        dtype?.isFloatingPoint ?? true, .type,
        "nn.Module.to only accepts floating point or complex dtypes, but got desired "
          + "dtype=torch.\(dtype?.name ?? "")")
      applyToState(recurse: true) { tensor in
        tensor.to(device ?? tensor.device, dtype: tensor.dtype.isFloatingPoint ? dtype : nil)
      }
    }
    return self
  }

  /// Gives every parameter, its gradient, and every buffer the elements that `body` makes of them.
  func applyToState(recurse: Bool, _ body: (Tensor) -> Tensor) {
    if recurse {
      for child in children() { child.applyToState(recurse: true, body) }
    }
    let members = self.members
    for slot in members.parameters + members.buffers {
      guard let tensor = slot.stored else { continue }
      noGrad {
        tensor.data = body(tensor.isUninitialized ? tensor.data : tensor)
        if let gradient = tensor.grad { gradient.data = body(gradient) }
      }
    }
  }
}
