import Touchstone

/// Copies of a decoder layer, one after the other, `torch.nn.TransformerDecoder`.
open class TransformerDecoder: DecoderModule {
  public let layers: ModuleList
  public let norm: Module?
  public let numLayers: Int

  /// - Parameter norm: what the last layer's output goes through.
  public init(_ decoderLayer: TransformerDecoderLayer, _ numLayers: Int, norm: Module? = nil) {
    layers = ModuleList((0..<Swift.max(numLayers, 0)).map { _ in decoderLayer.copy() })
    (self.numLayers, self.norm) = (numLayers, norm)
    super.init()
  }

  /// - Parameters:
  ///   - tgt: [T, N, E], with `batchFirst` layers [N, T, E], or [T, E].
  ///   - memory: the encoder's output.
  ///   - masks: what may not be attended to; whether the target's mask is causal is found out
  ///     unless told.
  open override func forward(_ tgt: Tensor, _ memory: Tensor, masks: DecoderMasks) -> Tensor {
    guarded {
      let stack = layers.map { $0 as! TransformerDecoderLayer }
      try check(!stack.isEmpty, .index, "index 0 is out of range")
      var masks = masks
      let length = sequenceLength(tgt, batchFirst: stack[0].form.batchFirst)
      masks.tgtIsCausal = isCausalMask(masks.tgt, told: masks.tgtIsCausal, length: length)
      let output = stack.reduce(tgt) { x, layer in layer(x, memory, masks: masks) }
      return norm.map { $0(output) } ?? output
    }
  }
}
