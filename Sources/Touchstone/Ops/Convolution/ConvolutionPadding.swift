/// Padding of a convolution: sizes, or PyTorch's names `"same"` (as many outputs as inputs) and
/// `"valid"` (none).
public enum ConvolutionPadding: Sendable, Hashable {
  /// Zeros on both sides, one size for each spatial dimension or one for all.
  case sizes([Int])
  case named(String)
}

/// What `padding:` takes: an `Int`, a list of them, `"same"`, `"valid"` or a `ConvolutionPadding`.
public protocol ConvolutionPaddingArgument: Sendable {
  var convolutionPadding: ConvolutionPadding { get }
}

extension Int: ConvolutionPaddingArgument {
  public var convolutionPadding: ConvolutionPadding { .sizes([self]) }
}

extension [Int]: ConvolutionPaddingArgument {
  public var convolutionPadding: ConvolutionPadding { .sizes(self) }
}

extension String: ConvolutionPaddingArgument {
  public var convolutionPadding: ConvolutionPadding { .named(self) }
}

extension ConvolutionPadding: ConvolutionPaddingArgument {
  public var convolutionPadding: ConvolutionPadding { self }
}
