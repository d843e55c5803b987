import CKernels

/// The three products of `ConvolutionBackend`.
enum ConvolutionProduct {
  case forward, inputGradient, weightGradient
}

/// oneDNN or the package's own kernels: the only place that decides.
extension ConvolutionSizes {
  /// Whether to ask oneDNN for a product; it may still refuse. Where the padding is multiplied,
  /// which it leaves out, PyTorch sums in another way, with smaller errors than oneDNN's.
  func takesOneDNN(_ product: ConvolutionProduct, _ dtype: DType) -> Bool {
    guard dtype == .float32 || dtype.isHalf, !isEmpty, !multipliesPadding else { return false }
    switch CPU.OneDNN.use {
    case .never: return false
    case .always: return CPU.OneDNN.version != nil
    case .whereFaster: return isFasterByOneDNN(product) && CPU.OneDNN.version != nil
    }
  }

  private var isEmpty: Bool {
    ([batch, inChannels, outChannels] + input + kernel + output).contains(0)
  }

  /// By measurement. The way into oneDNN's layouts costs more than it brings for tiny products and
  /// for pointwise ones, which are products of matrices as they lie, unless they are large; and
  /// its code pads channels, so that the gradient of very few is better computed here.
  private func isFasterByOneDNN(_ product: ConvolutionProduct) -> Bool {
    let inputs = inChannels / groups, depth = Double(inputs * kernel.reduce(1, *))
    let work = 2 * Double(batch * outChannels * output.reduce(1, *)) * depth
    guard work >= (isPointwise ? 0x1p26 : 0x1p17) else { return false }
    return product != .inputGradient || inputs >= 4 || inputs == 1 && groups > 1
  }

  private var isPointwise: Bool {
    (kernel + stride).allSatisfy { $0 == 1 } && padding.allSatisfy { $0 == 0 }
  }
}
