import Touchstone

/// What adaptive pooling layers share: the size of the result, nil where it is the input's.
open class AdaptivePoolNd: Module {
  public let outputSize: OptionalSizes

  init(size: OptionalSizes) {
    outputSize = size
    super.init()
  }

  open override var extraRepr: String {
    switch outputSize {
    case .all(let size): return "output_size=\(size)"
    case .each(let sizes):
      let items = sizes.map { $0.map(String.init) ?? "None" }
      return "output_size=(" + items.joined(separator: ", ") + (items.count == 1 ? ",)" : ")")
    }
  }
}

extension OptionalSizes: AdaptiveSizeArgument {
  public var optionalSizes: OptionalSizes { self }
}

/// Means over a given number of windows in 1 dimension, `torch.nn.AdaptiveAvgPool1d`.
open class AdaptiveAvgPool1d: AdaptivePoolNd {
  public init(_ outputSize: some AdaptiveSizeArgument) {
    super.init(size: outputSize.optionalSizes)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.adaptiveAvgPool1d(input, outputSize)
  }
}

/// Means over a given number of windows in 2 dimensions, `torch.nn.AdaptiveAvgPool2d`.
open class AdaptiveAvgPool2d: AdaptivePoolNd {
  public init(_ outputSize: some AdaptiveSizeArgument) {
    super.init(size: outputSize.optionalSizes)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.adaptiveAvgPool2d(input, outputSize)
  }
}

/// Means over a given number of windows in 3 dimensions, `torch.nn.AdaptiveAvgPool3d`.
open class AdaptiveAvgPool3d: AdaptivePoolNd {
  public init(_ outputSize: some AdaptiveSizeArgument) {
    super.init(size: outputSize.optionalSizes)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.adaptiveAvgPool3d(input, outputSize)
  }
}

/// What adaptive maximum pooling layers share.
open class AdaptiveMaxPoolNd: AdaptivePoolNd {
  public let returnIndices: Bool

  public init(_ outputSize: some AdaptiveSizeArgument, returnIndices: Bool = false) {
    self.returnIndices = returnIndices
    super.init(size: outputSize.optionalSizes)
  }

  /// The maxima, and where they are in each channel of the input.
  open func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    guarded { throw TensorError(.notImplemented, "\(name) does not pool") }
  }
}

/// Maxima of a given number of windows in 1 dimension, `torch.nn.AdaptiveMaxPool1d`.
open class AdaptiveMaxPool1d: AdaptiveMaxPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.adaptiveMaxPool1d(input, outputSize)
  }

  open override func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    F.adaptiveMaxPool1dWithIndices(input, outputSize)
  }
}

/// Maxima of a given number of windows in 2 dimensions, `torch.nn.AdaptiveMaxPool2d`.
open class AdaptiveMaxPool2d: AdaptiveMaxPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.adaptiveMaxPool2d(input, outputSize)
  }

  open override func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    F.adaptiveMaxPool2dWithIndices(input, outputSize)
  }
}

/// Maxima of a given number of windows in 3 dimensions, `torch.nn.AdaptiveMaxPool3d`.
open class AdaptiveMaxPool3d: AdaptiveMaxPoolNd {
  open override func forward(_ input: Tensor) -> Tensor {
    F.adaptiveMaxPool3d(input, outputSize)
  }

  open override func forwardWithIndices(_ input: Tensor) -> (Tensor, Tensor) {
    F.adaptiveMaxPool3dWithIndices(input, outputSize)
  }
}
