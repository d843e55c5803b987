import Touchstone

/// What layers that undo maximum pooling share, PyTorch's `_MaxUnpoolNd`.
open class MaxUnpoolNd: Module {
  public let kernelSize, stride, padding: [Int]

  init(rank: Int, _ kernelSize: [Int], _ stride: [Int]?, _ padding: [Int]) {
    self.kernelSize = kernelSize.sizes(rank) ?? kernelSize
    self.stride = (stride ?? kernelSize).sizes(rank) ?? kernelSize
    self.padding = padding.sizes(rank) ?? padding
    super.init()
  }

  func unpooled(_ input: Tensor, _ indices: Tensor, _ outputSize: [Int]?) -> Tensor {
    guarded { throw TensorError(.notImplemented, "\(name) does not unpool") }
  }

  /// - Parameter outputSize: the spatial sizes of the result, or all of them, where several fit.
  public func callAsFunction(
    _ input: Tensor, _ indices: Tensor, outputSize: [Int]? = nil
  ) -> Tensor {
    invoke([input, indices], outputs: 1) { values in
      [unpooled(values[0] ?? input, values[1] ?? indices, outputSize)]
    }[0] ?? Tensor.poison
  }

  open override var extraRepr: String {
    "kernel_size=\(kernelSize.pythonTuple), stride=\(stride.pythonTuple), "
      + "padding=\(padding.pythonTuple)"
  }
}

/// Puts maxima back in 1 dimension, zeros elsewhere, `torch.nn.MaxUnpool1d`.
open class MaxUnpool1d: MaxUnpoolNd {
  public init(
    _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0
  ) {
    super.init(rank: 1, kernelSize.sizeList, stride?.sizeList, padding.sizeList)
  }

  override func unpooled(_ input: Tensor, _ indices: Tensor, _ outputSize: [Int]?) -> Tensor {
    F.maxUnpool1d(
      input, indices, kernelSize, stride: stride, padding: padding, outputSize: outputSize)
  }
}

/// Puts maxima back in 2 dimensions, zeros elsewhere, `torch.nn.MaxUnpool2d`.
open class MaxUnpool2d: MaxUnpoolNd {
  public init(
    _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0
  ) {
    super.init(rank: 2, kernelSize.sizeList, stride?.sizeList, padding.sizeList)
  }

  override func unpooled(_ input: Tensor, _ indices: Tensor, _ outputSize: [Int]?) -> Tensor {
    F.maxUnpool2d(
      input, indices, kernelSize, stride: stride, padding: padding, outputSize: outputSize)
  }
}

/// Puts maxima back in 3 dimensions, zeros elsewhere, `torch.nn.MaxUnpool3d`.
open class MaxUnpool3d: MaxUnpoolNd {
  public init(
    _ kernelSize: some SizeArgument, stride: (any SizeArgument)? = nil,
    padding: some SizeArgument = 0
  ) {
    super.init(rank: 3, kernelSize.sizeList, stride?.sizeList, padding.sizeList)
  }

  override func unpooled(_ input: Tensor, _ indices: Tensor, _ outputSize: [Int]?) -> Tensor {
    F.maxUnpool3d(
      input, indices, kernelSize, stride: stride, padding: padding, outputSize: outputSize)
  }
}
