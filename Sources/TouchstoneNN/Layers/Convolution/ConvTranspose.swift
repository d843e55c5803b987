import Touchstone

extension ConvNd {
  /// The transposed convolution; `outputSize` chooses among the sizes that would have given this
  /// input.
  func transposed(_ input: Tensor, outputSize: [Int]?) -> Tensor {
    guarded {
      guard case .sizes(let around) = padding else { return input }
      let extra = try outputSize.map { try outputPadding(for: input, $0, around) } ?? outputPadding
      switch kernelSize.count {
      case 1:
        return F.convTranspose1d(
          input, weight, bias: bias, stride: stride, padding: around, outputPadding: extra,
          groups: groups, dilation: dilation)
      case 2:
        return F.convTranspose2d(
          input, weight, bias: bias, stride: stride, padding: around, outputPadding: extra,
          groups: groups, dilation: dilation)
      default:
        return F.convTranspose3d(
          input, weight, bias: bias, stride: stride, padding: around, outputPadding: extra,
          groups: groups, dilation: dilation)
      }
    }
  }

  /// Runs `transposed` with the hooks around it.
  fileprivate func called(_ input: Tensor, _ outputSize: [Int]) -> Tensor {
    invoke([input], outputs: 1) { [self] in
      [transposed($0[0] ?? Tensor.poison, outputSize: outputSize)]
    }[0] ?? Tensor.poison
  }

  /// - Throws: `TensorError` (`.value`) for a size that no padding of the output gives.
  private func outputPadding(
    for input: Tensor, _ requested: [Int], _ around: [Int]
  ) throws -> [Int] {
    let rank = kernelSize.count
    let lead = input.dim == rank + 2 ? 2 : 1
    let sizes = requested.count == lead + rank ? Array(requested.dropFirst(lead)) : requested
    try check(
      sizes.count == rank, .value,
      "ConvTranspose\(rank)D: for \(input.dim)D input, output_size must have \(rank) or "
        + "\(lead + rank) elements (got \(requested.count))")
    let least = (0..<rank).map { d in
      (input.size(d + lead) - 1) * stride[d] - 2 * around[d] + dilation[d] * (kernelSize[d] - 1) + 1
    }
    let most = zip(least, stride).map { $0 + $1 - 1 }
    for d in 0..<rank {
      try check(
        sizes[d] >= least[d] && sizes[d] <= most[d], .value,
        "requested an output size of \(sizes), but valid sizes range from \(least) to \(most) (for "
          + "an input of torch.Size(\(Array(input.shape.dropFirst(2)))))")
    }
    return zip(sizes, least).map { $0 - $1 }
  }
}

/// The adjoint of `Conv1d`, `torch.nn.ConvTranspose1d`: input [N, in, L] or [in, L].
open class ConvTranspose1d: ConvNd {
  public init(
    _ inChannels: Int, _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some SizeArgument = 0,
    outputPadding: some SizeArgument = 0, groups: Int = 1, bias: Bool = true,
    dilation: some SizeArgument = 1, paddingMode: String = "zeros", device: Device = .cpu,
    dtype: DType? = nil
  ) {
    super.init(
      inChannels,
      .transposed(
        1, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation,
        paddingMode, device, dtype))
  }

  override init(_ inChannels: Int?, _ options: ConvOptions) { super.init(inChannels, options) }

  open override func forward(_ input: Tensor) -> Tensor { transposed(input, outputSize: nil) }

  /// - Parameter outputSize: the spatial sizes of the result, or all of its sizes.
  public func callAsFunction(_ input: Tensor, outputSize: [Int]) -> Tensor {
    called(input, outputSize)
  }
}

/// `ConvTranspose1d` for a number of input channels not known yet,
/// `torch.nn.LazyConvTranspose1d`.
public final class LazyConvTranspose1d: ConvTranspose1d, LazyConvolution {
  public convenience init(
    _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some SizeArgument = 0,
    outputPadding: some SizeArgument = 0, groups: Int = 1, bias: Bool = true,
    dilation: some SizeArgument = 1, paddingMode: String = "zeros", device: Device = .cpu,
    dtype: DType? = nil
  ) {
    self.init(
      nil,
      .transposed(
        1, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation,
        paddingMode, device, dtype))
  }
}

