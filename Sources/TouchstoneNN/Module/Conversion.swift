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

  /// Moves all state to new memory whose elements are not set, `torch.nn.Module.to_empty`.
  @discardableResult
  public func toEmpty(device: Device, recurse: Bool = true) -> Self {
    applyToState(recurse: recurse) {
      Tensor.empty($0.shape, dtype: $0.dtype, device: device)
    }
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
        tensor.data = body(tensor)
        if let gradient = tensor.grad { gradient.data = body(gradient) }
      }
    }
  }
}
