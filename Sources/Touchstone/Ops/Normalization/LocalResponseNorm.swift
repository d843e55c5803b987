extension Functional {
  /// Each element divided by the energy around it across channels,
  /// `torch.nn.functional.local_response_norm`: x / (k + alpha · m)^beta with m the mean of x²
  /// over `size` neighbouring channels, those beyond the edge counting as zero. Krizhevsky et al.,
  /// "ImageNet classification with deep convolutional neural networks", 2012.
  ///
  /// - Errors: `.value` below three dimensions.
  public static func localResponseNorm(
    _ input: Tensor, _ size: Int, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1
  ) -> Tensor {
    guarded {
      try check(
        input.dim >= 3, .value,
        "Expected 3D or higher dimensionality                          input (got \(input.dim) "
          + "dimensions)")
      if input.numel == 0 { return input }
      try checkWindow(input, size)
      let pad = Array(repeating: 0, count: 2 * (input.dim - 2)) + [size / 2, (size - 1) / 2]
      let windows = input.mul(input).constantPadNd(pad).unfold(1, size, 1)
      let isFloating = windows.dtype.isFloatingPoint
      let mean = isFloating ? windows.mean(-1) : windows.sum(-1).floorDivide(size)
      return input.div(mean.mul(alpha).add(k).pow(beta))
    }
  }

  private static func checkWindow(_ input: Tensor, _ size: Int) throws {
    let flat = input.dim == 3
    try check(
      size > 0, .runtime,
      "kernel size should be greater than zero, but got "
        + (flat ? "kH: \(size) kW: 1" : "kT: \(size) kH: 1 kW: 1"))
    try checkNormDType(
      input, flat ? "avg_pool2d" : "avg_pool3d_out_frame", orInt64: true)
  }
}
