import Touchstone

/// Columns of sliding blocks, `torch.nn.Unfold`: [N, C, H, W] → [N, C · block, blocks].
open class Unfold: Module {
  private let sizes: BlockSizes

  public init(
    _ kernelSize: some SizeArgument, dilation: some SizeArgument = 1,
    padding: some SizeArgument = 0, stride: some SizeArgument = 1
  ) {
    sizes = BlockSizes(kernelSize, dilation, padding, stride)
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
  /// The output's size as it prints.
  private let form: String

  public init(
    _ outputSize: some SizeArgument, _ kernelSize: some SizeArgument,
    dilation: some SizeArgument = 1, padding: some SizeArgument = 0, stride: some SizeArgument = 1
  ) {
    self.outputSize = outputSize.sizeList
    form = outputSize.pythonForm
    sizes = BlockSizes(kernelSize, dilation, padding, stride)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.fold(
      input, outputSize, sizes.kernel, dilation: sizes.dilation, padding: sizes.padding,
      stride: sizes.stride)
  }
  open override var extraRepr: String { "output_size=\(form), \(sizes.text)" }
}

/// Geometry of blocks.
private struct BlockSizes {
  let kernel, dilation, padding, stride: [Int]
  /// As it was given.
  let text: String

  init(
    _ kernel: any SizeArgument, _ dilation: any SizeArgument, _ padding: any SizeArgument,
    _ stride: any SizeArgument
  ) {
    (self.kernel, self.dilation) = (kernel.sizeList, dilation.sizeList)
    (self.padding, self.stride) = (padding.sizeList, stride.sizeList)
    text = pythonForms([
      "kernel_size": kernel, "dilation": dilation, "padding": padding, "stride": stride,
    ])
  }
}
