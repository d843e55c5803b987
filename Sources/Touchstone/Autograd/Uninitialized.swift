/// Parameters and buffers of lazy modules, whose shape the first input tells.
extension Tensor {
  /// A parameter without a shape, `torch.nn.UninitializedParameter`.
  public static func uninitializedParameter(
    requiresGrad: Bool = true, device: Device = .cpu, dtype: DType? = nil
  ) -> Tensor {
    guarded {
      let tensor = Tensor.empty([0], dtype: dtype ?? defaultDType, device: device)
      try tensor.becomeParameter(requiresGrad: requiresGrad)
      tensor.isUninitialized = true
      return tensor
    }
  }

  /// A buffer without a shape, `torch.nn.UninitializedBuffer`.
  public static func uninitializedBuffer(device: Device = .cpu, dtype: DType? = nil) -> Tensor {
    guarded {
      let tensor = Tensor.empty([0], dtype: dtype ?? defaultDType, device: device)
      tensor.isUninitialized = true
      return tensor
    }
  }

  /// Gives this uninitialised tensor, the same object, memory for `shape`; the elements are not
  /// set.
  public func materialize(_ shape: Shape, device: Device? = nil, dtype: DType? = nil) {
    attempt {
      data = Tensor.empty(shape, dtype: dtype ?? self.dtype, device: device ?? self.device)
      try throwPendingError()
      isUninitialized = false
    }
  }

  /// The class that PyTorch has for it.
  var uninitializedClass: String {
    isParameter ? "UninitializedParameter" : "UninitializedBuffer"
  }

  @usableFromInline
  func refuseShape() { attempt { throw Tensor.shapeRefusal } }

  /// What reading the shape of an uninitialised tensor is refused with.
  package static let shapeRefusal = TensorError(
    .runtime,
    "Can't access the shape of an uninitialized parameter or buffer. This error usually happens in "
      + "`load_state_dict` when trying to load an uninitialized parameter into an initialized one. "
      + "Call `forward` to initialize the parameters before accessing their attributes.")

  /// - Parameter method: name of PyTorch's method.
  @usableFromInline
  func refuseUse(_ method: String) { attempt { try checkInitialized(method: method) } }

  /// - Parameter method: name of PyTorch's method.
  @inline(__always)
  func checkInitialized(method: @autoclosure () -> String) throws {
    try checkInitialized("<method '\(method())' of 'torch._C.TensorBase' objects>")
  }

  /// - Parameter function: how Python prints the function that is not possible.
  /// - Throws: `TensorError` (`.value`) for the tensor of a lazy module before its first call.
  @inline(__always)
  package func checkInitialized(_ function: @autoclosure () -> String) throws {
    try check(
      !isUninitialized, .value,
      "Attempted to use an uninitialized parameter in \(function()). This error happens when you "
        + "are using a `LazyModule` or explicitly manipulating "
        + "`torch.nn.parameter.\(uninitializedClass)` objects. When using LazyModules Call "
        + "`forward` with a dummy batch to initialize the parameters before calling torch functions")
  }
}
