import Touchstone

/// Copies of an encoder layer, one after the other, `torch.nn.TransformerEncoder`.
open class TransformerEncoder: Module {
  public let layers: ModuleList
  public let norm: Module?
  public let numLayers: Int
  private let zeroesPadding: Bool
  private let maskCheck: Bool

  /// - Parameters:
  ///   - norm: what the last layer's output goes through.
  ///   - enableNestedTensor: whether padded positions are left out where nothing asks for
  ///     gradients: they give 0, before `norm`.
  ///   - maskCheck: do so only where all padding is at the end.
  public init(
    _ encoderLayer: TransformerEncoderLayer, _ numLayers: Int, norm: Module? = nil,
    enableNestedTensor: Bool = true, maskCheck: Bool = true
  ) {
    layers = ModuleList((0..<Swift.max(numLayers, 0)).map { _ in encoderLayer.copy() })
    (self.numLayers, self.norm, self.maskCheck) = (numLayers, norm, maskCheck)
    zeroesPadding = enableNestedTensor && encoderLayer.hasFastPath
    super.init()
  }

  /// - Parameters:
  ///   - src: [S, N, E], with `batchFirst` layers [N, S, E], or [S, E].
  ///   - mask: [S, S] or [N · heads, S, S], true or a number to add where attention is forbidden.
  ///   - srcKeyPaddingMask: [N, S], true or a number to add where a position is padding.
  ///   - isCausal: tells that `mask` is the causal one; nil finds out.
  open func forward(
    _ src: Tensor, mask: Tensor? = nil, srcKeyPaddingMask: Tensor? = nil, isCausal: Bool? = nil
  ) -> Tensor {
    guarded {
      let stack = layers.map { $0 as! TransformerEncoderLayer }
      try check(!stack.isEmpty, .index, "index 0 is out of range")
      let padding = try additiveMask(srcKeyPaddingMask, "src_key_padding_mask", src.dtype)
      let mask = try additiveMask(mask, "mask", src.dtype)
      let length = sequenceLength(src, batchFirst: stack[0].form.batchFirst)
      let isCausal = isCausalMask(mask, told: isCausal, length: length)
      var output = stack.reduce(src) { x, layer in
        layer(x, srcMask: mask, srcKeyPaddingMask: padding, isCausal: isCausal)
      }
      if let padding, mask == nil, leavesOut(padding, src, stack[0]) {
        output = output.maskedFill(padding.ne(0).unsqueeze(-1), 0)
      }
      return norm.map { $0(output) } ?? output
    }
  }

  /// Whether padded positions are left out, as PyTorch does where nothing asks for gradients.
  private func leavesOut(
    _ padding: Tensor, _ src: Tensor, _ first: TransformerEncoderLayer
  ) -> Bool {
    guard zeroesPadding, !first.training, src.dim == 3 else { return false }
    let state = [src] + first.parameters()
    guard !isGradEnabled || !state.contains(where: \.requiresGrad) else { return false }
    let last = padding.size(1) - 1
    guard maskCheck && last > 0 else { return true }
    let isPadding = padding.ne(0)
    return isPadding.narrow(1, 1, last).ge(isPadding.narrow(1, 0, last)).all().item().boolValue
  }

  open override func forward(_ input: Tensor) -> Tensor {
    forward(input, mask: nil, srcKeyPaddingMask: nil, isCausal: nil)
  }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(
    _ src: Tensor, mask: Tensor? = nil, srcKeyPaddingMask: Tensor? = nil, isCausal: Bool? = nil
  ) -> Tensor {
    invoke([src, mask, srcKeyPaddingMask], outputs: 1) { [self] in
      [forward($0[0]!, mask: $0[1], srcKeyPaddingMask: $0[2], isCausal: isCausal)]
    }[0] ?? Tensor.poison
  }
}
