import Touchstone

/// What all convolution layers share, PyTorch's `_ConvNd`.
///
/// State: `weight` [out, in / groups, kernel…] (transposed: [in, out / groups, kernel…]) and `bias`
/// [out]. A lazy layer learns the number of input channels from its first input.
open class ConvNd: Module {
  public internal(set) var inChannels: Int
  public let outChannels: Int
  public let kernelSize, stride, dilation, outputPadding: [Int]
  public let padding: ConvolutionPadding
  public let groups: Int
  /// What surrounds the input: `zeros`, `reflect`, `replicate` or `circular`.
  public let paddingMode: String
  @Parameter public var weight: Tensor
  @Parameter public var bias: Tensor?
  let isTransposed: Bool

  init(_ inChannels: Int?, _ options: ConvOptions) {
    attempt { try options.validate(inChannels) }
    self.inChannels = inChannels ?? 0
    outChannels = options.outChannels
    kernelSize = options.kernelSize
    stride = options.stride
    dilation = options.dilation
    outputPadding = options.outputPadding
    padding = options.padding
    groups = options.groups
    paddingMode = options.paddingMode
    isTransposed = options.isTransposed
    weight = options.weight(inChannels)
    bias = options.biasTensor(inChannels)
    super.init()
    if inChannels != nil { resetParameters() }
  }

  /// Kaiming's uniform weights with a = √5, and biases within ±1/√(inputs of one output).
  open func resetParameters() {
    guard !hasPendingError, inChannels != 0, !weight.isUninitialized else { return }
    Init.kaimingUniform_(weight, a: 5.0.squareRoot())
    guard let bias else { return }
    let fan = Init.fans(of: weight).fanIn
    let bound = fan > 0 ? 1 / Double(fan).squareRoot() : 0
    Init.uniform_(bias, -bound, bound)
  }

  /// Gives a lazy layer its shape, from the first input.
  func materialize(for input: Tensor) {
    attempt {
      let spatial = kernelSize.count
      try check(
        input.dim == spatial + 1 || input.dim == spatial + 2, .runtime,
        "Expected \(spatial + 1)D (unbatched) or \(spatial + 2)D (batched) input to \(self.name), "
          + "but got input of size: torch.Size(\(input.shape))")
      inChannels = input.size(-spatial - 1)
      try check(
        groups > 0 && inChannels % groups == 0, .value,
        "in_channels must be divisible by groups")
      weight.materialize(
        weightShape(inChannels, outChannels, kernelSize, groups, isTransposed: isTransposed))
      bias?.materialize([outChannels])
      resetParameters()
    }
  }

  open override var extraRepr: String {
    var text = "\(inChannels), \(outChannels), kernel_size=\(kernelSize.pythonTuple), "
      + "stride=\(stride.pythonTuple)"
    switch padding {
    case .named(let name): text += ", padding=\(name)"
    case .sizes(let sizes):
      if sizes.contains(where: { $0 != 0 }) { text += ", padding=\(sizes.pythonTuple)" }
    }
    if dilation.contains(where: { $0 != 1 }) { text += ", dilation=\(dilation.pythonTuple)" }
    if outputPadding.contains(where: { $0 != 0 }) {
      text += ", output_padding=\(outputPadding.pythonTuple)"
    }
    if groups != 1 { text += ", groups=\(groups)" }
    if bias == nil { text += ", bias=False" }
    return paddingMode == "zeros" ? text : text + ", padding_mode=\(paddingMode)"
  }
}

/// Arguments of a convolution layer's initializer beside the input channels, sizes one for each
/// spatial dimension.
struct ConvOptions {
  var outChannels: Int
  var kernelSize, stride, dilation: [Int]
  var padding: ConvolutionPadding
  var outputPadding: [Int]
  var groups: Int
  var bias: Bool
  var paddingMode: String
  var isTransposed = false
  var device: Device
  var dtype: DType?

  /// - Throws: PyTorch's `ValueError`s, in its order.
  func validate(_ inChannels: Int?) throws {
    try check(
      !isTransposed || paddingMode == "zeros", .value,
      "Only \"zeros\" padding mode is supported for ConvTranspose\(kernelSize.count)d")
    try check(groups > 0, .value, "groups must be a positive integer")
    try check(
      (inChannels ?? 0) % groups == 0, .value, "in_channels must be divisible by groups")
    try check(outChannels % groups == 0, .value, "out_channels must be divisible by groups")
    if case .named(let name) = padding {
      try check(
        name == "same" || name == "valid", .value,
        "Invalid padding string '\(name)', should be one of {'same', 'valid'}")
      try check(
        name != "same" || stride.allSatisfy { $0 == 1 }, .value,
        "padding='same' is not supported for strided convolutions")
    }
    try check(
      ["zeros", "reflect", "replicate", "circular"].contains(paddingMode), .value,
      "padding_mode must be one of {'zeros', 'reflect', 'replicate', 'circular'}, but got "
        + "padding_mode='\(paddingMode)'")
  }

  func weight(_ inChannels: Int?) -> Tensor {
    guard !hasPendingError else { return Tensor.empty([0]) }
    guard let inChannels else { return Tensor.uninitializedParameter(device: device, dtype: dtype) }
    return Tensor.empty(
      weightShape(inChannels, outChannels, kernelSize, groups, isTransposed: isTransposed),
      dtype: dtype, device: device)
  }

  func biasTensor(_ inChannels: Int?) -> Tensor? {
    guard bias, !hasPendingError else { return nil }
    if inChannels == nil { return Tensor.uninitializedParameter(device: device, dtype: dtype) }
    return Tensor.empty([outChannels], dtype: dtype, device: device)
  }
}

/// [out, in / groups, kernel…], or transposed [in, out / groups, kernel…].
private func weightShape(
  _ inChannels: Int, _ outChannels: Int, _ kernel: [Int], _ groups: Int, isTransposed: Bool
) -> Shape {
  let (first, second) = isTransposed ? (inChannels, outChannels) : (outChannels, inChannels)
  return Shape([first, second / groups] + kernel)
}
