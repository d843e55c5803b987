import Touchstone

/// Columns of sliding blocks, `torch.nn.Unfold`: [N, C, H, W] → [N, C · block, blocks].
open class Unfold: Module {
  private let sizes: BlockSizes

  public init(
    _ kernelSize: some SizeArgument, dilation: some SizeArgument = 1,
    padding: some SizeArgument = 0, stride: some SizeArgument = 1
  ) {
    sizes = BlockSizes(
      kernel: kernelSize.sizeList, dilation: dilation.sizeList, padding: padding.sizeList,
      stride: stride.sizeList)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.unfold(
      input, sizes.kernel, dilation: sizes.dilation, padding: sizes.padding, stride: sizes.stride)
  }
  open override var extraRepr: String { sizes.text }
}

/// Sums of sliding blocks, the adjoint of `Unfold`, `torch.nn.Fold`:
/// [N, C · block, blocks] → [N, C, H, W].
open class Fold: Module {
  public let outputSize: [Int]
  private let sizes: BlockSizes

  public init(
    _ outputSize: some SizeArgument, _ kernelSize: some SizeArgument,
    dilation: some SizeArgument = 1, padding: some SizeArgument = 0, stride: some SizeArgument = 1
  ) {
    self.outputSize = outputSize.sizeList
    sizes = BlockSizes(
      kernel: kernelSize.sizeList, dilation: dilation.sizeList, padding: padding.sizeList,
      stride: stride.sizeList)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.fold(
      input, outputSize, sizes.kernel, dilation: sizes.dilation, padding: sizes.padding,
      stride: sizes.stride)
  }
  open override var extraRepr: String { "output_size=\(outputSize.pythonSizes), \(sizes.text)" }
}

/// Geometry of blocks, as it was given.
private struct BlockSizes {
  let kernel, dilation, padding, stride: [Int]

  var text: String {
    "kernel_size=\(kernel.pythonSizes), dilation=\(dilation.pythonSizes), "
      + "padding=\(padding.pythonSizes), stride=\(stride.pythonSizes)"
  }
}

extension [Int] {
  /// A single size as a number, several as a tuple: as they were given.
  var pythonSizes: String { count == 1 ? "\(self[0])" : pythonTuple }
}
