import Touchstone

/// What maximum pooling layers share, PyTorch's `_MaxPoolNd`.
open class MaxPoolNd: Module {
  public let kernelSize, stride, padding, dilation: [Int]
  public let returnIndices, ceilMode: Bool
  /// The sizes as they print.
  private let form: String

  public init(
    _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: any SizeArgument = 0, dilation: any SizeArgument = 1, returnIndices: Bool = false,
    ceilMode: Bool = false
  ) {
    self.kernelSize = kernelSize.sizeList
    self.stride = stride?.sizeList ?? kernelSize.sizeList
    self.padding = padding.sizeList
    self.dilation = dilation.sizeList
    (self.returnIndices, self.ceilMode) = (returnIndices, ceilMode)
    form = pythonForms([
      "kernel_size": kernelSize, "stride": stride ?? kernelSize, "padding": padding,
      "dilation": dilation,
    ])
    super.init()
  }

  /// The maxima, and where they are in each channel of the input (for `MaxUnpool…`), whatever
  /// `returnIndices` says.
  open func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    guarded { throw TensorError(.notImplemented, "\(name) does not pool") }
  }

  open override var extraRepr: String {
    "\(form), ceil_mode=\(ceilMode.python)"
  }
}

/// Maxima of sliding windows over 1 dimension, `torch.nn.MaxPool1d`.
open class MaxPool1d: MaxPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.maxPool1d(
      input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }

  open override func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    F.maxPool1dWithIndices(
      input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }
}

/// Maxima of sliding windows over 2 dimensions, `torch.nn.MaxPool2d`.
open class MaxPool2d: MaxPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.maxPool2d(
      input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }

  open override func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    F.maxPool2dWithIndices(
      input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }
}

/// Maxima of sliding windows over 3 dimensions, `torch.nn.MaxPool3d`.
open class MaxPool3d: MaxPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.maxPool3d(
      input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }

  open override func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    F.maxPool3dWithIndices(
      input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }
}