/// The adjoint of `Conv2d`, `torch.nn.ConvTranspose2d`: input [N, in, H, W] or [in, H, W].
open class ConvTranspose2d: ConvNd {
  public init(
    _ inChannels: Int, _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some SizeArgument = 0,
    outputPadding: some SizeArgument = 0, groups: Int = 1, bias: Bool = true,
    dilation: some SizeArgument = 1, paddingMode: String = "zeros", device: Device = .cpu,
    dtype: DType? = nil
  ) {
    super.init(
      inChannels,
      .transposed(
        2, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation,
        paddingMode, device, dtype))
  }

  override init(_ inChannels: Int?, _ options: ConvOptions) { super.init(inChannels, options) }

  open override func forward(_ input: Tensor) -> Tensor { transposed(input, outputSize: nil) }

  /// - Parameter outputSize: the spatial sizes of the result, or all of its sizes.
  public func callAsFunction(_ input: Tensor, outputSize: [Int]) -> Tensor {
    called(input, outputSize)
  }
}

/// `ConvTranspose2d` for a number of input channels not known yet,
/// `torch.nn.LazyConvTranspose2d`.
public final class LazyConvTranspose2d: ConvTranspose2d, LazyConvolution {
  public convenience init(
    _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some SizeArgument = 0,
    outputPadding: some SizeArgument = 0, groups: Int = 1, bias: Bool = true,
    dilation: some SizeArgument = 1, paddingMode: String = "zeros", device: Device = .cpu,
    dtype: DType? = nil
  ) {
    self.init(
      nil,
      .transposed(
        2, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation,
        paddingMode, device, dtype))
  }
}

/// The adjoint of `Conv3d`, `torch.nn.ConvTranspose3d`: input [N, in, D, H, W] or [in, D, H, W].
open class ConvTranspose3d: ConvNd {
  public init(
    _ inChannels: Int, _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some SizeArgument = 0,
    outputPadding: some SizeArgument = 0, groups: Int = 1, bias: Bool = true,
    dilation: some SizeArgument = 1, paddingMode: String = "zeros", device: Device = .cpu,
    dtype: DType? = nil
  ) {
    super.init(
      inChannels,
      .transposed(
        3, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation,
        paddingMode, device, dtype))
  }

  override init(_ inChannels: Int?, _ options: ConvOptions) { super.init(inChannels, options) }

  open override func forward(_ input: Tensor) -> Tensor { transposed(input, outputSize: nil) }

  /// - Parameter outputSize: the spatial sizes of the result, or all of its sizes.
  public func callAsFunction(_ input: Tensor, outputSize: [Int]) -> Tensor {
    called(input, outputSize)
  }
}

/// `ConvTranspose3d` for a number of input channels not known yet,
/// `torch.nn.LazyConvTranspose3d`.
public final class LazyConvTranspose3d: ConvTranspose3d, LazyConvolution {
  public convenience init(
    _ outChannels: Int, _ kernelSize: some SizeArgument,
    stride: some SizeArgument = 1, padding: some SizeArgument = 0,
    outputPadding: some SizeArgument = 0, groups: Int = 1, bias: Bool = true,
    dilation: some SizeArgument = 1, paddingMode: String = "zeros", device: Device = .cpu,
    dtype: DType? = nil
  ) {
    self.init(
      nil,
      .transposed(
        3, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation,
        paddingMode, device, dtype))
  }
}

extension ConvOptions {
  /// Options of a transposed layer over `rank` dimensions; single sizes count for all of them.
  static func transposed(
    _ rank: Int, _ outChannels: Int, _ kernelSize: some SizeArgument, _ stride: some SizeArgument,
    _ padding: some SizeArgument, _ outputPadding: some SizeArgument, _ groups: Int, _ bias: Bool,
    _ dilation: some SizeArgument, _ paddingMode: String, _ device: Device, _ dtype: DType?
  ) -> ConvOptions {
    ConvOptions(
      outChannels: outChannels, kernelSize: expanded(kernelSize, rank),
      stride: expanded(stride, rank), dilation: expanded(dilation, rank),
      padding: .sizes(expanded(padding, rank)), outputPadding: expanded(outputPadding, rank),
      groups: groups, bias: bias, paddingMode: paddingMode, isTransposed: true, device: device,
      dtype: dtype)
  }
}
