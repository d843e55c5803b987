extension Functional {
  /// (Σ xᵖ)^(1/p) over each window of a signal; the largest magnitude for p = ∞, the smallest for
  /// p = −∞. Where the sum is 0 so is the gradient.
  public static func lpPool1d(
    _ input: Tensor, _ normType: Double, _ kernelSize: some SizeArgument,
    stride: (any SizeArgument)? = nil, ceilMode: Bool = false
  ) -> Tensor {
    powerPooled(input, normType, kernelSize.sizeList, 1) {
      maxPool1d($0, kernelSize, stride: stride, ceilMode: ceilMode)
    } average: {
      avgPool1d($0, kernelSize, stride: stride, ceilMode: ceilMode)
    }
  }

  /// The same for images.
  public static func lpPool2d(
    _ input: Tensor, _ normType: Double, _ kernelSize: some SizeArgument,
    stride: (any SizeArgument)? = nil, ceilMode: Bool = false
  ) -> Tensor {
    powerPooled(input, normType, kernelSize.sizeList, 2) {
      maxPool2d($0, kernelSize, stride: stride, ceilMode: ceilMode)
    } average: {
      avgPool2d($0, kernelSize, stride: stride, ceilMode: ceilMode)
    }
  }

  /// The same for volumes.
  public static func lpPool3d(
    _ input: Tensor, _ normType: Double, _ kernelSize: some SizeArgument,
    stride: (any SizeArgument)? = nil, ceilMode: Bool = false
  ) -> Tensor {
    powerPooled(input, normType, kernelSize.sizeList, 3) {
      maxPool3d($0, kernelSize, stride: stride, ceilMode: ceilMode)
    } average: {
      avgPool3d($0, kernelSize, stride: stride, ceilMode: ceilMode)
    }
  }

  private static func powerPooled(
    _ input: Tensor, _ p: Double, _ kernel: [Int], _ spatial: Int,
    maximum: (Tensor) -> Tensor, average: (Tensor) -> Tensor
  ) -> Tensor {
    guarded {
      let sizes = kernel.count == 1 ? Array(repeating: kernel[0], count: spatial) : kernel
      try check(
        sizes.count == spatial, .value,
        "\(sizes.count < spatial ? "not enough" : "too many") values to unpack (expected \(spatial)"
          + (sizes.count < spatial ? ", got \(sizes.count))" : ")"))
      try check(p != 0, .value, "norm_type must be a non-zero value, but got 0")
      if p == .infinity { return maximum(input.abs()) }
      if p == -.infinity { return maximum(input.abs().neg()).neg() }
      let mean = average(input.pow(p))
      // The rectifier stops the gradient where the mean is 0.
      let sum = mean.sign().mul(mean.abs().relu()).mul(sizes.reduce(1, &*))
      return sum.pow(1 / p)
    }
  }
}
