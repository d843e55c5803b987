extension Tensor {
  /// `[start, end)` by `step`, `torch.arange`. Integers give int64, anything floating the default
  /// dtype. The size is `ceil((end - start) / step)`.
  public static func arange<A: TensorScalar, B: TensorScalar, C: TensorScalar>(
    _ start: A, _ end: B, _ step: C, dtype: DType? = nil, device: Device = .cpu,
    requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      let bounds = Progression(start.scalar, end.scalar, step.scalar)
      let target = dtype ?? bounds.dtype
      let result = try uninitialized([try bounds.count()], target, device)
      try checkNumeric(target, "arange")
      if target.isInteger { try bounds.checkFits(.int64) }
      backend(for: device).arange(bounds.start, step: bounds.step, into: result)
      return result.leaf(requiresGrad)
    }
  }

  public static func arange<A: TensorScalar, B: TensorScalar>(
    _ start: A, _ end: B, dtype: DType? = nil, device: Device = .cpu,
    requiresGrad: Bool = false
  ) -> Tensor {
    arange(start, end, 1, dtype: dtype, device: device, requiresGrad: requiresGrad)
  }

  public static func arange<B: TensorScalar>(
    _ end: B, dtype: DType? = nil, device: Device = .cpu,
    requiresGrad: Bool = false
  ) -> Tensor {
    arange(0, end, 1, dtype: dtype, device: device, requiresGrad: requiresGrad)
  }

  /// `steps` evenly spaced values from `start` to `end`, both included, `torch.linspace`.
  public static func linspace<A: TensorScalar, B: TensorScalar>(
    _ start: A, _ end: B, _ steps: Int, dtype: DType? = nil, device: Device = .cpu,
    requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      let target = dtype ?? defaultDType
      let result = try ramp("linspace", start.scalar, end.scalar, steps, target, device)
      guard steps > 1 else { return result.fill_(start.scalar).leaf(requiresGrad) }
      backend(for: device).linspace(start.scalar, end.scalar, into: result)
      return result.leaf(requiresGrad)
    }
  }

  /// `base` to the power of `steps` evenly spaced values from `start` to `end`, `torch.logspace`.
  public static func logspace<A: TensorScalar, B: TensorScalar>(
    _ start: A, _ end: B, _ steps: Int, base: Double = 10, dtype: DType? = nil,
    device: Device = .cpu, requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      let target = dtype ?? defaultDType
      let result = try ramp("logspace", start.scalar, end.scalar, steps, target, device)
      // A single value is the first: the ramp's second half counts back from its end.
      let last = steps > 1 ? end.scalar : start.scalar
      backend(for: device).logspace(start.scalar, last, base: base, into: result)
      return result.leaf(requiresGrad)
    }
  }

  /// `linspace` between 0-d tensors.
  public static func linspace(
    _ start: Tensor, _ end: Tensor, _ steps: Int, dtype: DType? = nil, device: Device = .cpu,
    requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      try checkEnds("linspace", start, end)
      return linspace(
        start.item(), end.item(), steps, dtype: dtype, device: device, requiresGrad: requiresGrad)
    }
  }

  /// `logspace` between 0-d tensors.
  public static func logspace(
    _ start: Tensor, _ end: Tensor, _ steps: Int, base: Double = 10, dtype: DType? = nil,
    device: Device = .cpu, requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      try checkEnds("logspace", start, end)
      return logspace(
        start.item(), end.item(), steps, base: base, dtype: dtype, device: device,
        requiresGrad: requiresGrad)
    }
  }

  private static func checkEnds(_ name: String, _ start: Tensor, _ end: Tensor) throws {
    try check(
      start.dim == 0 && end.dim == 0, .runtime,
      "\(name) only supports 0-dimensional start and end tensors, but got start with \(start.dim) "
        + "dimension(s) and end with \(end.dim) dimension(s).")
  }

  /// The uninitialised result of `linspace` and `logspace`, once the arguments are known to fit.
  private static func ramp(
    _ name: String, _ start: Scalar, _ end: Scalar, _ steps: Int, _ dtype: DType, _ device: Device
  ) throws -> Tensor {
    try check(steps >= 0, .runtime, "number of steps must be non-negative")
    let result = try uninitialized([steps], dtype, device)
    try checkNumeric(dtype, name)
    try start.checkConvertible(to: dtype)
    try end.checkConvertible(to: dtype)
    return result
  }

  private static func checkNumeric(_ dtype: DType, _ name: String) throws {
    try check(dtype != .bool, .notImplemented, "\"\(name)_cpu\" not implemented for 'Bool'")
  }
}

/// The arguments of `arange`.
private struct Progression {
  let start, end, step: Scalar

  init(_ start: Scalar, _ end: Scalar, _ step: Scalar) {
    (self.start, self.end, self.step) = (start, end, step)
  }

  private var isFloating: Bool {
    start.isFloatingPoint || end.isFloatingPoint || step.isFloatingPoint
  }

  var dtype: DType { isFloating ? Tensor.defaultDType : .int64 }

  func checkFits(_ dtype: DType) throws {
    for value in [start, end, step] { try value.checkConvertible(to: dtype) }
  }

  /// Number of values, exact for integers.
  func count() throws -> Int {
    let (a, b, c) = (start.doubleValue, end.doubleValue, step.doubleValue)
    try check(c > 0 || c < 0, .runtime, "step must be nonzero")
    try check(
      a.isFinite && b.isFinite, .runtime,
      "unsupported range: \(shortText(start)) -> \(shortText(end))")
    try check(
      (c > 0 && b >= a) || (c < 0 && b <= a), .runtime,
      "upper bound and lower bound inconsistent with step sign")
    if !isFloating { return try integerCount() }
    let size = ((b - a) / c).rounded(.up)
    try check(
      size >= 0 && size < 0x1p63, .runtime, "invalid size, possible overflow?")
    return Int(size)
  }

  private func integerCount() throws -> Int {
    let (span, overflow) = end.int64Value.subtractingReportingOverflow(start.int64Value)
    try check(!overflow, .runtime, "invalid size, possible overflow?")
    let (whole, rest) = span.quotientAndRemainder(dividingBy: step.int64Value)
    return Int(whole) + (rest == 0 ? 0 : 1)
  }
}

/// A number as C++ streams print it.
private func shortText(_ value: Scalar) -> String {
  guard case .double(let number) = value, number.isFinite else { return "\(value)" }
  return formatted(number, "%.*g", 6)
}
