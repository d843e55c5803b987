import Touchstone

/// What fractional maximum pooling layers share.
open class FractionalMaxPoolNd: Module {
  public let kernelSize: [Int]
  public let outputSize: [Int]?
  public let outputRatio: [Double]?
  public let returnIndices: Bool
  /// Where the windows begin, instead of random places; [N, C, dimensions].
  @Buffer public var randomSamples: Tensor?

  /// - Errors: `.value` unless exactly one of size and ratio is given, for ratios outside (0, 1),
  ///   and for windows of volumes without elements.
  init(
    rank: Int, _ kernelSize: [Int], _ outputSize: [Int]?, _ outputRatio: [Double]?,
    _ returnIndices: Bool, _ randomSamples: Tensor?
  ) {
    self.kernelSize = kernelSize
    self.outputSize = outputSize
    let ratios = outputRatio.map { $0.count == 1 ? Array(repeating: $0[0], count: rank) : $0 }
    self.outputRatio = ratios
    self.returnIndices = returnIndices
    _randomSamples = Buffer(wrappedValue: randomSamples, "_random_samples")
    super.init()
    attempt {
      try check(
        rank == 2 || kernelSize.allSatisfy { $0 > 0 }, .value,
        "kernel_size must be greater than 0, but got "
          + (kernelSize.count == 1 ? "\(kernelSize[0])" : kernelSize.pythonTuple))
      try check(
        outputSize != nil || ratios != nil, .value,
        "FractionalMaxPool\(rank)d requires specifying either an output size, or a pooling ratio")
      try check(
        outputSize == nil || ratios == nil, .value,
        "only one of output_size and output_ratio may be specified")
      try check(
        ratios?.allSatisfy { $0 > 0 && $0 < 1 } ?? true, .value,
        "output_ratio must be between 0 and 1 (got \(ratioText(outputRatio ?? [])))")
    }
  }

  private func ratioText(_ ratios: [Double]) -> String {
    let texts = ratios.map { "\($0)" }
    return texts.count == 1 ? texts[0] : "(" + texts.joined(separator: ", ") + ")"
  }

  /// The maxima, and where they are in each channel of the input.
  open func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    guarded { throw TensorError(.notImplemented, "\(name) does not pool") }
  }

  open override func forward(_ input: Tensor) -> Tensor { forwardWithIndices(input).0 }
}

/// Maxima of randomly placed windows over 2 dimensions (Graham 2014),
/// `torch.nn.FractionalMaxPool2d`.
open class FractionalMaxPool2d: FractionalMaxPoolNd {
  public init(
    _ kernelSize: some SizeArgument, outputSize: (any SizeArgument)? = nil,
    outputRatio: [Double]? = nil, returnIndices: Bool = false, randomSamples: Tensor? = nil
  ) {
    super.init(
      rank: 2, kernelSize.sizeList, outputSize?.sizeList, outputRatio, returnIndices,
      randomSamples)
  }

  open override func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    F.fractionalMaxPool2dWithIndices(
      input, kernelSize, outputSize: outputSize, outputRatio: outputRatio,
      randomSamples: randomSamples)
  }
}

/// Maxima of randomly placed windows over 3 dimensions (Graham 2014),
/// `torch.nn.FractionalMaxPool3d`.
open class FractionalMaxPool3d: FractionalMaxPoolNd {
  public init(
    _ kernelSize: some SizeArgument, outputSize: (any SizeArgument)? = nil,
    outputRatio: [Double]? = nil, returnIndices: Bool = false, randomSamples: Tensor? = nil
  ) {
    super.init(
      rank: 3, kernelSize.sizeList, outputSize?.sizeList, outputRatio, returnIndices,
      randomSamples)
  }

  open override func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    F.fractionalMaxPool3dWithIndices(
      input, kernelSize, outputSize: outputSize, outputRatio: outputRatio,
      randomSamples: randomSamples)
  }
}
