/// The four forms of `torch.normal`. Means and deviations that are tensors receive zero gradients.
extension Tensor {
  /// Normal numbers of one mean and deviation.
  public static func normal(
    mean: Double, std: Double, _ shape: Shape, generator: Generator? = nil, dtype: DType? = nil,
    device: Device = .cpu
  ) -> Tensor {
    empty(shape, dtype: dtype, device: device).normal_(mean, std, generator: generator)
  }

  /// A mean per element: normal(0, std) + mean, in the dtype of `mean`.
  public static func normal(
    mean: Tensor, std: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    guarded {
      let result = noGrad {
        empty(mean.shape, dtype: mean.dtype, device: mean.device)
          .normal_(0, std, generator: generator).add_(mean.detach())
      }
      try throwPendingError()
      return try record("NormalBackward1", [mean], result) { ctx in [Tensor.zerosLike(ctx.grad)] }
    }
  }

  /// A deviation per element: normal(0, 1) · std + mean, in the dtype of `std`.
  public static func normal(
    mean: Double, std: Tensor, generator: Generator? = nil
  ) -> Tensor {
    guarded {
      try checkDeviations(std)
      let result = noGrad {
        empty(std.shape, dtype: std.dtype, device: std.device)
          .normal_(generator: generator).mul_(std.detach()).addRounded_(mean)
      }
      try throwPendingError()
      return try record("NormalBackward2", [std], result) { ctx in [Tensor.zerosLike(ctx.grad)] }
    }
  }

  /// Both per element, broadcast together; in the dtype of `mean`.
  public static func normal(
    mean: Tensor, std: Tensor, generator: Generator? = nil
  ) -> Tensor {
    guarded {
      try checkDeviations(std)
      let shape = try broadcastShapes(mean.shape, std.shape)
      let result = noGrad {
        empty(shape, dtype: mean.dtype, device: mean.device)
          .normal_(generator: generator).mul_(std.detach()).add_(mean.detach())
      }
      try throwPendingError()
      let shapes = [mean.shape, std.shape]
      let dtypes = [mean.dtype, std.dtype]
      return try record("NormalBackward3", [mean, std], result) { ctx in
        zip(shapes, dtypes).map { Tensor.zeros($0, dtype: $1, device: ctx.grad.device) }
      }
    }
  }

  private static func checkDeviations(_ std: Tensor) throws {
    try check(
      backend(for: std.device).allWithin(0, .infinity, std), .runtime,
      "normal expects all elements of std >= 0.0")
  }
}
