import Touchstone

/// What average pooling layers share, PyTorch's `_AvgPoolNd`.
open class AvgPoolNd: Module {
  public let kernelSize, stride, padding: [Int]
  public let ceilMode, countIncludePad: Bool
  /// Divides sums instead of the number of elements; nil: their number.
  public let divisorOverride: Int?
  /// The sizes as they print.
  private let form: String

  init(
    kernel: any SizeArgument, stride: (any SizeArgument)?, padding: any SizeArgument,
    _ ceilMode: Bool, _ countIncludePad: Bool, _ divisor: Int?
  ) {
    kernelSize = kernel.sizeList
    self.stride = (stride ?? kernel).sizeList
    self.padding = padding.sizeList
    form = pythonForms([
      "kernel_size": kernel, "stride": stride ?? kernel, "padding": padding,
    ])
    (self.ceilMode, self.countIncludePad) = (ceilMode, countIncludePad)
    divisorOverride = divisor
    super.init()
  }

  open override var extraRepr: String { form }
}

/// Means of sliding windows over 1 dimension, `torch.nn.AvgPool1d`.
open class AvgPool1d: AvgPoolNd {
  public init(
    _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, ceilMode: Bool = false, countIncludePad: Bool = true
  ) {
    super.init(
      kernel: kernelSize, stride: stride, padding: padding, ceilMode, countIncludePad, nil)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.avgPool1d(
      input, kernelSize, stride: stride, padding: padding, ceilMode: ceilMode,
      countIncludePad: countIncludePad)
  }
  open override var extraRepr: String {
    "kernel_size=\(kernelSize.pythonTuple), stride=\(stride.pythonTuple), "
      + "padding=\(padding.pythonTuple)"
  }
}

/// Means of sliding windows over 2 dimensions, `torch.nn.AvgPool2d`.
open class AvgPool2d: AvgPoolNd {
  public init(
    _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, ceilMode: Bool = false, countIncludePad: Bool = true,
    divisorOverride: Int? = nil
  ) {
    super.init(
      kernel: kernelSize, stride: stride, padding: padding, ceilMode, countIncludePad,
      divisorOverride)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.avgPool2d(
      input, kernelSize, stride: stride, padding: padding, ceilMode: ceilMode,
      countIncludePad: countIncludePad, divisorOverride: divisorOverride)
  }
}

/// Means of sliding windows over 3 dimensions, `torch.nn.AvgPool3d`.
open class AvgPool3d: AvgPoolNd {
  public init(
    _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0, ceilMode: Bool = false, countIncludePad: Bool = true,
    divisorOverride: Int? = nil
  ) {
    super.init(
      kernel: kernelSize, stride: stride, padding: padding, ceilMode, countIncludePad,
      divisorOverride)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.avgPool3d(
      input, kernelSize, stride: stride, padding: padding, ceilMode: ceilMode,
      countIncludePad: countIncludePad, divisorOverride: divisorOverride)
  }
}

/// What power-average pooling layers share, PyTorch's `_LPPoolNd`: (Σ xᵖ)^(1/p) of windows.
open class LPPoolNd: Module {
  public let normType: Scalar
  public let kernelSize: [Int]
  public let stride: [Int]?
  public let ceilMode: Bool
  /// The sizes as they print.
  private let form: String

  public init(
    _ normType: some TensorScalar, _ kernelSize: some SizeArgument,
    stride: (any SizeArgument)? = nil, ceilMode: Bool = false
  ) {
    self.normType = normType.scalar
    self.kernelSize = kernelSize.sizeList
    self.stride = stride?.sizeList
    self.ceilMode = ceilMode
    form = "kernel_size=\(kernelSize.pythonForm), stride=\(stride?.pythonForm ?? "None")"
    super.init()
  }

  open override var extraRepr: String {
    "norm_type=\(normType), \(form), ceil_mode=\(ceilMode.python)"
  }
}

/// Power averages over 1 dimension, `torch.nn.LPPool1d`.
open class LPPool1d: LPPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.lpPool1d(
      input, normType.doubleValue, kernelSize, stride: stride, ceilMode: ceilMode)
  }
}

/// Power averages over 2 dimensions, `torch.nn.LPPool2d`.
open class LPPool2d: LPPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.lpPool2d(
      input, normType.doubleValue, kernelSize, stride: stride, ceilMode: ceilMode)
  }
}

/// Power averages over 3 dimensions, `torch.nn.LPPool3d`.
open class LPPool3d: LPPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.lpPool3d(
      input, normType.doubleValue, kernelSize, stride: stride, ceilMode: ceilMode)
  }
}
