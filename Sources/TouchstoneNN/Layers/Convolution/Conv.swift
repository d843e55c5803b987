import Touchstone

extension ConvNd {
  /// The convolution with the layer's own padding; all but zeros are added to the input before.
  func convolved(_ input: Tensor) -> Tensor {
    var (source, around) = (input, padding)
    if let mode = PaddingMode(rawValue: paddingMode), mode != .constant {
      source = F.pad(input, widths, mode: mode)
      around = .sizes([0])
    }
    switch kernelSize.count {
    case 1:
      return F.conv1d(
        source, weight, bias: bias, stride: stride, padding: around, dilation: dilation,
        groups: groups)
    case 2:
      return F.conv2d(
        source, weight, bias: bias, stride: stride, padding: around, dilation: dilation,
        groups: groups)
    default:
      return F.conv3d(
        source, weight, bias: bias, stride: stride, padding: around, dilation: dilation,
        groups: groups)
    }
  }

  /// Elements before and after every dimension, the last one first, as `F.pad` takes them.
  private var widths: [Int] {
    switch padding {
    case .sizes(let sizes): return sizes.reversed().flatMap { [$0, $0] }
    case .named("same"):
      return zip(dilation, kernelSize).reversed().flatMap { dilation, kernel in
        let total = dilation * (kernel - 1)
        return [total / 2, total - total / 2]
      }
    case .named: return Array(repeating: 0, count: 2 * kernelSize.count)
    }
  }
}

/// Cross-correlation over 1 dimension, `torch.nn.Conv1d`: input [N, in, L] or [in, L].
open class Conv1d: ConvNd {
  public init(
    _ inChannels: Int, _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some ConvolutionPaddingArgument = 0,
    dilation: some SizeArgument = 1, groups: Int = 1, bias: Bool = true,
    paddingMode: String = "zeros", device: Device = .cpu, dtype: DType? = nil
  ) {
    super.init(
      inChannels,
      .forward(
        1, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, device,
        dtype))
  }

  override init(_ inChannels: Int?, _ options: ConvOptions) { super.init(inChannels, options) }

  open override func forward(_ input: Tensor) -> Tensor { convolved(input) }
}

/// `Conv1d` for a number of input channels not known yet, `torch.nn.LazyConv1d`.
public final class LazyConv1d: Conv1d, LazyConvolution {
  public convenience init(
    _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some ConvolutionPaddingArgument = 0,
    dilation: some SizeArgument = 1, groups: Int = 1, bias: Bool = true,
    paddingMode: String = "zeros", device: Device = .cpu, dtype: DType? = nil
  ) {
    self.init(
      nil,
      .forward(
        1, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, device,
        dtype))
  }
}

/// Cross-correlation over 2 dimensions, `torch.nn.Conv2d`: input [N, in, H, W] or [in, H, W].
open class Conv2d: ConvNd {
  public init(
    _ inChannels: Int, _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some ConvolutionPaddingArgument = 0,
    dilation: some SizeArgument = 1, groups: Int = 1, bias: Bool = true,
    paddingMode: String = "zeros", device: Device = .cpu, dtype: DType? = nil
  ) {
    super.init(
      inChannels,
      .forward(
        2, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, device,
        dtype))
  }

  override init(_ inChannels: Int?, _ options: ConvOptions) { super.init(inChannels, options) }

  open override func forward(_ input: Tensor) -> Tensor { convolved(input) }
}

/// `Conv2d` for a number of input channels not known yet, `torch.nn.LazyConv2d`.
public final class LazyConv2d: Conv2d, LazyConvolution {
  public convenience init(
    _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some ConvolutionPaddingArgument = 0,
    dilation: some SizeArgument = 1, groups: Int = 1, bias: Bool = true,
    paddingMode: String = "zeros", device: Device = .cpu, dtype: DType? = nil
  ) {
    self.init(
      nil,
      .forward(
        2, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, device,
        dtype))
  }
}

/// Cross-correlation over 3 dimensions, `torch.nn.Conv3d`: input [N, in, D, H, W] or [in, D, H, W].
open class Conv3d: ConvNd {
  public init(
    _ inChannels: Int, _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some ConvolutionPaddingArgument = 0,
    dilation: some SizeArgument = 1, groups: Int = 1, bias: Bool = true,
    paddingMode: String = "zeros", device: Device = .cpu, dtype: DType? = nil
  ) {
    super.init(
      inChannels,
      .forward(
        3, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, device,
        dtype))
  }

  override init(_ inChannels: Int?, _ options: ConvOptions) { super.init(inChannels, options) }

  open override func forward(_ input: Tensor) -> Tensor { convolved(input) }
}

/// `Conv3d` for a number of input channels not known yet, `torch.nn.LazyConv3d`.
public final class LazyConv3d: Conv3d, LazyConvolution {
  public convenience init(
    _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some ConvolutionPaddingArgument = 0,
    dilation: some SizeArgument = 1, groups: Int = 1, bias: Bool = true,
    paddingMode: String = "zeros", device: Device = .cpu, dtype: DType? = nil
  ) {
    self.init(
      nil,
      .forward(
        3, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, device,
        dtype))
  }
}

extension ConvOptions {
  /// Options of a layer over `rank` dimensions; single sizes count for all of them.
  static func forward(
    _ rank: Int, _ outChannels: Int, _ kernelSize: some SizeArgument, _ stride: some SizeArgument,
    _ padding: some ConvolutionPaddingArgument, _ dilation: some SizeArgument, _ groups: Int,
    _ bias: Bool, _ paddingMode: String, _ device: Device, _ dtype: DType?
  ) -> ConvOptions {
    var around = padding.convolutionPadding
    if case .sizes(let sizes) = around { around = .sizes(sizes.sizes(rank) ?? sizes) }
    return ConvOptions(
      outChannels: outChannels, kernelSize: expanded(kernelSize, rank),
      stride: expanded(stride, rank), dilation: expanded(dilation, rank), padding: around,
      outputPadding: Array(repeating: 0, count: rank), groups: groups, bias: bias,
      paddingMode: paddingMode, device: device, dtype: dtype)
  }

  static func expanded(_ sizes: some SizeArgument, _ rank: Int) -> [Int] {
    sizes.sizes(rank) ?? sizes.sizeList
  }
}
