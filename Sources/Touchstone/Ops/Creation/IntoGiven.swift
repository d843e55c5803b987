/// Creation into a tensor that exists: `out` takes the shape and keeps its dtype.
extension Tensor {
  @discardableResult
  public static func zeros(_ shape: Shape, out: Tensor) -> Tensor { full(shape, 0, out: out) }

  @discardableResult
  public static func ones(_ shape: Shape, out: Tensor) -> Tensor { full(shape, 1, out: out) }

  @discardableResult
  public static func full<S: TensorScalar>(_ shape: Shape, _ value: S, out: Tensor) -> Tensor {
    out.resize_(shape).fill_(value)
  }

  @discardableResult
  public static func eye(_ n: Int, _ m: Int? = nil, out: Tensor) -> Tensor {
    out.taking(eye(n, m, dtype: out.dtype, device: out.device))
  }

  @discardableResult
  public static func arange<A: TensorScalar, B: TensorScalar, C: TensorScalar>(
    _ start: A, _ end: B, _ step: C, out: Tensor
  ) -> Tensor {
    out.taking(arange(start, end, step, dtype: out.dtype, device: out.device))
  }

  @discardableResult
  public static func linspace<A: TensorScalar, B: TensorScalar>(
    _ start: A, _ end: B, _ steps: Int, out: Tensor
  ) -> Tensor {
    out.taking(linspace(start, end, steps, dtype: out.dtype, device: out.device))
  }

  @discardableResult
  public static func logspace<A: TensorScalar, B: TensorScalar>(
    _ start: A, _ end: B, _ steps: Int, base: Double = 10, out: Tensor
  ) -> Tensor {
    out.taking(logspace(start, end, steps, base: base, dtype: out.dtype, device: out.device))
  }

  /// Resizes this tensor to `values` and copies them.
  private func taking(_ values: Tensor) -> Tensor {
    guarded(self) {
      try throwPendingError()
      return resize_(values.shape).copy_(values)
    }
  }
}
