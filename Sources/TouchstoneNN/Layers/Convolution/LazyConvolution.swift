import Touchstone

/// A convolution that learns its number of input channels from its first input.
public protocol LazyConvolution: ConvNd, LazyModule {}

extension LazyConvolution {
  public func initializeParameters(_ inputs: [Tensor?]) {
    if hasUninitializedParams, let input = inputs[0] { materialize(for: input) }
  }

  public var classToBecome: String? { String(className.dropFirst("Lazy".count)) }
}
